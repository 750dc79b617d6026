"""A pitch day with a small programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.events.models import Event
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Sitting
from tests.factories import add_application, add_event, add_person, add_sitting, add_slot, add_startup


@dataclass
class Day:
    """Two pitches from 13:00 to 13:20, a break at 14:00, meetings at 15:00 at three tables."""

    event: Event
    organiser: Person
    pitches: Sitting
    coffee: Sitting
    meetings: Sitting
    applications: list[Application]
    slots: list[PitchSlot]


def make_day(pitches: int = 2) -> Day:
    organiser = add_person("Olive Organiser", may_create_events=True)
    event = add_event(organiser=organiser, rooms=("Foyer", "Main hall"))
    foyer, hall = sorted(event.rooms, key=lambda room: room.name)
    session = add_sitting(event, room=hall, title="Pitches")
    applications = [add_application(event, add_startup()) for _ in range(pitches)]
    slots = [add_slot(session, application) for application in applications]
    coffee = add_sitting(
        event,
        kind=SessionKind.BREAK,
        title="Coffee",
        room=foyer,
        starts_at=event.starts_at + timedelta(hours=1),
        ends_at=event.starts_at + timedelta(minutes=80),
    )
    meetings = add_sitting(
        event,
        kind=SessionKind.MEETINGS,
        title="Meetings",
        room=foyer,
        starts_at=event.starts_at + timedelta(hours=2),
        ends_at=event.starts_at + timedelta(hours=4),
        table_count=3,
    )
    return Day(event, organiser, session, coffee, meetings, applications, slots)


@pytest.fixture
def day(app: Flask) -> Day:
    return make_day()
