"""One person's day: what needs them now, what is next, and everything that is theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask import url_for

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.agenda.queries import AgendaEntry, entries
from pitchday.applications import calls, late_queries, returns, stage_decks
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.needed import in_short
from pitchday.applications.queries import of_person
from pitchday.db import db
from pitchday.events import queries as events
from pitchday.events.enums import EventState, Phase, Role
from pitchday.events.models import Event, EventRole, ProgrammeRole, TeamInvitation
from pitchday.events.permissions import may_create_events, rights_of
from pitchday.events.phases import phase_of
from pitchday.events.rights import Right
from pitchday.events.team_queries import open_for
from pitchday.home.checklist import Need
from pitchday.investors.queries import last_valid_days, profile_of
from pitchday.investors.rules import RENEWAL
from pitchday.startups.models import Startup
from pitchday.startups.queries import startups_of
from pitchday.web.filters import day, moment, plural, short_day

SHOWN = 10
# Longer before a pitch day nobody knows yet which deck it will be.
DECKS_AHEAD = timedelta(days=21)
# An answer is looked for some weeks after the pitch day too.
REMEMBERED_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Waiting:
    """A pitch day whose desk is open to somebody, and what waits there for those who may decide."""

    event: Event
    rights: frozenset[Right]
    undecided: int
    unreleased: int

    @property
    def organises(self) -> bool:
        return Right.EDIT in self.rights


@dataclass(frozen=True)
class Mine:
    """All that the page shows; read in a number of queries that does not depend on how much there is.

    `days` says by application which day counts next.
    """

    applications: Sequence[Application]
    days: Mapping[int, str]
    startups: Sequence[Startup]
    organised: Sequence[Waiting]
    judged: Sequence[Event]
    invested: Sequence[Event]
    agenda: Sequence[AgendaEntry]
    invitations: Sequence[TeamInvitation]
    invests: bool
    statement_until: date | None
    may_create: bool

    @property
    def is_new(self) -> bool:
        return not (self.startups or self.organised or self.judged or self.invests or self.invitations)


def of(person: Person) -> Mine:
    invests = profile_of(person) is not None
    today, applications = clock.today(), _applications(person)
    return Mine(
        applications=applications,
        days=_days(applications),
        startups=startups_of(person),
        organised=_organised(person),
        judged=_events_as(person, Role.JUDGE),
        invested=_events_as(person, Role.INVESTOR),
        agenda=entries(person, since=clock.now()),
        invitations=open_for(person),
        invests=invests,
        statement_until=last_valid_days([person.id], today).get(person.id) if invests else None,
        may_create=may_create_events(person),
    )


def _applications(person: Person) -> Sequence[Application]:
    since = clock.now() - REMEMBERED_FOR
    return db.session.scalars(of_person(person).where(Event.ends_at > since).limit(3 * SHOWN)).all()


def _days(applications: Sequence[Application]) -> dict[int, str]:
    """By when founders hear or confirm, as it is told on the page of each application."""
    known = calls.calls_of({application.event_id for application in applications})
    found = {}
    for application in applications:
        dates = calls.told_dates(application.event, known.get(application.event_id))
        if application.event.state is EventState.PUBLISHED:
            found[application.id] = in_short(application, dates, clock.today(application.event.zone))
    return found


def _organised(person: Person) -> list[Waiting]:
    found = db.session.scalars(
        events.open_to(person)
        .where(Event.ends_at > clock.now(), Event.state != EventState.CANCELLED)
        .order_by(None)
        .order_by(Event.starts_at, Event.id)
        .limit(SHOWN)
    ).all()
    decided = Application.decision.is_not(None)
    rows = db.session.execute(
        sa.select(Application.event_id, decided, sa.func.count())
        .where(
            Application.event_id.in_([event.id for event in found]),
            Application.state == ApplicationState.SUBMITTED,
        )
        .group_by(Application.event_id, decided)
    )
    counts = {(event_id, bool(is_decided)): number for event_id, is_decided, number in rows}
    rights = rights_of(person, found)
    return [
        Waiting(event, rights[event.id], counts.get((event.id, False), 0), counts.get((event.id, True), 0))
        for event in found
    ]


def _events_as(person: Person, role: Role) -> Sequence[Event]:
    """Pitch days to come at which the person has this role, there or throughout the programme."""
    here = sa.select(EventRole.event_id).where(EventRole.person_id == person.id, EventRole.role == role)
    throughout = sa.select(ProgrammeRole.programme_id).where(
        ProgrammeRole.person_id == person.id, ProgrammeRole.role == role
    )
    mine = sa.or_(Event.id.in_(here), Event.programme_id.in_(throughout))
    return db.session.scalars(events.upcoming().where(mine).limit(SHOWN)).all()


def needs(mine: Mine) -> Iterator[Need]:
    """The most pressing first: places that are lost by waiting, then texts, then what others wait for."""
    for application in mine.applications:
        if application.state is ApplicationState.INVITED and _is_on(application.event):
            yield _to_confirm(application, mine.days[application.id])
    yield from _about_applications(mine)
    for invitation in mine.invitations:
        yield _to_answer(invitation)
    yield from _about_statement(mine)
    for waiting in mine.organised:
        if Right.DECIDE in waiting.rights:
            yield from _to_decide(waiting)


def _about_applications(mine: Mine) -> Iterator[Need]:
    returned = [found for found in mine.applications if found.state is ApplicationState.RETURNED]
    ends = returns.ends_of([application.id for application in returned]) if returned else {}
    for application in returned:
        until = ends.get(application.id)
        if until is not None and until >= clock.now() and _is_on(application.event):
            yield _to_change(application, until)
    drafts = [found for found in mine.applications if found.state is ApplicationState.DRAFT]
    late = late_queries.given_to(drafts) if drafts else {}
    for application in drafts:
        closes_at = application.event.applications_close_at
        until = max(closes_at, late.get(application.id, closes_at))
        if _takes_applications(application.event) or (until > clock.now() and _is_on(application.event)):
            yield _to_finish(application, until)
    confirmed = [
        found
        for found in mine.applications
        if found.state is ApplicationState.CONFIRMED
        and _is_on(found.event)
        and found.event.starts_at - clock.now() < DECKS_AHEAD
    ]
    decks = stage_decks.open_to_confirm(confirmed) if confirmed else {}
    for application in confirmed:
        if application.id in decks:
            yield _to_say_which_deck(application, decks[application.id])


def _is_on(event: Event) -> bool:
    return event.state is EventState.PUBLISHED and event.ends_at > clock.now()


def _takes_applications(event: Event) -> bool:
    return phase_of(event, clock.now()) is Phase.APPLICATIONS_OPEN


def _to_confirm(application: Application, until: str) -> Need:
    event = application.event
    where = f"on {day(event.starts_at, event.zone)} in {event.city.name}"
    return Need(
        f"{application.startup.name} is invited to {event.title}",
        f"{until} that you come, {where}." if until else f"Say whether you come, {where}.",
        "Look and confirm",
        url_for("applications.status", application_uid=application.uid),
    )


def _to_say_which_deck(application: Application, until: datetime) -> Need:
    event = application.event
    return Need(
        f"{event.title} needs the deck with which {application.startup.name} goes on stage",
        f"Say which one it is before {moment(until, event.zone)}; then decks are fixed.",
        "Look and confirm the deck",
        url_for("applications.own_stage_deck", application_uid=application.uid),
    )


def _to_change(application: Application, until: datetime) -> Need:
    event = application.event
    return Need(
        f"{event.title} asks you to change the application of {application.startup.name}",
        f"Send it again before {moment(until, event.zone)}.",
        "See what to change",
        url_for("applications.status", application_uid=application.uid),
    )


def _to_finish(application: Application, until: datetime) -> Need:
    event = application.event
    return Need(
        f"The application of {application.startup.name} to {event.title} is not sent",
        f"You can send it until {moment(until, event.zone)}.",
        "Go on writing",
        url_for("applications.form", application_uid=application.uid),
    )


def _to_answer(invitation: TeamInvitation) -> Need:
    return Need(
        f"{invitation.by.name} invites you to the team of {invitation.team.called}",
        f"As {invitation.role.label.lower()}. The invitation ends on {moment(invitation.expires_at)}.",
        "Look and answer",
        url_for("teams.invitation", invitation_uid=invitation.uid),
    )


def _about_statement(mine: Mine) -> Iterator[Need]:
    if not mine.invests:
        return
    until = mine.statement_until
    if until is None:
        yield Need(
            "You have no valid investor statement",
            "Until you sign one, you see only what everybody can see of a startup.",
            "Choose a statement",
            url_for("investors.statement"),
        )
    elif until - clock.today() < RENEWAL:
        yield Need(
            "Your investor statement ends soon",
            f"It holds through {day(until)}. Sign a new one before then and nothing changes for you.",
            "Sign a new statement",
            url_for("investors.statement"),
        )


def _to_decide(waiting: Waiting) -> Iterator[Need]:
    event = waiting.event
    if waiting.unreleased:
        yield Need(
            f"{plural(waiting.unreleased, 'decision')} not released at {event.title}",
            "The startups do not know yet.",
            "Look and release",
            url_for("applications.decisions", event_slug=event.slug),
        )
    if waiting.undecided:
        word = "close" if event.applications_close_at > clock.now() else "closed"
        yield Need(
            f"{plural(waiting.undecided, 'application')} to read for {event.title}",
            f"Applications {word} on {short_day(event.applications_close_at, event.zone)}.",
            "Read applications",
            url_for("applications.desk", event_slug=event.slug),
        )


@dataclass(frozen=True)
class Way:
    """Something that a person has not begun yet, with the page where it begins, if they may."""

    title: str
    text: str
    action: str = ""
    url: str = ""


def ways(mine: Mine) -> Iterator[Way]:
    """How else one can take part."""
    if not mine.startups:
        yield Way(
            "Apply to pitch",
            "Describe your startup once, then apply with it in every city.",
            "Add a startup",
            url_for("startups.new"),
        )
    if not mine.invests:
        yield Way(
            "Invest",
            "Register, sign a statement, then see what startups ask for and book meetings. Nobody sees you listed.",
            "Register as an investor",
            url_for("investors.profile"),
        )
    if not mine.organised and mine.may_create:
        yield Way(
            "Organise",
            "Set up a pitch day in about ten minutes. It stays a draft until you publish it.",
            "Create a pitch day",
            url_for("events.new"),
        )
    elif not mine.organised:
        yield Way(
            "Organise",
            "Organisers invite you into their team by your email address; the invitation appears here. To set up "
            "your own, ask the people who run this site.",
        )
