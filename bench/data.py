"""Pitch days to measure with, made in bulk and released through the service."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import commits, db
from pitchday.diary.models import Diary, DiaryKind
from pitchday.events.models import Event
from pitchday.schedule import services
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Release, Sitting
from pitchday.startups.models import Sector, Startup, StartupMember
from tests import factories

ITEMS_A_SESSION = 10
SESSION = timedelta(minutes=90)
SESSIONS_A_DAY = 4
ROOMS = tuple(f"Room {number}" for number in range(1, 11))


def morning(days: int) -> datetime:
    """Nine o'clock, in UTC, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), time(9), clock.now().tzinfo)


def insert(model: Any, rows: list[dict[str, Any]]) -> list[int]:
    """The ids of new rows, in their order."""
    return list(db.session.scalars(sa.insert(model).returning(model.id, sort_by_parameter_order=True), rows))


def add_startups(count: int, founder: Person) -> list[int]:
    """Startups with public facts and one founder in common; their ids."""
    city = factories.city()
    sector = db.session.scalars(sa.select(Sector).limit(1)).one()
    diaries = insert(Diary, [{"kind": DiaryKind.STARTUP}] * count)
    startups = insert(
        Startup,
        [
            {
                "slug": f"bench-{diary}",
                "name": f"Bench startup {number:04}",
                "one_liner": f"Makes measuring number {number} a little easier for everybody who does it.",
                "diary_id": diary,
                "created_at": clock.now(),
                "city_id": city.id,
                "sector_id": sector.id,
                "listed": True,
            }
            for number, diary in enumerate(diaries, 1)
        ],
    )
    insert(StartupMember, [{"startup_id": startup, "person_id": founder.id} for startup in startups])
    db.session.commit()
    return startups


def add_applications(event: Event, startups: list[int]) -> list[int]:
    """A confirmed place for each startup; the ids of the applications."""
    now = clock.now()
    times = dict.fromkeys(("created_at", "changed_at", "submitted_at", "released_at", "confirmed_at"), now)
    rows = [
        {"event_id": event.id, "startup_id": startup, "state": ApplicationState.CONFIRMED, **times}
        for startup in startups
    ]
    return insert(Application, rows)


def add_programme(items: int, startups: list[int], starts_at: datetime) -> Event:
    """A pitch day whose draft has so many items, a multiple of ten: sessions of nine pitches each, over some days."""
    count = items // ITEMS_A_SESSION
    days = -(-count // (len(ROOMS) * SESSIONS_A_DAY))
    event = factories.add_event(
        starts_at=starts_at, hours=24 * days, rooms=ROOMS, title=f"Bench {items}", slug=f"bench-{items}"
    )
    sittings = insert(Sitting, [_sitting(event, number) for number in range(count)])
    pitches = count * (ITEMS_A_SESSION - 1)
    applications = add_applications(event, startups[:pitches])
    insert(
        PitchSlot,
        [
            {
                "event_id": event.id,
                "sitting_id": sittings[number // (ITEMS_A_SESSION - 1)],
                "application_id": application,
                "position": number % (ITEMS_A_SESSION - 1) + 1,
            }
            for number, application in enumerate(applications)
        ],
    )
    db.session.commit()
    return event


def _sitting(event: Event, number: int) -> dict[str, Any]:
    day, place = divmod(number // len(ROOMS), SESSIONS_A_DAY)
    return {
        "event_id": event.id,
        "kind": SessionKind.PITCHES,
        "title": f"Pitch session {number + 1}",
        "description": "Three minutes each, then questions.",
        "room_id": event.rooms[number % len(ROOMS)].id,
        "starts_at": event.starts_at + timedelta(days=day) + place * SESSION,
        "ends_at": None,
    }


@commits
def release(event: Event) -> Release:
    return services.release(event, note="")
