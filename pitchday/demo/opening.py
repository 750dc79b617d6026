"""How the pitch days came about: the people who run them, venues, programmes, calls."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from pitchday.accounts.services import add_account, find_or_add_person
from pitchday.applications import asking, calls, criteria, delaying, question_sets
from pitchday.applications.stages import StageDates
from pitchday.db import db
from pitchday.demo.cast import demo_person
from pitchday.demo.companies import Someone, address
from pitchday.demo.logo import logo
from pitchday.demo.plan import Calendar, Day, Size
from pitchday.demo.script import Script, World
from pitchday.demo.words import calls as said
from pitchday.demo.words import people as names
from pitchday.demo.words import venues as places
from pitchday.demo.words.programmes import PROGRAMMES
from pitchday.events import programmes
from pitchday.events import services as events
from pitchday.events.enums import EventKind, Role
from pitchday.events.models import Sector
from pitchday.events.programmes import ProgrammeFacts
from pitchday.events.rules import EventFacts
from pitchday.places import services as rooms
from pitchday.places import travel
from pitchday.places.enums import Layout, ScreenRatio
from pitchday.places.rules import AreaFacts, CityFacts, RoomFacts, VenueFacts

HOUSE = "northernpitch"
SPIN_OUT_LEAD = Someone("Edith Oldroyd", "edith.oldroyd@spinouts.example")
FOUNDED = -125
WEEK = 7
DELAYED = -2
"""The day on which the decisions of the call that is closed and not decided were put off."""

# Cities whose venues the lead of the programme looks after; elsewhere the city's organiser does.
KEPT_BY_THE_LEAD = ("manchester", "newcastle", "london")


def city_organiser(city: str) -> Someone:
    name = names.CITY_ORGANISERS[city]
    return Someone(name, address(name, HOUSE))


def lead_of(day: Day) -> Someone:
    """Who set the pitch day up."""
    return SPIN_OUT_LEAD if day.programme == "spin-out" else city_organiser(day.city)


def judge(day: Day, number: int) -> Someone:
    """The demo's judge at the heat that chooses at this moment; somebody else at every other place."""
    if day.key == "newcastle" and number == 0:
        return demo_person("judge")
    places_before = list(names.CITY_ORGANISERS).index(day.city) * 7 + number
    first = names.FIRST_NAMES[places_before * 5 % len(names.FIRST_NAMES)]
    name = f"{first} {names.SURNAMES[places_before * 11 % len(names.SURNAMES)]}"
    return Someone(name, address(name, f"judges-{day.city}"))


def write(script: Script, size: Size, calendar: Calendar) -> None:
    """Put everything up to the opening of the calls into the script."""
    start = calendar.at(FOUNDED, 9)
    lead = demo_person("organiser")
    for role in ("organiser", "judge", "attendee"):
        script.at(start, "", meet, demo_person(role), role == "organiser")
    cities = sorted({day.city for day in size.days})
    for someone in (SPIN_OUT_LEAD, *{city_organiser(city).email: city_organiser(city) for city in cities}.values()):
        script.at(start, "", meet, someone, True)
    known = [*places.VENUES]
    if "london" in cities:
        script.at(start, lead.email, add_london)
        known.append(places.LONDON)
    script.at(start, lead.email, found_programme, "northern", size, calendar)
    script.at(start, SPIN_OUT_LEAD.email, found_programme, "spin-out", size, calendar)
    for facts in known:
        script.at(start + timedelta(hours=1), lead.email, add_venue, facts)
    script.at(start + timedelta(hours=2), lead.email, measure_ways)
    first = next(day for day in size.days if day.published and day.programme == "northern")
    script.at(calendar.at(first.opens, 14), lead_of(first).email, keep_questions, first)
    for day in size.days:
        when = calendar.at(day.opens, 10)
        script.at(when, lead_of(day).email, set_up, day, calendar)
        if day.published:
            script.at(when + timedelta(hours=2), lead_of(day).email, open_call, day, calendar)
        if day.told is None and day.closes < 0 and day.published:
            script.at(calendar.at(DELAYED, 11), lead_of(day).email, delay_decisions, day)
        if day.kind is EventKind.HEAT and day.published:
            for number in range(size.judges_per_heat):
                someone = judge(day, number)
                script.at(when + timedelta(hours=3), lead_of(day).email, add_judge, day, someone)


def meet(world: World, someone: Someone, may_create_events: bool = False) -> None:
    """Somebody signs up, unless they have: the account has no password, links by mail open it."""
    person = find_or_add_person(name=someone.name, email=someone.email)
    if person.account is None:
        add_account(person, may_create_events=may_create_events)
    world.people[someone.email] = person


def found_programme(world: World, key: str, size: Size, calendar: Calendar) -> None:
    words = PROGRAMMES[key]
    by = demo_person("organiser") if key == "northern" else SPIN_OUT_LEAD
    days = [day for day in size.days if day.programme == key]
    facts = ProgrammeFacts(
        name=words.name,
        summary=words.summary,
        description=words.description,
        starts_on=calendar.at(FOUNDED, 9).date(),
        ends_on=max((calendar.at(day.on, 9).date() for day in days), default=None),
        funder=programmes.add_funder(name=words.funder[0], acknowledgement=words.funder[1]) if words.funder else None,
        cities=[world.cities[slug] for slug in sorted({day.city for day in days})],
        sectors=list(db.session.scalars(sa.select(Sector).where(Sector.slug.in_(words.sectors)).order_by(Sector.name))),
    )
    programme = programmes.create_programme(facts, by=world.people[by.email])
    if key == "northern":
        programmes.set_logo(programme, logo())
    world.programmes[key] = programme


def add_london(world: World) -> None:
    world.cities["london"] = rooms.add_city(
        CityFacts(
            name="London",
            latitude=51.51,
            longitude=-0.13,
            hue=275,
            summary="Many of the country's investors are in London. Startups of the North meet them there.",
        ),
        AreaFacts(region="London", combined_authority="Greater London Authority", valid_from=date(2000, 7, 3)),
    )


def add_venue(world: World, facts: places.VenueFacts) -> None:
    keeper = city_organiser(facts.city).email if facts.city not in KEPT_BY_THE_LEAD else ""
    latitude, longitude = facts.point or (None, None)
    venue = rooms.add_venue(
        VenueFacts(
            name=facts.name,
            address=facts.address,
            postcode=facts.postcode,
            latitude=latitude,
            longitude=longitude,
            nearest_station=facts.station,
            step_free=facts.step_free,
            hearing_loop=facts.hearing_loop,
            quiet_room=facts.quiet_room,
            capacity=facts.capacity,
            access_notes=f"{facts.notes} {places.ACCESS}".strip(),
        ),
        city=world.cities[facts.city],
        owner=world.people.get(keeper) or world.people[demo_person("organiser").email],
    )
    for number, (name, capacity) in enumerate(facts.rooms):
        rooms.add_room(venue, _room(name, capacity, number))
    db.session.refresh(venue, ["rooms"])
    world.venues.setdefault(facts.city, []).append(venue)


def _room(name: str, capacity: int, number: int) -> RoomFacts:
    """The largest is for pitches, the others for tables and talks."""
    layouts = {Layout.STANDING: capacity, Layout.THEATRE: capacity * 9 // 10, Layout.CABARET: capacity * 3 // 5}
    if number:
        layouts |= {Layout.CLASSROOM: capacity // 2, Layout.BOARDROOM: min(24, capacity // 3)}
    screen = (ScreenRatio.WIDE, ScreenRatio.LAPTOP, ScreenRatio.NONE)[min(number, 2)]
    return RoomFacts(name, capacity, screen=screen, layouts=layouts, most_tables=capacity // 5)


def measure_ways(world: World) -> None:
    known = {venue.name: venue for venues in world.venues.values() for venue in venues}
    for one, other, minutes, note in places.WAYS:
        travel.set_way(known[one], known[other], minutes=minutes, note=note)


def set_up(world: World, day: Day, calendar: Calendar) -> None:
    venue = world.venues[day.city][day.venue]
    order = [name for facts in (*places.VENUES, places.LONDON) if facts.name == venue.name for name, _ in facts.rooms]
    facts = EventFacts(
        title=day.title,
        kind=day.kind,
        city=world.cities[day.city],
        venue=venue,
        rooms=sorted(venue.rooms, key=lambda room: order.index(room.name)),
        programme=world.programmes[day.programme],
        description=_description(day),
        starts_at=calendar.on_the_day(day, 13),
        ends_at=calendar.on_the_day(day, 19),
        applications_close_at=calendar.at(day.closes, 17),
        guests_expected=day.guests,
    )
    world.events[day.key] = events.create_event(facts, by=world.people[lead_of(day).email])


def _description(day: Day) -> str:
    return (
        "An afternoon with people who build companies in the North. Startups pitch for three minutes each and answer "
        f"questions for five; then founders and investors meet at tables, one to one.\n\n{day.call}\n\n"
        "Fictional: nobody named here exists, and no room is booked."
    )


def open_call(world: World, day: Day, calendar: Calendar) -> None:
    """A final takes later applications, and reads those first that come in the week before.

    Whoever comes early may leave the last question out; what was sent by then to the first stays.
    """
    event = world.events[day.key]
    events.publish(event)
    if day.kind not in said.CRITERIA:
        return
    calls.set_words(event, said.words_of(day.kind), version=0)
    call = calls.open_call(event, 1, calls.CRITERIA)
    for statement, wanted in said.CRITERIA[day.kind]:
        criteria.add(call, statement, wanted=wanted)
    early = event.applications_close_at - timedelta(days=7) if day.kind is EventKind.FINAL else None
    calls.set_dates(event, early, stage_dates(day, calendar), version=call.version)
    if early is not None:
        first, *_, last = asking.opened(event)
        first.fixed_after = last.required_from = early


def stage_dates(day: Day, calendar: Calendar) -> StageDates:
    """Decisions a week after the deadline, and places confirmed a week later."""
    heard = day.told if day.told is not None else day.closes + WEEK
    known = [calendar.at(calendar.working_day(number), 9).date() for number in (heard, heard + WEEK, day.on - 2)]
    return StageDates(*known)


def delay_decisions(world: World, day: Day) -> None:
    """Half of the judges are ill; founders hear a week later than they were told."""
    call = calls.call_of(world.events[day.key])
    known = calls.stage_dates(call)
    if call is None or known.decisions_by is None or known.confirm_by is None:
        return
    week = timedelta(days=WEEK)
    delaying.delay(
        world.events[day.key],
        decisions_by=known.decisions_by + week,
        confirm_by=known.confirm_by + week,
        sentence=said.DELAY,
        version=call.version,
        by=world.people[lead_of(day).email],
    )


def keep_questions(world: World, day: Day) -> None:
    """The other cities find them in the library."""
    question_sets.save(
        world.events[day.key],
        name="First round",
        description="Three questions about the problem, the team and the day, for startups at any stage.",
        owner=world.people[lead_of(day).email],
    )


def add_judge(world: World, day: Day, someone: Someone) -> None:
    person = find_or_add_person(name=someone.name, email=someone.email)
    events.add_role(world.events[day.key], person, Role.JUDGE)
