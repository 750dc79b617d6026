"""Investors: profiles, statements in every state, and the pitch days they are invited to."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from pitchday import clock
from pitchday.demo.cast import Cast, Investor, Paper
from pitchday.demo.opening import lead_of, meet
from pitchday.demo.plan import Calendar, Day, Size
from pitchday.demo.script import Script, World
from pitchday.events.enums import Role
from pitchday.events.services import add_role
from pitchday.investors import services
from pitchday.investors.queries import current_templates, statements_of
from pitchday.investors.rules import last_valid_day

NEXT = "manchester"


def write(script: Script, size: Size, cast: Cast, calendar: Calendar, chance: Random) -> None:
    days = {day.key: day for day in size.days}
    for investor in cast.investors:
        _write_papers(script, investor, days[NEXT], calendar, chance)
    for day, scheduled in size.scheduled:
        for investor in invited(size, cast, day):
            script.at(calendar.at(scheduled - 3, 11), lead_of(day).email, invite, day, investor)


def invited(size: Size, cast: Cast, day: Day) -> list[Investor]:
    """The same for each reader of the plan: to the next pitch day the first ones, to the one before the last ones."""
    return list(cast.investors[: size.invited] if day.key == NEXT else cast.investors[-size.invited :])


def may_book(size: Size, cast: Cast, day: Day) -> list[Investor]:
    """Those invited whose statement holds throughout."""
    return [investor for investor in invited(size, cast, day) if investor.paper in {Paper.VALID, Paper.RENEWED}]


def _write_papers(script: Script, investor: Investor, next_day: Day, calendar: Calendar, chance: Random) -> None:
    email, paper = investor.person.email, investor.paper
    registered = calendar.at(-chance.randint(60, 115), chance.randint(9, 17), chance.randrange(60))
    if paper in {Paper.RENEWED, Paper.EXPIRED}:
        registered = calendar.at(-400, 10)
    if paper is Paper.ENDS_ON_THE_EVE:
        eve = calendar.on_the_day(next_day, 12).astimezone(clock.UK).date() - timedelta(days=1)
        registered = calendar.at((_signed_to_end_on(eve) - calendar.as_of).days, 10)
    script.at(registered, "", meet, investor.person)
    script.at(registered + timedelta(minutes=2), email, register, investor)
    if paper is not Paper.NONE:
        script.at(registered + timedelta(minutes=9), email, sign, investor)
    if paper is Paper.WITHDRAWN:
        script.at(calendar.at(-20, 9), email, withdraw, investor)
    if paper is Paper.RENEWED:
        script.at(calendar.at(-45, 9), email, sign, investor)


def _signed_to_end_on(eve: date) -> date:
    """The day on which somebody signed whose statement holds through `eve` and no longer."""
    days = (eve - timedelta(days=number) for number in range(360, 370))
    return next((day for day in days if last_valid_day(day) == eve), eve - timedelta(days=365))


def register(world: World, investor: Investor) -> None:
    services.register(world.people[investor.person.email], kind=investor.kind, firm=investor.firm)


def sign(world: World, investor: Investor) -> None:
    template = next(known for known in current_templates(clock.today()) if known.basis is investor.basis)
    person = world.people[investor.person.email]
    services.sign_statement(person, template, grounds=template.grounds[:1], accepts_risk=True, signed_name=person.name)


def withdraw(world: World, investor: Investor) -> None:
    services.withdraw_statement(statements_of(world.people[investor.person.email])[0])


def invite(world: World, day: Day, investor: Investor) -> None:
    """Onto the list, without the mail: its link would have run out by now."""
    add_role(world.events[day.key], world.people[investor.person.email], Role.INVESTOR)
