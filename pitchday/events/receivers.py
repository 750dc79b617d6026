"""What pitch days do about news from packages below."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event, event_room
from pitchday.events.permissions import may_create_events
from pitchday.events.queries import organise_together
from pitchday.events.services import tell_calendars
from pitchday.places.models import Room, Venue
from pitchday.places.signals import may_create_asked, organise_together_asked, venue_moved, venue_use_asked


@venue_moved.connect
def tell_calendars_of_venue(venue: Venue) -> None:
    """The place stands in the calendar entries of every pitch day that is still to come there."""
    for event in db.session.scalars(
        sa.select(Event).where(
            Event.venue_id == venue.id, Event.state == EventState.PUBLISHED, Event.ends_at > clock.now()
        )
    ):
        tell_calendars(event)


@may_create_asked.connect
def team_of_a_programme(person: Person) -> bool:
    return may_create_events(person)


@organise_together_asked.connect
def in_one_programme(person: Person, *, colleague: Person) -> bool:
    return organise_together(person, colleague)


@venue_use_asked.connect
def is_place_of_a_pitch_day(venue: Venue) -> bool:
    rooms = sa.select(Room.id).where(Room.venue_id == venue.id)
    here = sa.exists().where(Event.venue_id == venue.id)
    in_a_room = sa.exists().where(event_room.c.room_id.in_(rooms))
    return bool(db.session.scalar(sa.select(sa.or_(here, in_a_room))))
