"""A release as plain values: what every file and page of it is written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from pitchday.db import db
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem


class Item(NamedTuple):
    """One item of a release; the names are those of `ReleaseItem`."""

    uid: str
    parent_uid: str | None
    kind: ItemKind
    title: str
    description: str
    room: str
    startup_slug: str
    city: str
    sector: str
    starts_at: datetime
    ends_at: datetime
    sequence: int
    changed_at: datetime
    cancelled: bool


COLUMNS = [getattr(ReleaseItem, name) for name in Item._fields]


@dataclass(frozen=True)
class Snapshot:
    """A release with its items in the order of the day, those taken out among them."""

    release_id: int
    number: int
    released_at: datetime
    note: str
    facts: dict[str, Any]
    items: Sequence[Item]

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.facts["zone"])

    @cached_property
    def starts_at(self) -> datetime:
        """When the first thing begins, which also says which half of the year it is."""
        return self.held[0].starts_at if self.held else datetime.fromisoformat(self.facts["starts_at"])

    @cached_property
    def held(self) -> list[Item]:
        """What takes place: sessions by their start, each followed by its pitches."""
        return [item for _, item in self._units]

    @cached_property
    def _units(self) -> list[tuple[datetime, Item]]:
        """Each item with the start of the session it belongs to."""
        sessions = {item.uid: (item.starts_at, place) for place, item in enumerate(self.items)}
        found = []
        for place, item in enumerate(self.items):
            if not item.cancelled:
                starts_at, session = sessions[item.parent_uid or item.uid]
                found.append((starts_at, session, item.parent_uid is not None, place, item))
        return [(row[0], row[-1]) for row in sorted(found)]

    def days(self) -> Iterator[tuple[datetime, list[Item]]]:
        """What takes place by day in the event's zone; a session's pitches stay with it past midnight."""
        for _, units in groupby(self._units, key=lambda unit: unit[0].astimezone(self.zone).date()):
            of_day = list(units)
            yield of_day[0][0], [item for _, item in of_day]

    def called_off(self, *, sequence: int, changed_at: datetime) -> Snapshot:
        """The same programme after its pitch day was cancelled, for calendars."""
        off = [called_off(item, sequence=sequence, changed_at=changed_at) for item in self.items if not item.cancelled]
        return replace(self, items=off)


def called_off(item: Item, *, sequence: int, changed_at: datetime) -> Item:
    """An item of a pitch day that was cancelled after the release; the values are those of the pitch day."""
    return item._replace(cancelled=True, sequence=item.sequence + sequence, changed_at=max(item.changed_at, changed_at))


def load(release_id: int) -> Snapshot | None:
    """The whole release, in two queries."""
    release = db.session.execute(
        sa.select(Release.number, Release.released_at, Release.note, Release.facts).where(Release.id == release_id)
    ).one_or_none()
    if release is None:
        return None
    number, released_at, note, facts = release
    return Snapshot(release_id, number, released_at, note, facts, items_of(release_id))


def items_of(release_id: int) -> list[Item]:
    found = db.session.execute(
        sa.select(*COLUMNS).where(ReleaseItem.release_id == release_id).order_by(ReleaseItem.starts_at, ReleaseItem.id)
    )
    return [Item(*row) for row in found]
