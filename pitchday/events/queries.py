"""Reading pitch days and programmes. Lists are selects, so that pages can narrow and page them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import PUBLIC_STATES, EventKind, EventState, Role
from pitchday.events.models import Event, EventRole, Funder, Programme, ProgrammeRole, Sector
from pitchday.events.rights import AT_EVENT, THROUGHOUT, Right, roles_with
from pitchday.history import HistoryEntry
from pitchday.places.models import City, Venue

# All of PUBLIC_STATES, in the words of the partial indexes of `Event`, which a value in a placeholder would not match.
PUBLIC = Event.__table__.c.state != sa.literal_column("'draft'")


def with_place(statement: sa.Select[Event]) -> sa.Select[Event]:
    """Load city, venue and programme along, since every line about a pitch day names them."""
    return statement.options(joinedload(Event.city), joinedload(Event.venue), joinedload(Event.programme))


def event_by_slug(slug: str) -> Event | None:
    return db.session.scalar(with_place(sa.select(Event).where(Event.slug == slug)))


def public() -> sa.Select[Event]:
    return with_place(sa.select(Event).where(PUBLIC))


def upcoming() -> sa.Select[Event]:
    """Public pitch days that are not over yet, those called off included, the next first.

    One that waits for its new date is to come, whatever date it had.
    """
    is_to_come = sa.or_(Event.ends_at > clock.now(), Event.state == EventState.POSTPONED)
    return public().where(is_to_come).order_by(Event.starts_at, Event.id)


def past() -> sa.Select[Event]:
    """Public pitch days that are over, the latest first."""
    return (
        public()
        .where(Event.ends_at <= clock.now(), Event.state != EventState.POSTPONED)
        .order_by(Event.starts_at.desc(), Event.id.desc())
    )


def in_city(statement: sa.Select[Event], city: City) -> sa.Select[Event]:
    return statement.where(Event.city_id == city.id)


def of_kind(statement: sa.Select[Event], kind: EventKind) -> sa.Select[Event]:
    return statement.where(Event.kind == kind)


def open_to(person: Person, right: Right = Right.SEE) -> sa.Select[Event]:
    """Pitch days at which this person has a right, drafts included; all of them for an administrator.

    What is to come stands first, the next one at the top; then what is over, the latest first.
    """
    is_over = Event.ends_at < clock.now()
    to_come = sa.case((sa.not_(is_over), Event.starts_at))
    statement = with_place(sa.select(Event)).order_by(is_over, to_come, Event.starts_at.desc(), Event.id.desc())
    if person.is_administrator:
        return statement
    here = sa.select(EventRole.event_id).where(
        EventRole.person_id == person.id, EventRole.role.in_(roles_with(AT_EVENT, right))
    )
    return statement.where(sa.or_(Event.id.in_(here), Event.programme_id.in_(_programmes_with(person, right))))


def at_venue(venue: Venue, reader: Person) -> sa.Select[Event]:
    """Pitch days at a venue that the reader may know of: public ones and their own, the latest first."""
    own = open_to(reader).order_by(None).with_only_columns(Event.id)
    known = sa.or_(PUBLIC, Event.id.in_(own))
    return with_place(sa.select(Event).where(Event.venue_id == venue.id, known)).order_by(
        Event.starts_at.desc(), Event.id.desc()
    )


def number_to_come_at(venue: Venue) -> int:
    """How many pitch days are still to take place at a venue, drafts included."""
    planned = Event.venue_id == venue.id, Event.ends_at > clock.now(), Event.state != EventState.CANCELLED
    return db.session.scalar(sa.select(sa.func.count()).select_from(Event).where(*planned)) or 0


def sectors() -> list[Sector]:
    """By name, with "Other" last."""
    return list(db.session.scalars(sa.select(Sector).order_by(Sector.slug == "other", Sector.name)))


def programme_by_slug(slug: str) -> Programme | None:
    return db.session.scalar(sa.select(Programme).where(Programme.slug == slug))


def has_public_events(programme: Programme) -> bool:
    found = sa.exists().where(Event.programme_id == programme.id, Event.state.in_(PUBLIC_STATES))
    return bool(db.session.scalar(sa.select(found)))


def programmes_open_to(person: Person, right: Right = Right.SEE) -> sa.Select[Programme]:
    """Programmes throughout which this person has a right, by name; all of them for an administrator."""
    statement = sa.select(Programme).options(joinedload(Programme.funder)).order_by(Programme.name, Programme.id)
    if person.is_administrator:
        return statement
    return statement.where(Programme.id.in_(_programmes_with(person, right)))


def _programmes_with(person: Person, right: Right) -> sa.Select[int]:
    return sa.select(ProgrammeRole.programme_id).where(
        ProgrammeRole.person_id == person.id, ProgrammeRole.role.in_(roles_with(THROUGHOUT, right))
    )


def organise_together(one: Person, other: Person) -> bool:
    """Whether both organise one programme."""
    shared = sa.exists().where(
        ProgrammeRole.person_id == one.id,
        ProgrammeRole.role.in_(roles_with(THROUGHOUT, Right.CREATE)),
        ProgrammeRole.programme_id.in_(_programmes_with(other, Right.CREATE)),
    )
    return bool(db.session.scalar(sa.select(shared)))


def has_programmes(person: Person) -> bool:
    """Whether a desk of some programme is open to this person."""
    return db.session.scalar(programmes_open_to(person).limit(1)) is not None


def programmes_of(person: Person) -> Sequence[Programme]:
    """Programmes whose pitch days this person may set up; all of them for an administrator."""
    return db.session.scalars(programmes_open_to(person, Right.CREATE)).all()


def days_of(programme_ids: Sequence[int]) -> dict[int, int]:
    """How many pitch days each programme has, drafts included; those without any are left out."""
    rows = db.session.execute(
        sa.select(Event.programme_id, sa.func.count())
        .where(Event.programme_id.in_(programme_ids))
        .group_by(Event.programme_id)
    )
    return {programme_id: number for programme_id, number in rows if programme_id is not None}


def funders_by_name() -> sa.Select[Funder]:
    return sa.select(Funder).order_by(Funder.name, Funder.id)


def funders() -> Sequence[Funder]:
    return db.session.scalars(funders_by_name()).all()


def funders_looked_after_by(person: Person, funder_ids: Sequence[int]) -> set[int]:
    """Those among these funders whose record this person may change."""
    if person.is_administrator:
        return set(funder_ids)
    theirs = sa.select(Programme.funder_id).where(
        Programme.funder_id.in_(funder_ids), Programme.id.in_(_programmes_with(person, Right.EDIT))
    )
    return {number for number in db.session.scalars(theirs) if number is not None}


def of_programme(programme: Programme) -> Sequence[Event]:
    """All pitch days of a programme in the order of time, drafts included."""
    return db.session.scalars(
        with_place(sa.select(Event).where(Event.programme_id == programme.id)).order_by(Event.starts_at, Event.id)
    ).all()


def everybody(event: Event) -> Sequence[EventRole]:
    """Every role at one pitch day, invited investors last."""
    return db.session.scalars(
        sa.select(EventRole)
        .where(EventRole.event_id == event.id)
        .options(joinedload(EventRole.person))
        .order_by(EventRole.role == Role.INVESTOR, EventRole.id)
    ).all()


def people_who_acted(scope: str) -> Sequence[Person]:
    """Whose acts the history of a pitch day or programme holds, by name."""
    keys = db.session.scalars(sa.select(HistoryEntry.actor).where(HistoryEntry.scope == scope).distinct()).all()
    ids = [int(number) for kind, _, number in (key.partition(":") for key in keys) if kind == "person"]
    return db.session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name, Person.id)).all()
