"""A release as plain values: what every file and page of it is written from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from pitchday.db import db
from pitchday.events.models import Event
from pitchday.exports.standing import Standing
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
    """A release with its items in the order of the day, those taken out among them.

    Of a pitch day that was called off afterwards, those taken out are left out and all others are cancelled.
    """

    release_id: int
    number: int
    released_at: datetime
    note: str
    facts: dict[str, Any]
    items: Sequence[Item]
    standing: Standing

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.facts["zone"])

    @cached_property
    def starts_at(self) -> datetime:
        """When the first thing begins, which also says which half of the year it is."""
        return self.held[0].starts_at if self.held else datetime.fromisoformat(self.facts["starts_at"])

    @cached_property
    def held(self) -> list[Item]:
        """What takes place, or would have: sessions by their start, each followed by its pitches."""
        return [item for _, item in self._units]

    @cached_property
    def _units(self) -> list[tuple[datetime, Item]]:
        """Each item with the start of the session it belongs to."""
        sessions = {item.uid: (item.starts_at, place) for place, item in enumerate(self.items)}
        found = []
        for place, item in enumerate(self.items):
            if self.standing.is_off or not item.cancelled:
                starts_at, session = sessions[item.parent_uid or item.uid]
                found.append((starts_at, session, item.parent_uid is not None, place, item))
        return [(row[0], row[-1]) for row in sorted(found)]

    def days(self) -> Iterator[tuple[datetime, list[Item]]]:
        """What takes place by day in the event's zone; a session's pitches stay with it past midnight."""
        for _, units in groupby(self._units, key=lambda unit: unit[0].astimezone(self.zone).date()):
            of_day = list(units)
            yield of_day[0][0], [item for _, item in of_day]


def called_off(item: Item, *, sequence: int, changed_at: datetime) -> Item:
    """An item of a pitch day that was called off after the release; the values are those of the pitch day.

    What a release has taken out says so already, under the sequence that the next one goes on from.
    """
    if item.cancelled:
        return item
    return item._replace(cancelled=True, sequence=item.sequence + sequence, changed_at=max(item.changed_at, changed_at))


def load(release_id: int) -> Snapshot | None:
    """The whole release, in two queries."""
    release = db.session.execute(
        sa.select(
            Release.number,
            Release.released_at,
            Release.note,
            Release.facts,
            Event.state,
            Event.calendar_sequence,
            Event.changed_at,
        )
        .join(Release.event)
        .where(Release.id == release_id)
    ).one_or_none()
    if release is None:
        return None
    number, released_at, note, facts, state, sequence, changed_at = release
    standing = Standing(state, sequence)
    items = items_of(release_id, released_at, standing, changed_at)
    return Snapshot(release_id, number, released_at, note, facts, items, standing)


def items_of(release_id: int, released_at: datetime, standing: Standing, changed_at: datetime) -> list[Item]:
    """In the order of the day; `standing` and `changed_at` are those of the pitch day.

    Postponing takes everything out by a release of its own: then that is what would have taken place.
    """
    found = db.session.execute(
        sa.select(*COLUMNS).where(ReleaseItem.release_id == release_id).order_by(ReleaseItem.starts_at, ReleaseItem.id)
    )
    items = [Item(*row) for row in found]
    if not standing.is_off:
        return items
    planned = [item for item in items if not item.cancelled] or [i for i in items if i.changed_at >= released_at]
    return [called_off(item, sequence=standing.calendar_sequence, changed_at=changed_at) for item in planned]
