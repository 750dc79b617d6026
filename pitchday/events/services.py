"""Setting up, publishing and cancelling pitch days, and who does what at them."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from pitchday import clock, history
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events import phases, rules
from pitchday.events.enums import Act, EventState, Role
from pitchday.events.models import Event, EventRole
from pitchday.events.rules import EventFacts, PlaceChoice
from pitchday.events.signals import event_begun_from_template
from pitchday.events.templates import Template
from pitchday.places import services as places
from pitchday.places.models import Room, Venue
from pitchday.places.permissions import may_edit_venue
from pitchday.places.rules import RoomFacts, VenueFacts
from pitchday.web.urls import slug


def settle_place(choice: PlaceChoice, *, by: Person) -> tuple[Venue, list[Room]]:
    """The venue and the rooms of a pitch day, those that are new being added for everybody; `by` owns a new venue.

    Raises DomainError for a new room in a venue that somebody else looks after.
    """
    rules.check_place(choice)
    known = choice.venue
    if known and known.owner and choice.new_rooms and not may_edit_venue(by, known):
        raise DomainError(
            f"{known.owner.name} looks after {known.name} and adds its rooms. Choose among those that are there.",
            field="rooms",
        )
    venue = known or places.add_venue(
        VenueFacts(name=choice.name, address=choice.address, postcode=choice.postcode), city=choice.city, owner=by
    )
    rooms = list(venue.rooms if choice.rooms is None else choice.rooms)
    return venue, rooms + [places.add_room(venue, RoomFacts(name, size)) for name, size in choice.new_rooms]


def create_event(facts: EventFacts, *, by: Person, template: Template | None = None) -> Event:
    """A draft that `by` owns. Raises DomainError when the facts contradict each other.

    With a template its sessions are put into the draft of the schedule.
    """
    rules.check(facts)
    now = clock.now()
    event = Event(state=EventState.DRAFT, created_at=now, changed_at=now)
    _set(event, facts)
    event.slug = _free_slug(event)
    db.session.add(event)
    db.session.flush()
    add_role(event, by, Role.LEAD)
    if template is not None:
        event_begun_from_template.send(event, template=template)
    return event


def edit_event(event: Event, facts: EventFacts) -> None:
    """Change a pitch day. What people have in their calendars gets a new sequence number.

    The address follows title and date of a draft; from the day it is published it stays. Raises DomainError when
    the facts contradict each other or the pitch day is cancelled.
    """
    phases.require(Act.CHANGE, event, clock.now())
    rules.check(facts)
    before = _in_calendars(event)
    _record_lists(event, facts)
    _set(event, facts)
    if event.state is EventState.DRAFT:
        event.slug = _free_slug(event)
    elif before != _in_calendars(event):
        tell_calendars(event)


def _set(event: Event, facts: EventFacts) -> None:
    event.title, event.kind, event.description = facts.title, facts.kind, facts.description
    event.city, event.venue, event.programme = facts.city, facts.venue, facts.programme
    # Foreign keys follow their relationships only at the flush, and comparisons come before.
    event.city_id, event.venue_id = facts.city.id, facts.venue.id
    event.rooms = list(facts.rooms)
    event.zone_name = facts.zone_name
    event.starts_at, event.ends_at = facts.starts_at, facts.ends_at
    event.applications_open_at, event.applications_close_at = facts.applications_open_at, facts.applications_close_at
    event.grace_minutes = facts.grace_minutes
    event.sectors, event.guests_expected = list(facts.sectors), facts.guests_expected


def _record_lists(event: Event, facts: EventFacts) -> None:
    """Which rooms and sectors it has are no columns, so that the session does not see them change."""
    rooms = [", ".join(sorted(room.name for room in rooms)) for rooms in (event.rooms, facts.rooms)]
    sectors = [", ".join(sorted(one.name for one in sectors)) for sectors in (event.sectors, facts.sectors)]
    changes = {key: pair for key, pair in (("rooms", rooms), ("sectors", sectors)) if pair[0] != pair[1]}
    if changes:
        # The row itself may have nothing new to say; a colleague's older page must be refused all the same.
        flag_modified(event, "title")
        history.record(
            "changed",
            subject=f"event:{event.id}",
            label=event.title,
            scope=event.history_key,
            changes=changes,
        )


def _in_calendars(event: Event) -> tuple[object, ...]:
    return (event.title, event.description, event.starts_at, event.ends_at, event.city_id, event.venue_id)


def tell_calendars(event: Event) -> None:
    """Count a change that calendars must take over."""
    event.calendar_sequence += 1
    event.changed_at = clock.now()


def _free_slug(event: Event) -> str:
    """`<title>-<date>`, numbered when another pitch day has it."""
    day: date = event.starts_at.astimezone(event.zone).date()
    wanted = f"{slug(event.title, otherwise='pitch-day')}-{day:%Y-%m-%d}"
    with db.session.no_autoflush:
        taken = set(
            db.session.scalars(sa.select(Event.slug).where(Event.slug.startswith(wanted), Event.id != (event.id or 0)))
        )
    number = 2
    free = wanted
    while free in taken:
        free = f"{wanted}-{number}"
        number += 1
    return free


def publish(event: Event) -> None:
    """Show the pitch day to everybody and open its call. Raises DomainError, naming what is missing."""
    rules.refuse_to_publish(event, clock.now())
    event.state = EventState.PUBLISHED
    event.changed_at = clock.now()


def note_released_schedule(event: Event, at: datetime) -> None:
    """Remember that there is a programme to come to. Nobody's open page of the facts grows stale by it."""
    if event.schedule_released_at is None:
        db.session.execute(sa.update(Event).where(Event.id == event.id).values(schedule_released_at=at))
        set_committed_value(event, "schedule_released_at", at)


def add_role(event: Event, person: Person, role: Role) -> EventRole:
    """Give a role at one pitch day. Raises DomainError when the person has it already."""
    held = sa.exists().where(EventRole.event_id == event.id, EventRole.person_id == person.id, EventRole.role == role)
    if db.session.scalar(sa.select(held)):
        raise DomainError(f"{person.name} has that role already.", field="email")
    given = EventRole(event=event, person=person, role=role, created_at=clock.now())
    db.session.add(given)
    db.session.flush()
    return given
