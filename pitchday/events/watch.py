"""The warnings about a pitch day as they stand: what one person may read of them, and which were dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from pitchday import clock, history
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events import queries
from pitchday.events.days import DAY
from pitchday.events.enums import PUBLIC_STATES, TEAM, EventState, Role
from pitchday.events.models import DismissedWarning, Event, EventRole, event_sector
from pitchday.events.rights import Right
from pitchday.events.warnings import Elsewhere, EventWarning, Other, Plan, RoomFacts, warnings_about
from pitchday.places.travel import ways_from

# More pitch days on one day than this are no news to anybody.
MOST_OTHERS = 10
MOST_TEAM = 20
# Nobody is warned of a way that leaves half a day.
LONGEST_WAY = timedelta(hours=12)
# Those whom a pitch day needs in the building.
AT_THE_DAY = tuple(role for role in TEAM if role is not Role.OFFICER)


@dataclass(frozen=True)
class Dismissed:
    """A warning that somebody has looked at, with what they said."""

    warning: EventWarning
    dismissal: DismissedWarning


@dataclass(frozen=True)
class Standing:
    """All that holds now: what is still to be looked at, and what was."""

    open: Sequence[EventWarning]
    dismissed: Sequence[Dismissed]

    def __bool__(self) -> bool:
        return bool(self.open or self.dismissed)

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(warning.mark for warning in self.open)


def standing(event: Event, reader: Person, *, people: int = 0) -> Standing:
    """The warnings in words that `reader` may see, in at most nine queries.

    `people` are the founders with a place and the invited investors, as far as the caller knows them.
    """
    if event.state is EventState.CANCELLED or event.ends_at <= clock.now():
        return Standing((), ())
    found = warnings_about(_plan(event, reader, people), clock.now())
    dismissals = {
        row.mark: row
        for row in db.session.scalars(
            sa.select(DismissedWarning)
            .where(DismissedWarning.event_id == event.id, DismissedWarning.mark.in_([each.mark for each in found]))
            .options(joinedload(DismissedWarning.by))
        )
    }
    return Standing(
        [warning for warning in found if warning.mark not in dismissals],
        [Dismissed(warning, dismissals[warning.mark]) for warning in found if warning.mark in dismissals],
    )


def _plan(event: Event, reader: Person, people: int) -> Plan:
    return Plan(
        city=event.city.name,
        zone=event.zone,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        closes_at=event.applications_close_at,
        rooms=tuple(RoomFacts(room.name, room.capacity, event.venue.step_free) for room in event.rooms),
        sectors=frozenset(sector.name for sector in event.sectors),
        guests_expected=event.guests_expected,
        people=people,
        others=_others(event, reader),
        venue=event.venue.name,
        is_venue_retired=event.venue.retired_at is not None,
        elsewhere=_elsewhere(event, reader),
    )


def _elsewhere(event: Event, reader: Person) -> tuple[Elsewhere, ...]:
    """Pitch days around this one, in other buildings, at which people of its team do something as well.

    Who is in a team is known to those who organise that pitch day: to others neither its name nor its place is told.
    """
    here, there = aliased(EventRole), aliased(EventRole)
    found = db.session.execute(
        sa.select(Event, Person.id, Person.name)
        .join(there, there.event_id == Event.id)
        .join(here, here.person_id == there.person_id)
        .join(Person, Person.id == here.person_id)
        .where(
            here.event_id == event.id,
            here.role.in_(AT_THE_DAY),
            there.role.in_(AT_THE_DAY),
            Event.id != event.id,
            Event.venue_id != event.venue_id,
            Event.state.in_([EventState.DRAFT, EventState.PUBLISHED]),
            Event.starts_at < event.ends_at + LONGEST_WAY,
            Event.ends_at > event.starts_at - LONGEST_WAY,
        )
        .options(joinedload(Event.venue))
        .order_by(Event.starts_at, Event.id, Person.name, Person.id)
        .limit(MOST_OTHERS * MOST_TEAM)
    ).all()
    people: dict[Event, dict[int, str]] = {}
    for other, person_id, name in found:
        people.setdefault(other, {})[person_id] = name
    known = _known([other.id for other in people], reader)
    ways = ways_from(event.venue_id, {other.venue_id for other in people})
    return tuple(
        Elsewhere(
            uid=other.uid,
            title=other.title if other.id in known else None,
            venue=other.venue.name if other.id in known else None,
            starts_at=other.starts_at,
            ends_at=other.ends_at,
            people=tuple(names.values()),
            way=ways.get(other.venue_id),
        )
        for other, names in people.items()
    )


def _others(event: Event, reader: Person) -> tuple[Other, ...]:
    """Pitch days of the same days, in the same city or for the same sectors; drafts of others without their name."""
    first, last = (at.astimezone(event.zone).date() for at in (event.starts_at, event.ends_at))
    begins = datetime.combine(first, time(), tzinfo=event.zone)
    ends = datetime.combine(last + DAY, time(), tzinfo=event.zone)
    sectors = sa.select(event_sector.c.sector_id).where(event_sector.c.event_id == event.id)
    shares = sa.exists().where(event_sector.c.event_id == Event.id, event_sector.c.sector_id.in_(sectors))
    found = db.session.scalars(
        sa.select(Event)
        .where(
            Event.id != event.id,
            Event.state.in_([EventState.DRAFT, EventState.PUBLISHED]),
            Event.starts_at < ends,
            Event.ends_at > begins,
            sa.or_(Event.city_id == event.city_id, shares),
        )
        .options(joinedload(Event.city), selectinload(Event.sectors))
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_OTHERS)
    ).all()
    known = _known([other.id for other in found if other.state not in PUBLIC_STATES], reader)
    return tuple(
        Other(
            uid=other.uid,
            title=other.title if other.state in PUBLIC_STATES or other.id in known else None,
            city=other.city.name,
            starts_at=other.starts_at,
            ends_at=other.ends_at,
            sectors=frozenset(sector.name for sector in other.sectors),
        )
        for other in found
    )


def _known(ids: Sequence[int], reader: Person) -> set[int]:
    """Which of these pitch days the reader organises: a warning may name who is there."""
    if not ids:
        return set()
    mine = queries.open_to(reader, Right.EDIT).order_by(None).where(Event.id.in_(ids)).with_only_columns(Event.id)
    return set(db.session.scalars(mine))


def dismiss(event: Event, warning: EventWarning, *, reason: str, by: Person) -> DismissedWarning:
    """Somebody has looked at a warning; it comes back when the facts change."""
    row = DismissedWarning(event_id=event.id, mark=warning.mark, reason=reason, by=by, at=clock.now())
    db.session.add(row)
    db.session.flush()
    _record("dismissed", event, warning, {"reason": [None, reason]})
    return row


def show_again(event: Event, warning: EventWarning) -> None:
    """Take a dismissal back; nothing happens when there is none."""
    row = db.session.scalar(
        sa.select(DismissedWarning).where(DismissedWarning.event_id == event.id, DismissedWarning.mark == warning.mark)
    )
    if row is not None:
        db.session.delete(row)
        _record("brought_back", event, warning, {})


def _record(action: str, event: Event, warning: EventWarning, changes: dict[str, list[str | None]]) -> None:
    """Without the warning's title, which may name what not every reader of the history may see."""
    history.record(
        action,
        subject=event.history_key,
        label=f"Warning about {warning.about.value}",
        scope=event.history_key,
        changes=changes,
    )
