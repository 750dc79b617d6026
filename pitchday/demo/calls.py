"""What becomes of a call: founders sign up, apply and confirm; organisers read and decide."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from pitchday import clock
from pitchday.applications import late_links, notes, returning, stage_decks, tagging
from pitchday.applications import services as applications
from pitchday.applications.enums import Decision
from pitchday.applications.queries import stored_questions
from pitchday.db import db
from pitchday.demo.cast import Cast, Entry
from pitchday.demo.companies import Company, Someone
from pitchday.demo.opening import lead_of, meet
from pitchday.demo.plan import Calendar, Day, Fate
from pitchday.demo.script import Script, World
from pitchday.demo.words import sectors
from pitchday.startups import services as startups
from pitchday.startups.models import Deck, StartupMember

TAGS = ("Second look", "Sells abroad", "Hardware")
NOTE = "Two of the judges know the market. Ask who owns the data of the pilot."
UNCLEAR = "Please say who pays today and how much. From your second answer we cannot tell pilots from customers."
GIVEN_UP = -8
"""The day on which a confirmed startup gives its place at the next pitch day up."""


def write(script: Script, cast: Cast, calendar: Calendar, chance: Random) -> None:
    days: dict[str, Day] = {}
    for entry in cast.entries:
        days.setdefault(entry.day.key, entry.day)
        _write_entry(script, entry, calendar, chance)
    for day in days.values():
        if day.told is None and day.closes < 0:
            until = calendar.at(3, 17)
            script.at(calendar.at(day.closes, 18), lead_of(day).email, give_more_time, day, until)
            unread = next(entry.company for entry in cast.entries if entry.day is day and entry.fate is Fate.SUBMITTED)
            script.at(min(calendar.at(-1, 15), calendar.last), lead_of(day).email, give_back, unread, day, until)
        if day.told is not None:
            script.at(calendar.at(day.told, 16), lead_of(day).email, tell, day)


def give_more_time(world: World, day: Day, until: datetime) -> None:
    """To somebody whom the programme does not know yet, who has not used it."""
    late_links.give(
        world.events[day.key],
        email="wren.ashby@tidemark-robotics.example",
        ends_at=until,
        reason="Their laptop was stolen on the train two hours before the deadline. They rang us at once.",
        by=world.people[lead_of(day).email],
    )


def _write_entry(script: Script, entry: Entry, calendar: Calendar, chance: Random) -> None:
    company, day, fate = entry.company, entry.day, entry.fate
    founder = company.founders[0].email
    begun, sent = _when(entry, calendar, chance)
    if entry.is_first:
        signed_up = begun - timedelta(minutes=chance.randint(25, 55))
        script.at(signed_up, "", meet, company.founders[0])
        script.at(signed_up + timedelta(minutes=12), founder, introduce, company)
        script.at(signed_up + timedelta(minutes=20), founder, upload_deck, company)
    script.at(begun, founder, begin, company, day)
    if fate is Fate.DRAFT:
        script.at(begun + timedelta(minutes=9), founder, answer, company, day, 1)
        return
    script.at(begun + timedelta(minutes=18), founder, answer, company, day, len(company.answers))
    script.at(sent, founder, send, company, day)
    if fate is Fate.WITHDRAWN:
        away = min(sent + timedelta(hours=chance.randint(5, 40)), calendar.last)
        script.at(away, founder, give_up, company, day)
    if fate.is_decided:
        script.at(
            _decided(entry, calendar, chance), lead_of(day).email, decide, company, day, fate, _reason(fate, chance)
        )
        sort_out_at = calendar.at(entry.day.closes, 17) + timedelta(minutes=20)
        script.at(min(sort_out_at, calendar.last), lead_of(day).email, sort_out, company, day)
    if fate in {Fate.CONFIRMED, Fate.GIVEN_UP} and day.told is not None:
        answered = calendar.at(day.told, 17) + timedelta(minutes=chance.randint(30, 60 * 24 * 4))
        script.at(min(answered, calendar.last), founder, confirm, company, day)
    if fate is Fate.GIVEN_UP:
        script.at(calendar.at(GIVEN_UP, 9, 40), founder, give_up, company, day)


def _when(entry: Entry, calendar: Calendar, chance: Random) -> tuple[datetime, datetime]:
    """When it was begun and sent. Half of those who have a deadline behind them came in its last four days."""
    opens, last = calendar.at(entry.not_before, 9), min(calendar.at(entry.day.closes, 16), calendar.last)
    first = max(opens, last - timedelta(days=4)) if chance.random() < 0.5 else opens
    minutes = int((last - first) / timedelta(minutes=1)) - 120
    begun = first + timedelta(minutes=60 + chance.randrange(max(1, minutes)))
    patience = int((last - begun) / timedelta(minutes=1)) - 45
    sent = begun + timedelta(minutes=25 + chance.randrange(max(1, min(patience, 60 * 48))))
    return begun, sent


def _decided(entry: Entry, calendar: Calendar, chance: Random) -> datetime:
    """In the three days after the deadline, or since it."""
    closed = calendar.at(entry.day.closes, 17)
    until = min(calendar.at(entry.day.told, 15) if entry.day.told is not None else calendar.last, calendar.last)
    return closed + timedelta(minutes=30 + chance.randrange(int((until - closed) / timedelta(minutes=1)) - 30))


def _reason(fate: Fate, chance: Random) -> str:
    if fate.is_accepted:
        return chance.choice(sectors.ACCEPT_REASONS)
    screened = fate in {Fate.SCREENED_OUT, Fate.TO_SCREEN_OUT}
    return chance.choice(sectors.SCREENING_REASONS if screened else sectors.DECLINE_REASONS)


def introduce(world: World, company: Company) -> None:
    """The profile, and the co-founders who may edit it."""
    facts = {
        **company.facts,
        "city_id": world.cities[company.city].id,
        "sector_id": world.sectors[company.sector],
    }
    startup = startups.create(facts, by=world.people[company.founders[0].email])
    startup.members[0].role = company.founders[0].role
    for other in company.founders[1:]:
        _join(world, startup.members, other)
    world.startups[company.name] = startup


def _join(world: World, members: list[StartupMember], someone: Someone) -> None:
    meet(world, someone)
    members.append(StartupMember(person=world.people[someone.email], role=someone.role))


def upload_deck(world: World, company: Company) -> None:
    """As the service does it, except that the deck of a sector is read once and not for each of its startups."""
    file, pages = world.decks[company.sector]
    deck = Deck(
        startup=world.startups[company.name],
        file=file,
        file_name="Fictional demo deck.pdf",
        pages=pages,
        uploaded_at=clock.now(),
        uploaded_by=world.people[company.founders[0].email],
        is_shown=True,
    )
    db.session.add(deck)


def begin(world: World, company: Company, day: Day) -> None:
    startup = world.startups[company.name]
    world.applications[company.name, day.key] = applications.start(world.events[day.key], startup)


def answer(world: World, company: Company, day: Day, count: int) -> None:
    """Answer the first so many questions."""
    application = world.applications[company.name, day.key]
    questions = stored_questions(application.event_id)[:count]
    texts = {question.uid: text for question, text in zip(questions, company.answers, strict=False)}
    applications.save_answers(application, texts, version=application.version)


def send(world: World, company: Company, day: Day) -> None:
    applications.submit(world.applications[company.name, day.key], by=world.people[company.founders[0].email])


def give_up(world: World, company: Company, day: Day) -> None:
    applications.withdraw(world.applications[company.name, day.key])


def decide(world: World, company: Company, day: Day, fate: Fate, reason: str) -> None:
    decision = Decision.ACCEPT if fate.is_accepted else Decision.DECLINE
    applications.decide(world.applications[company.name, day.key], decision, reason=reason)


def sort_out(world: World, company: Company, day: Day) -> None:
    """Tag some of the applications and note what is to be asked."""
    application, place = world.applications[company.name, day.key], len(company.name) % 4
    if place:
        tag = tagging.tag_named(application.event, TAGS[place - 1])
        tagging.put_on(tag, [application])
    if place == 1:
        notes.write(application, NOTE, by=world.people[lead_of(day).email])


def give_back(world: World, company: Company, day: Day, until: datetime) -> None:
    """Because something in it cannot be read by anybody outside the startup."""
    application = world.applications[company.name, day.key]
    lead = world.people[lead_of(day).email]
    returning.give_back(application, reason=UNCLEAR, until=until, mark=None, by=lead)


def tell(world: World, day: Day) -> None:
    applications.release_decisions(world.events[day.key])


def confirm(world: World, company: Company, day: Day) -> None:
    application = world.applications[company.name, day.key]
    applications.confirm(application)
    if len(company.name) % 3 and application.deck is not None:
        stage_decks.confirm(application, application.deck.uid, by=world.people[company.founders[0].email])
