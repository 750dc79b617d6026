"""A small world in which every address of the application leads somewhere, and a person for every role.

`World.values` fills the variable parts of addresses; a route with a part that stands in no world fails the walking
tests, so that whoever adds one says here what it leads to. `theirs` is another pitch day with other organisers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from werkzeug.routing import AnyConverter, Rule

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.services import make_link
from pitchday.agenda.models import FeedToken
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import (
    Application,
)
from pitchday.db import commits, db
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.events.models import Event, Programme, ProgrammeRole
from pitchday.files.services import store
from pitchday.home.queries import warnings_of
from pitchday.meetings.models import Meeting
from pitchday.meetings.services import book
from pitchday.progression.enums import RouteRule
from pitchday.progression.models import EventResult, Place, Placing, Route
from pitchday.schedule import services as schedule
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.queries import meeting_blocks
from pitchday.startups.enums import Instrument, ReliefStatus, TaxRelief
from pitchday.startups.models import Startup
from tests import factories, furniture
from tests.applications.private import add_bulk_act, add_private
from tests.applications.said import add_call, add_quiz
from tests.files.test_images import make_picture
from tests.pages import CheckingClient

ROLES = (
    "nobody",
    "person",
    "founder",
    "other founder",
    "investor",
    "investor without basis",
    "judge",
    "organiser",
    "programme organiser",
    "other organiser",
    "administrator",
    "lead",
    "reviewer coordinator",
    "stage manager",
    "officer",
)

# What must never reach somebody without a basis; each is told apart from any number that happens to be on a page.
PROMOTIONAL = {
    "ask": 7_654_321,
    "instrument": Instrument.ADVANCE_SUBSCRIPTION,
    "valuation": 87_654_321,
    "use_of_funds": "SECRETUSE two engineers and a press",
    "traction": "SECRETTRACTION forty pilots",
    "customers": 6_543_217,
    "monthly_revenue": 5_432_176,
    "traction_on": date(1985, 3, 7),
    "tax_relief": TaxRelief.SEIS,
    "relief_status": ReliefStatus.RECEIVED,
    "relief_on": date(1986, 4, 8),
    "relief_reference": "SECRETREFERENCE",
}
# What not even investors see.
ORGANISERS = {
    "postcode": "SR99 9XX",
    "staff_fte": 4321.75,
    "staff_fte_on": date(1987, 5, 9),
    "turnover": 4_321_765,
    "turnover_on": date(1988, 6, 10),
    "raised": 3_217_654,
    "raised_on": date(1989, 7, 11),
}


@dataclass
class World:
    """People by role, and what each variable part of an address stands for, `instead` at some endpoints or rules."""

    people: dict[str, Person | None]
    values: dict[str, str | int]
    instead: dict[str, dict[str, str]]
    event: Event
    draft: Event
    startup: Startup
    application: Application
    meeting: Meeting

    def address(self, rule: Rule, **others: Any) -> str:
        """The address of a route in this world. Raises KeyError for a part that nobody has put in."""
        values = {name: others.get(name) or self._value(rule, name) for name in rule.arguments}
        built = rule.build(values)
        assert built is not None
        return built[1]

    def _value(self, rule: Rule, name: str) -> str | int:
        converter = rule._converters[name]
        if isinstance(converter, AnyConverter) and self.values.get(name) not in converter.items:
            return sorted(converter.items)[0]
        return self.values[name]


def rules(app: Flask) -> list[Rule]:
    """Every route of the application."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def build(starts_at: datetime = factories.STARTS_AT) -> World:
    """A published and released pitch day with one startup on stage and one meeting booked, and a draft beside it."""
    people: dict[str, Person | None] = {role: None if role == "nobody" else factories.add_person() for role in ROLES}
    organiser, founder = _some(people["organiser"]), _some(people["founder"])
    programme = furniture.add_programme(_some(people["programme organiser"]))
    event = factories.add_event(organiser=_some(people["lead"]), programme=programme, starts_at=starts_at)
    factories.add_role(event, organiser, Role.ORGANISER)
    draft = factories.add_event(organiser=organiser, programme=programme, state=EventState.DRAFT, starts_at=starts_at)
    factories.add_event(
        organiser=_some(people["other organiser"]), programme=programme, city_slug="leeds", starts_at=starts_at
    )
    colleague = _team(event, people)
    _some(_some(people["administrator"]).account).is_administrator = True
    investor = people["investor"] = factories.add_investor()
    people["investor without basis"] = factories.add_investor(basis=False)
    factories.add_role(event, investor, Role.INVESTOR)
    startup = _probed(founder)
    factories.add_startup(member=_some(people["other founder"]))
    deck = furniture.add_deck(startup, founder)
    application = factories.add_application(event, startup, deck_id=deck.id)
    waiting = factories.add_startup(member=founder)
    factories.add_application(event, waiting, state=ApplicationState.SUBMITTED)
    question = furniture.add_questions(event, application, founder)
    sitting = factories.add_sitting(event)
    slot = factories.add_slot(sitting, application)
    meetings = {"starts_at": event.starts_at + timedelta(hours=2), "ends_at": event.starts_at + timedelta(hours=4)}
    factories.add_sitting(event, kind=SessionKind.MEETINGS, table_count=2, **meetings)
    commits(schedule.release)(event, note="First")
    meeting = commits(_book)(event, startup, investor)
    final, route, place = _way_on(event, programme)
    feed = FeedToken(person_id=founder.id, created_at=clock.now())
    db.session.add(feed)
    db.session.commit()
    link = commits(make_link)(email=founder.email, name=founder.name, next_url="/me")
    assert event.programme is not None and event.programme.funder is not None and event.programme.logo is not None
    room, event.venue.owner = event.rooms[0], people["programme organiser"]
    db.session.commit()
    tag, note = add_private(application, organiser)
    values: dict[str, str | int] = {
        "link_uid": furniture.add_late_link(event, organiser).uid,
        "tag_uid": tag.uid,
        "set_uid": furniture.add_question_set(event, _some(people["programme organiser"])).uid,
        "note_uid": note.uid,
        "act_uid": add_bulk_act(application, organiser).uid,
        "event_slug": event.slug,
        "application_uid": application.uid,
        "startup_slug": startup.slug,
        "deck_uid": deck.uid,
        "startup_uid": startup.uid,
        "request_uid": furniture.add_join_request(startup).uid,
        "choice": "accept",
        "invitation_uid": furniture.add_invitation(startup, founder).uid,
        "person_uid": founder.uid,
        "question_uid": question.uid,
        "criterion_uid": add_quiz(add_call(event))[0].uid,
        "file_uid": application.files[0].uid,
        "statement_uid": factories.add_statement(investor).uid,
        "basis": "high_net_worth",
        "venue_uid": event.venue.uid,
        "room_uid": room.uid,
        "other_uid": final.venue.uid,
        "token": feed.token,
        "role": "founder",
        "key": "unknown",
        "meeting_uid": meeting.uid,
        "import_uid": furniture.add_import(event, organiser).uid,
        "download_uid": furniture.add_download(event, organiser).uid,
        "sitting_uid": sitting.uid,
        "slot_uid": slot.uid,
        "uid": slot.uid,
        "number": 1,
        "mark": warnings_of(event, organiser).open[0].mark,
        "route_uid": route.uid,
        "place_uid": place.uid,
        "kind": "ics",
        "city_slug": event.city.slug,
        "programme_slug": event.programme.slug,
        "funder_uid": event.programme.funder.uid,
        "digest": event.programme.logo.sha256,
    }
    instead = {
        "startups.logo_file": {"digest": _some(startup.logo).sha256},
        **{f"applications.{name}": {"token": furniture.LATE_TOKEN} for name in ("late", "use_late_link")},
        "accounts.link": {"token": link.rpartition("/")[2]},
        **{f"teams.{name}": colleague for name in ("member", "remove", "hand_over")},
        **_invitations(event, _some(people["person"])),
        "investors.send_link": {"person_uid": investor.uid},
    }
    onward = {"event_slug": final.slug}
    for name in ("ways", "new_route", "edit_route", "remove_route", "pick", "undo_pick", "release", "release_now"):
        instead[f"progression.{name}"] = onward
    instead["progression.invite_reserve"] = instead["progression.lapse"] = onward
    return World(people, values, instead, event, draft, startup, application, meeting)


def _team(event: Event, people: dict[str, Person | None]) -> dict[str, str]:
    """Whoever helps; returned is somebody in the team of the programme as well, who can take over either."""
    for role in (Role.JUDGE, Role.REVIEWER_COORDINATOR, Role.STAGE_MANAGER, Role.OFFICER):
        factories.add_role(event, _some(people[role.value.replace("_", " ")]), role)
    colleague = factories.add_person()
    factories.add_role(event, colleague, Role.ORGANISER)
    db.session.add(ProgrammeRole(programme=event.programme, person=colleague, role=Role.ORGANISER))
    db.session.commit()
    return {"person_uid": colleague.uid, "role": "organiser"}


def _invitations(event: Event, person: Person) -> dict[str, dict[str, str]]:
    """One into each team, and the addresses under which each is known."""
    assert event.programme is not None
    asked, throughout = (factories.add_invitation(team, email=person.email) for team in (event, event.programme))
    found = {f"teams.{name}": {"invitation_uid": asked.uid} for name in ("invitation", "decline")}
    for name in ("again", "take-back"):
        address = f"team/invitations/<invitation_uid>/{name}"
        found[f"/organise/events/<event_slug>/{address}"] = {"invitation_uid": asked.uid}
        found[f"/organise/programmes/<programme_slug>/{address}"] = {"invitation_uid": throughout.uid}
    return found


def _some(found: Any) -> Any:
    assert found is not None
    return found


def _way_on(event: Event, programme: Programme) -> tuple[Event, Route, Place]:
    """A final after the pitch day, with a pick of which nobody was told, and results that are a draft."""
    final = factories.add_event(
        programme=programme, kind=EventKind.FINAL, starts_at=event.starts_at + timedelta(days=90)
    )
    route = Route(event=final, from_event=event, rule=RouteRule.PICK, places=2, reserves=1)
    waiting = factories.add_application(event, factories.add_startup())
    place = Place(route=route, event_id=final.id, startup=waiting.startup, source=waiting, position=1)
    result = EventResult(event=event, changed_at=clock.now())
    result.placings = [Placing(application=waiting, rank=1, tie_reason="")]
    db.session.add_all([route, place, result])
    db.session.commit()
    return final, route, place


def _probed(founder: Person) -> Startup:
    startup = factories.add_startup(member=founder, name="Millrace Health", listed=True, **PROMOTIONAL, **ORGANISERS)
    startup.logo = store(make_picture("JPEG"), "image/jpeg")
    db.session.commit()
    return startup


def _book(event: Event, startup: Startup, investor: Person) -> Meeting:
    block = meeting_blocks(event.id)[0]
    return book(event=event, block=block, starts_at=block.starts_at, startup=startup, investor=investor)


class Visitor:
    """Opens addresses of the world as any of its people."""

    def __init__(self, app: Flask, sign_in: Callable[..., Any]) -> None:
        self.world = build()
        self.app, self.sign_in = app, sign_in

    def as_role(self, role: str) -> CheckingClient:
        browser: CheckingClient = self.app.test_client()  # type: ignore[assignment]
        person = self.world.people[role]
        return self.sign_in(person, on=browser) if person else browser  # type: ignore[no-any-return]

    def address(self, rule: Rule, **others: Any) -> str:
        instead = self.world.instead
        return self.world.address(rule, **instead.get(rule.endpoint, instead.get(rule.rule, {})), **others)

    def data(self, rule: Rule) -> dict[str, str]:
        """Fields without which a post names nothing, and is answered like a thing that is gone."""
        if rule.endpoint != "schedule.place":
            return {}
        return {"sitting": f"{self.world.values['sitting_uid']}:1", "application": self.world.application.uid}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Whatever requests do inside is rolled back, so that one world serves many destructive posts."""
        db.session.commit()
        savepoint = db.engine.begin_nested()  # type: ignore[attr-defined] # a connection in tests
        try:
            yield
        finally:
            db.session.rollback()
            savepoint.rollback()
            db.session.expire_all()
