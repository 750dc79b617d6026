"""Reads that deserve a name. The first one stands in front of every public page and file of a schedule."""

from __future__ import annotations

import functools
import json
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pitchday import clock
from pitchday.db import db
from pitchday.events.enums import PUBLIC_STATES, EventState
from pitchday.events.models import Event
from pitchday.events.queries import public, with_place
from pitchday.exports.edition import edition
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.exports.snapshot import COLUMNS, Item, Snapshot, called_off, items_of
from pitchday.exports.standing import KEY_SQL, Standing, key_in_sql
from pitchday.schedule.models import Release, ReleaseItem

NEAREST = 500
PAST = timedelta(days=31)

# By hand and straight to the driver, since building a statement costs more than asking it, and this one is asked at
# each request. What only the maker of a missing file needs is left out when the file is there.
_CURRENT = """
SELECT event.state, event.title, event.calendar_sequence, newest.id, file.sha256,
  CASE WHEN file.id IS NULL THEN newest.number END,
  CASE WHEN file.id IS NULL THEN newest.released_at END,
  CASE WHEN file.id IS NULL THEN newest.note END,
  CASE WHEN file.id IS NULL THEN CAST(newest.facts AS TEXT) END,
  CASE WHEN file.id IS NULL THEN event.changed_at END
FROM event
LEFT JOIN "release" AS newest ON newest.event_id = event.id
  AND newest.number = (SELECT max(number) FROM "release" AS other WHERE other.event_id = event.id)
LEFT JOIN rendition ON rendition.release_id = newest.id AND rendition.kind = ? AND rendition.edition = ?
  AND rendition.standing = :standing
LEFT JOIN stored_file AS file ON file.id = rendition.file_id
WHERE event.slug = ? AND event.state <> 'draft'
""".replace(":standing", KEY_SQL)
_CURRENT_BY_STYLE = {"qmark": _CURRENT, "pyformat": _CURRENT.replace("?", "%s")}


class Current(NamedTuple):
    """The newest release of a public pitch day, if there is one, and the file made of it.

    From `number` on it is filled only while the file is missing.
    """

    state: str
    title: str
    calendar_sequence: int
    release_id: int | None
    sha256: str | None
    number: int
    released_at: Any
    note: str
    facts: str
    changed_at: Any

    @property
    def standing(self) -> Standing:
        return Standing(EventState(self.state), self.calendar_sequence)

    def snapshot(self) -> Snapshot:
        """The release whose file is missing, in one more query."""
        if self.release_id is None:
            raise LookupError("There is no release")
        released_at, standing = _instant(self.released_at), self.standing
        items = items_of(self.release_id, released_at, standing, _instant(self.changed_at))
        facts = json.loads(self.facts)
        return Snapshot(self.release_id, self.number, released_at, self.note, facts, items, standing)


def _instant(value: Any) -> datetime:
    """As the driver gave it: SQLite keeps instants as text in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


def current(event_slug: str, kind: str) -> Current | None:
    """None for an address that leads nowhere, drafts included."""
    return current_on(db.session.connection(), event_slug, kind, edition())


def current_on(connection: sa.Connection, event_slug: str, kind: str, edition: str) -> Current | None:
    row = connection.exec_driver_sql(current_sql(connection.dialect), (kind, edition, event_slug)).fetchone()
    return None if row is None else Current(*row)


def current_sql(dialect: sa.Dialect) -> str:
    """For the driver, with the kind, the edition and the slug as its values."""
    return _CURRENT_BY_STYLE[dialect.paramstyle]


@functools.cache
def numbered_current_sql() -> bytes:
    """The same for PostgreSQL itself, whose values have numbers."""
    return _CURRENT.replace("?", "$1", 1).replace("?", "$2", 1).replace("?", "$3", 1).encode()


class Shown(NamedTuple):
    """One item of the newest release of a public pitch day."""

    item: Item
    facts: dict[str, Any]
    number: int
    standing: Standing
    session_title: str | None


def shown_item(event_slug: str, uid: str) -> Shown | None:
    """One query, whatever else the release holds."""
    session = aliased(ReleaseItem)
    newest = sa.select(sa.func.max(Release.number)).where(Release.event_id == Event.id).correlate(Event)
    row = db.session.execute(
        sa.select(
            *COLUMNS,
            Release.facts,
            Release.number,
            Event.state,
            Event.calendar_sequence,
            Event.changed_at,
            session.title,
        )
        .select_from(Event)
        .join(Release, sa.and_(Release.event_id == Event.id, Release.number == newest.scalar_subquery()))
        .join(ReleaseItem, ReleaseItem.release_id == Release.id)
        .outerjoin(session, sa.and_(session.release_id == Release.id, session.uid == ReleaseItem.parent_uid))
        .where(Event.slug == event_slug, Event.state.in_(PUBLIC_STATES), ReleaseItem.uid == uid)
    ).one_or_none()
    if row is None:
        return None
    *columns, facts, number, state, sequence, changed_at, session_title = row
    item, standing = Item(*columns), Standing(state, sequence)
    if standing.is_off:
        item = called_off(item, sequence=sequence, changed_at=changed_at)
    return Shown(item, facts, number, standing, session_title)


def public_event(event_slug: str) -> Event | None:
    return db.session.scalar(
        with_place(sa.select(Event).where(Event.slug == event_slug, Event.state.in_(PUBLIC_STATES)))
    )


def in_feeds() -> sa.Select[Event]:
    """Pitch days for calendars to subscribe to: the nearest from a month ago on. Clients drop what is cancelled."""
    return (
        public()
        .where(Event.state == EventState.PUBLISHED, Event.ends_at >= clock.now() - PAST)
        .order_by(Event.starts_at, Event.id)
        .limit(NEAREST)
    )


def missing(now: datetime, limit: int = 20) -> list[int]:
    """Newest releases of which a file of this edition is missing that nobody is making."""
    later = aliased(Release)
    done = (
        sa.select(sa.func.count())
        .select_from(Rendition)
        .where(
            Rendition.release_id == Release.id,
            Rendition.edition == edition(),
            Rendition.standing == key_in_sql,
            sa.or_(Rendition.file_id.is_not(None), Rendition.leased_until > now),
        )
        .scalar_subquery()
    )
    return list(
        db.session.scalars(
            sa.select(Release.id)
            .join(Release.event)
            .where(
                ~sa.exists().where(later.event_id == Release.event_id, later.number > Release.number),
                done < len(RenditionKind),
            )
            .order_by(Release.id.desc())
            .limit(limit)
        )
    )
