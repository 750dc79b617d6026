"""The programme of a pitch day and its releases."""

from __future__ import annotations

from typing import Any

from pitchday.demo.calls import GIVEN_UP
from pitchday.demo.cast import Cast
from pitchday.demo.companies import Company
from pitchday.demo.opening import lead_of
from pitchday.demo.plan import Calendar, Day, Fate, Size
from pitchday.demo.script import Script, World
from pitchday.places.models import Room
from pitchday.schedule import services as schedule
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import Sitting
from pitchday.schedule.queries import draft

MEETINGS_FROM, MEETINGS_UNTIL = (16, 0), (18, 0)
MEETING_MINUTES, GAP_MINUTES = 20, 5


def write(script: Script, size: Size, cast: Cast, calendar: Calendar) -> None:
    for day, scheduled in size.scheduled:
        leavers = cast.of(day, Fate.GIVEN_UP)
        companies = cast.of(day, Fate.CONFIRMED) + leavers
        lead = lead_of(day).email
        script.at(calendar.at(scheduled - 2, 10), lead, build, day, calendar, companies)
        script.at(calendar.at(scheduled, 9, 30), lead, release, day, "The first programme.")
        if leavers:
            note = f"{leavers[0].name} has given up its place."
            script.at(calendar.at(GIVEN_UP + 1, 9, 15), lead, release, day, note)
        else:
            script.at(calendar.at(scheduled + 6, 9, 10), lead, swap, day)
            script.at(calendar.at(scheduled + 6, 9, 15), lead, release, day, "Two startups have changed places.")


def build(world: World, day: Day, calendar: Calendar, companies: list[Company]) -> None:
    """Two halves of pitches with tea between them, a talk before and after, then meetings and food."""
    event = world.events[day.key]
    hall, side = _two_largest(event.rooms)

    def add(
        kind: SessionKind, title: str, begins: tuple[int, int], ends: tuple[int, int] | None, **values: Any
    ) -> Sitting:
        ends_at = calendar.on_the_day(day, *ends) if ends else None
        given = {"room": hall, "starts_at": calendar.on_the_day(day, *begins), "ends_at": ends_at, **values}
        return schedule.add_sitting(event, kind, schedule.SittingValues(title=title, **given))

    add(SessionKind.TALK, "Welcome, and how the afternoon works", (13, 0), (13, 15))
    first = add(SessionKind.PITCHES, "Pitches, first half", (13, 15), None)
    add(SessionKind.BREAK, "Tea", (14, 10), (14, 35), room=side)
    second = add(SessionKind.PITCHES, "Pitches, second half", (14, 35), None)
    panel = "Three investors and one founder who has been asked all of it."
    add(SessionKind.TALK, "What investors in the North ask first", (15, 25), (15, 50), description=panel)
    add(
        SessionKind.MEETINGS,
        "One-to-one meetings",
        MEETINGS_FROM,
        MEETINGS_UNTIL,
        room=side,
        table_count=len(companies),
        meeting_minutes=MEETING_MINUTES,
        gap_minutes=GAP_MINUTES,
    )
    add(SessionKind.BREAK, "Food and conversation", (18, 0), (18, 50))
    half = (len(companies) + 1) // 2
    for number, company in enumerate(companies):
        sitting = first if number < half else second
        schedule.place(sitting, world.applications[company.name, day.key], version=sitting.version)


def _two_largest(rooms: list[Room]) -> list[Room]:
    return sorted(rooms, key=lambda room: (-room.capacity, room.name))[:2]


def release(world: World, day: Day, note: str) -> None:
    schedule.release(world.events[day.key], note=note)


def swap(world: World, day: Day) -> None:
    """The second pitch of the second half goes first."""
    sitting = [sitting for sitting in draft(world.events[day.key].id) if sitting.kind is SessionKind.PITCHES][-1]
    schedule.move_pitch(sitting.pitches[1], earlier=True, version=sitting.version)
