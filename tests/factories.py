"""Rows for tests, with values that surprise nobody. Each commits, so that requests see it."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Account, Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application, Submission
from pitchday.db import db
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.events import programmes, teams
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.events.models import Event, EventRole, Programme, TeamInvitation
from pitchday.events.team_queries import members
from pitchday.investors.enums import Basis, InvestorKind
from pitchday.investors.models import InvestorProfile, InvestorStatement, StatementTemplate
from pitchday.places.models import City, Room, Venue
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Sitting
from pitchday.startups.models import Startup, StartupMember
from pitchday.startups.visibility import snapshot

_numbers = itertools.count(1)
STARTS_AT = datetime(2027, 2, 16, 13, 0, tzinfo=UTC)


def _kept(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row


def add_person(name: str = "", *, email: str = "", account: bool = True, **account_values: Any) -> Person:
    number = next(_numbers)
    person = Person(
        name=name or f"Person {number}",
        email=(email or f"person{number}@pitchday.example").lower(),
        diary_id=open_diary(DiaryKind.PERSON).id,
        created_at=clock.now(),
    )
    if account:
        person.account = Account(created_at=clock.now(), **account_values)
    return _kept(person)  # type: ignore[no-any-return]


def city(slug: str = "manchester") -> City:
    """One of the seeded cities."""
    return db.session.scalars(sa.select(City).where(City.slug == slug)).one()


def add_venue(*, city_slug: str = "manchester", rooms: tuple[str, ...] = ("Main hall",)) -> Venue:
    venue = Venue(city=city(city_slug), name=f"Hall {next(_numbers)}", address="1 Sample Street", postcode="M2 5PD")
    venue.rooms = [Room(name=name, capacity=80, diary_id=open_diary(DiaryKind.ROOM).id) for name in rooms]
    return _kept(venue)  # type: ignore[no-any-return]


def add_programme(name: str = "", *, lead: Person | None = None, funder: str = "", **facts: Any) -> Programme:
    """A programme with a lead; `funder` is the name of a new funder."""
    payer = programmes.add_funder(name=funder) if funder else None
    wanted = programmes.ProgrammeFacts(name=name or f"Programme {next(_numbers)}", funder=payer, **facts)
    return _kept(programmes.create_programme(wanted, by=lead or add_person()))  # type: ignore[no-any-return]


def add_event(
    *,
    organiser: Person | None = None,
    state: EventState = EventState.PUBLISHED,
    city_slug: str = "manchester",
    starts_at: datetime = STARTS_AT,
    hours: int = 6,
    rooms: tuple[str, ...] = ("Main hall",),
    **values: Any,
) -> Event:
    """A published pitch day on 16 February 2027, 13:00-19:00 GMT, applications open until a week before, no grace."""
    number = next(_numbers)
    venue = values.pop("venue", None) or add_venue(city_slug=city_slug, rooms=rooms)
    defaults = {
        "slug": f"pitch-day-{number}",
        "title": f"Pitch day {number}",
        "kind": EventKind.HEAT,
        "description": "Eight startups, one afternoon.",
        "applications_close_at": starts_at - timedelta(days=7),
        "grace_minutes": 0,
    }
    event = Event(
        state=state,
        city=city(city_slug),
        venue=venue,
        rooms=list(venue.rooms),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        created_at=clock.now(),
        changed_at=clock.now(),
        **{**defaults, **values},
    )
    _kept(event)
    add_role(event, organiser or add_person(may_create_events=True), Role.LEAD)
    return event


def add_invitation(
    team: Event | Programme, *, email: str = "", role: Role = Role.ORGANISER, **values: Any
) -> TeamInvitation:
    """An invitation that is open, by the lead."""
    (lead,) = (given for given in members(team) if given.role is Role.LEAD)
    asked = teams.invite(
        team, name="Ines Invited", email=email or f"invited{next(_numbers)}@pitchday.example", role=role, by=lead.person
    )
    for name, value in values.items():
        setattr(asked, name, value)
    return _kept(asked)  # type: ignore[no-any-return]


def add_role(event: Event, person: Person, role: Role) -> EventRole:
    return _kept(EventRole(event=event, person=person, role=role, created_at=clock.now()))  # type: ignore[no-any-return]


def add_startup(*, member: Person | None = None, name: str = "", **values: Any) -> Startup:
    number = next(_numbers)
    startup = Startup(
        slug=f"startup-{number}",
        name=name or f"Startup {number}",
        one_liner="Makes something useful.",
        diary_id=open_diary(DiaryKind.STARTUP).id,
        created_at=clock.now(),
        **values,
    )
    startup.members = [StartupMember(person=member or add_person(), role="Founder")]
    return _kept(startup)  # type: ignore[no-any-return]


def add_application(
    event: Event, startup: Startup, *, state: ApplicationState = ApplicationState.CONFIRMED, **values: Any
) -> Application:
    """In the given state, with the times that go with it; confirmed by default."""
    told = state in {ApplicationState.INVITED, ApplicationState.DECLINED, ApplicationState.CONFIRMED}
    times = {
        "submitted_at": None if state is ApplicationState.DRAFT else clock.now(),
        "released_at": clock.now() if told else None,
        "confirmed_at": clock.now() if state is ApplicationState.CONFIRMED else None,
    }
    return _kept(  # type: ignore[no-any-return]
        Application(
            event=event,
            startup=startup,
            state=state,
            created_at=clock.now(),
            changed_at=clock.now(),
            **{**times, **values},
        )
    )


def add_submission(application: Application) -> Submission:
    """Sent as it stands, whatever is missing."""
    application.state, application.submitted_at = ApplicationState.SUBMITTED, clock.now()
    sent = Submission(
        application=application,
        number=1,
        submitted_at=clock.now(),
        facts=snapshot(application.startup),
        answers=[],
        deck_id=application.deck_id,
    )
    return _kept(sent)  # type: ignore[no-any-return]


def add_investor(name: str = "", *, basis: bool = True, **values: Any) -> Person:
    """Somebody with an investor profile and, unless `basis` is False, a statement signed today."""
    person = add_person(name, **values)
    _kept(InvestorProfile(person=person, firm="Penhollow Ventures", kind=InvestorKind.ANGEL, created_at=clock.now()))
    if basis:
        add_statement(person)
    return person


def add_statement(person: Person, *, signed_at: datetime | None = None, **values: Any) -> InvestorStatement:
    signed_at = signed_at or clock.now()
    signed_on = signed_at.astimezone(clock.UK).date()
    template = db.session.scalars(
        sa.select(StatementTemplate).where(StatementTemplate.basis == Basis.HIGH_NET_WORTH)
    ).one()
    defaults = {"last_valid_day": signed_on + timedelta(days=364)}
    return _kept(  # type: ignore[no-any-return]
        InvestorStatement(
            person=person,
            template=template,
            basis=template.basis,
            text=template.body,
            grounds=template.grounds[:1],
            signed_name=person.name,
            signed_at=signed_at,
            signed_on=signed_on,
            **{**defaults, **values},
        )
    )


def add_sitting(event: Event, *, kind: SessionKind = SessionKind.PITCHES, **values: Any) -> Sitting:
    """By default a pitch session in the event's first room at the event's start."""
    defaults = {
        "title": kind.label,
        "room": event.rooms[0] if event.rooms else None,
        "starts_at": event.starts_at,
        "ends_at": None if kind is SessionKind.PITCHES else event.starts_at + timedelta(minutes=60),
    }
    return _kept(Sitting(event=event, kind=kind, **{**defaults, **values}))  # type: ignore[no-any-return]


def add_slot(sitting: Sitting, application: Application) -> PitchSlot:
    slot = PitchSlot(
        event_id=sitting.event_id, sitting=sitting, application=application, position=len(sitting.pitches) + 1
    )
    return _kept(slot)  # type: ignore[no-any-return]
