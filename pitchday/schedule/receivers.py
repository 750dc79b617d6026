"""What a startup's withdrawal and a cancelled pitch day mean for the programme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday.applications.models import Application
from pitchday.applications.signals import application_withdrawn
from pitchday.db import db
from pitchday.events.cloning import Carry
from pitchday.events.models import Event
from pitchday.events.signals import (
    event_begun_from_template,
    event_cancelled,
    event_cloned,
    event_postponed,
    event_redated,
)
from pitchday.events.templates import Template
from pitchday.places.models import Room, Venue
from pitchday.places.signals import venue_use_asked
from pitchday.schedule import services
from pitchday.schedule.models import ReleaseItem, Sitting


@application_withdrawn.connect
def take_out_of_the_draft(application: Application, **_: Any) -> None:
    services.free_place(application)


@event_cancelled.connect
def give_back_all_time(event: Event, **_: Any) -> None:
    services.withdraw_programme(event)


@event_postponed.connect
def take_everything_back(event: Event, **_: Any) -> None:
    words = "The pitch day is postponed; there is no new date yet."
    services.release_nothing(event, note=words, reason=words)


@event_redated.connect
def move_the_draft(event: Event, *, shift: timedelta, **_: Any) -> None:
    services.shift_draft(event, shift)


@event_cloned.connect
def take_the_sessions_along(
    event: Event, *, source: Event, shift: timedelta, carry: frozenset[Carry], **_: Any
) -> None:
    if Carry.SCHEDULE in carry:
        services.copy_draft(source, event, shift)


@event_begun_from_template.connect
def plan_the_sessions(event: Event, *, template: Template, **_: Any) -> None:
    services.plan_from_template(event, template)


@venue_use_asked.connect
def is_room_of_a_session(venue: Venue) -> bool:
    """Drafts and releases name rooms, also those that their pitch day has left since."""
    rooms = sa.select(Room.id).where(Room.venue_id == venue.id)
    drafted = sa.exists().where(Sitting.room_id.in_(rooms))
    released = sa.exists().where(ReleaseItem.room_id.in_(rooms))
    return bool(db.session.scalar(sa.select(sa.or_(drafted, released))))
