"""The way to the final: routes, and for heats that are over their results and who goes through."""

from __future__ import annotations

from datetime import timedelta

from pitchday import clock
from pitchday.applications import services as applications
from pitchday.demo.cast import Cast, demo_person
from pitchday.demo.companies import Company
from pitchday.demo.opening import lead_of
from pitchday.demo.plan import Calendar, Day, Fate, Size
from pitchday.demo.script import Script, World
from pitchday.events.enums import EventKind
from pitchday.progression import queries, results, services
from pitchday.progression.enums import RouteRule
from pitchday.progression.results import Standing
from pitchday.progression.services import RouteFacts

PER_HEAT = 2
# Places and scores from the best on: two of them share the second place.
STANDINGS = ((1, 8.6), (2, 8.1), (2, 8.1), (4, 7.4), (5, 7.2), (6, 6.9), (7, 6.5), (8, 6.1))
TIE_DECIDED = "The judges had them level. They voted again on the questions alone, four to one."


def write(script: Script, size: Size, cast: Cast, calendar: Calendar) -> None:
    final = next(day for day in size.days if day.kind is EventKind.FINAL)
    heats = [day for day in size.days if day.kind is EventKind.HEAT and day.published]
    lead = demo_person("organiser").email
    script.at(calendar.at(final.opens, 15), lead, lay_routes, final, heats)
    for day in heats:
        ended = calendar.on_the_day(day, 19)
        if ended + timedelta(days=3) > calendar.last:
            continue
        placed = cast.of(day, Fate.CONFIRMED)
        by = lead_of(day).email
        script.at(ended + timedelta(minutes=20), by, enter, day, placed)
        script.at(ended + timedelta(hours=15), by, decide_tie, day, placed)
        script.at(ended + timedelta(hours=16), by, publish, day)
        script.at(ended + timedelta(hours=17), lead, tell, final)
        winner = placed[0]
        script.at(ended + timedelta(hours=39), winner.founders[0].email, confirm, winner, final)


def lay_routes(world: World, final: Day, heats: list[Day]) -> None:
    for day in heats:
        facts = RouteFacts(RouteRule.TOP, world.events[day.key], PER_HEAT, 1)
        services.add_route(world.events[final.key], facts)
    services.add_route(world.events[final.key], RouteFacts(RouteRule.WILD_CARD, None, 1, 1))


def enter(world: World, day: Day, placed: list[Company]) -> None:
    lines = [
        Standing(world.applications[company.name, day.key].id, rank, score)
        for company, (rank, score) in zip(placed, STANDINGS, strict=False)
    ]
    results.record(world.events[day.key], lines, version=0)


def decide_tie(world: World, day: Day, placed: list[Company]) -> None:
    """In favour of the one named second, since somebody has to be."""
    result = results.begin(world.events[day.key])
    level = [world.startups[company.name].id for company in placed[2:0:-1]]
    results.settle(result, level, reason=TIE_DECIDED)


def publish(world: World, day: Day) -> None:
    results.publish(results.begin(world.events[day.key]), clock.now())


def tell(world: World, final: Day) -> None:
    services.release(world.events[final.key])


def confirm(world: World, company: Company, final: Day) -> None:
    place = next(
        line.place
        for way in queries.ways_into(world.events[final.key])
        for line in way.through
        if line.startup.name == company.name
    )
    if place is not None and place.application is not None:
        applications.confirm(place.application)
