"""Who runs the pitch days and programmes together: some have joined, some have not answered yet, one cannot."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from pitchday.db import db
from pitchday.demo.cast import demo_person
from pitchday.demo.companies import Someone, address
from pitchday.demo.opening import FOUNDED, SPIN_OUT_LEAD, lead_of, meet
from pitchday.demo.plan import Calendar, Day, Size
from pitchday.demo.script import Script, World
from pitchday.demo.words import people as names
from pitchday.events import teams
from pitchday.events.enums import Role
from pitchday.events.models import TeamInvitation

# Those at each pitch day who have joined, in the order in which they were asked.
JOINED = (Role.ORGANISER, Role.REVIEWER_COORDINATOR, Role.STAGE_MANAGER, Role.FRONT_OF_HOUSE, Role.COACH)


def helper(of: str, number: int) -> Someone:
    """Somebody at a pitch day or in a programme; the same each time."""
    place = sum(map(ord, of)) * 3 + number
    first = names.FIRST_NAMES[place * 7 % len(names.FIRST_NAMES)]
    name = f"{first} {names.SURNAMES[place * 13 % len(names.SURNAMES)]}"
    return Someone(name, address(name, f"crew-{of}"))


def write(script: Script, size: Size, calendar: Calendar) -> None:
    """Put who was asked, and what they answered, into the script."""
    lead = demo_person("organiser").email
    for number, role in enumerate((Role.OFFICER, Role.ORGANISER)):
        _joins(script, calendar, FOUNDED, "northern", lead, helper("northern", number), role)
    _asks(script, calendar.at(-2, 15), "northern", lead, helper("northern", 2), Role.REVIEWER_COORDINATOR)
    _asks(script, calendar.at(-1, 10), "spin-out", SPIN_OUT_LEAD.email, helper("university", 0), Role.OFFICER)
    for day in size.days:
        _of_day(script, day, calendar)


def _of_day(script: Script, day: Day, calendar: Calendar) -> None:
    lead, crew = lead_of(day).email, [helper(day.key, number) for number in range(len(JOINED) + 2)]
    for someone, role in zip(crew, JOINED, strict=False):
        _joins(script, calendar, day.opens, day, lead, someone, role)
    # Where the call opened more than two weeks ago this one has run out.
    _asks(script, calendar.at(day.opens, 15), day, lead, crew[-1], Role.FRONT_OF_HOUSE)
    _asks(script, calendar.at(-1, 11), day, lead, crew[-2], Role.COACH)
    if day.key == "manchester":
        script.at(calendar.at(-1, 15), "", meet, crew[-2])
        script.at(calendar.at(-1, 16), crew[-2].email, decline, crew[-2])
    if day.key == "final":
        _asks(script, calendar.at(-1, 12), day, lead, demo_person("judge"), Role.JUDGE)


def _asks(script: Script, when: datetime, of: Day | str, lead: str, someone: Someone, role: Role) -> None:
    script.at(when, lead, ask, of, someone, role, lead)


def _joins(script: Script, calendar: Calendar, on: int, of: Day | str, lead: str, someone: Someone, role: Role) -> None:
    """Asked at noon, in the team the next morning."""
    _asks(script, calendar.at(on, 12), of, lead, someone, role)
    script.at(calendar.at(on + 1, 9), "", meet, someone)
    script.at(calendar.at(on + 1, 9), someone.email, join, someone)


def ask(world: World, of: Day | str, someone: Someone, role: Role, by: str) -> None:
    team = world.events[of.key] if isinstance(of, Day) else world.programmes[of]
    teams.invite(team, name=someone.name, email=someone.email, role=role, by=world.people[by])


def join(world: World, someone: Someone) -> None:
    """Their account is open: the link in the mail did that."""
    teams.accept(_asked(someone), by=world.people[someone.email])


def decline(world: World, someone: Someone) -> None:
    teams.decline(_asked(someone))


def _asked(someone: Someone) -> TeamInvitation:
    return db.session.scalars(sa.select(TeamInvitation).where(TeamInvitation.email == someone.email)).one()
