"""The list of the pitch days that somebody organises, with what is counted at each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.queries import numbers_at
from pitchday.db import db
from pitchday.events.enums import EventKind, EventState
from pitchday.events.models import Event, Programme
from pitchday.events.phases import phase_of
from pitchday.events.queries import open_to, programmes_open_to
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.queries import booked_at
from pitchday.places.models import City, Venue
from pitchday.places.queries import cities
from pitchday.web.guards import signed_in
from pitchday.web.listing import Choice, Column, Filter, Listing, in_order, one_of


@dataclass(frozen=True)
class Line:
    """A pitch day, and how much there is of what."""

    event: Event
    sent: int
    confirmed: int
    booked: int

    @property
    def phase(self) -> str:
        return phase_of(self.event, clock.now()).label


def _number(of: Any, *wheres: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).where(of.event_id == Event.id, *wheres)
    return counted.correlate(Event).scalar_subquery()


_SENT = _number(Application, Application.submitted_at.is_not(None))
_CONFIRMED = _number(
    Application, Application.submitted_at.is_not(None), Application.state == ApplicationState.CONFIRMED
)
_BOOKED = _number(Meeting, Meeting.state == MeetingState.SCHEDULED)


class MyPitchDays(Listing):
    """What is to come first, the next at the top; then what is over."""

    name = "pitch-days"
    endpoint = "home.organise"
    title, one, many = "Pitch days", "pitch day", "pitch days"
    searched = (Event.title, Venue.name, City.name, sa.func.coalesce(Programme.name, ""))
    search_label = "Name or place"
    tie = (Event.id,)
    columns = (
        Column("title", "Pitch day", lambda line: line.event.title, [sa.func.lower(Event.title)]),
        Column("starts", "Begins", lambda line: line.event.starts_at, [Event.starts_at], "time"),
        Column("ends", "Ends", lambda line: line.event.ends_at, [Event.ends_at], "time", False),
        Column("phase", "Phase", lambda line: line.phase, [in_order(Event.state, EventState), Event.starts_at]),
        Column("city", "City", lambda line: line.event.city.name, [City.name]),
        Column("venue", "Venue", lambda line: line.event.venue.name, [sa.func.lower(Venue.name)], shown=False),
        Column("kind", "Kind", lambda line: line.event.kind.label, [in_order(Event.kind, EventKind)], shown=False),
        Column(
            "programme",
            "Programme",
            lambda line: line.event.programme and line.event.programme.name,
            [sa.func.lower(Programme.name)],
            shown=False,
        ),
        Column(
            "closes",
            "Applications close",
            lambda line: line.event.applications_close_at,
            [Event.applications_close_at],
            "time",
            False,
        ),
        Column("applications", "Applications", lambda line: line.sent, [_SENT], "number"),
        Column("confirmed", "Confirmed", lambda line: line.confirmed, [_CONFIRMED], "number"),
        Column("meetings", "Meetings", lambda line: line.booked, [_BOOKED], "number"),
        Column("created", "Created", lambda line: line.event.created_at, [Event.created_at], "time", False),
    )

    def __init__(self, person: Person) -> None:
        self.person = person

    @classmethod
    def opened(cls, person: Person, **address: str) -> Self:
        signed_in(person)
        return cls(person)

    def statement(self) -> sa.Select[Event]:
        return open_to(self.person).join(Event.city).join(Event.venue).outerjoin(Event.programme)

    def available(self) -> list[Filter]:
        is_over = Event.ends_at <= clock.now()
        times = [Choice("upcoming", "To come", sa.not_(is_over)), Choice("past", "Past", is_over)]
        states = [Choice(state.value, state.value.capitalize(), Event.state == state) for state in EventState]
        places = [Choice(city.slug, city.name, Event.city_id == city.id) for city in cities()]
        programmes = [
            Choice(programme.slug, programme.name, Event.programme_id == programme.id)
            for programme in db.session.scalars(programmes_open_to(self.person))
        ]
        return [
            Filter("when", "When", "All", times),
            Filter("city", "City", "All cities", places),
            Filter("kind", "Kind", "All kinds", one_of(Event.kind, EventKind)),
            Filter("state", "State", "All states", states),
            *([Filter("programme", "Programme", "All", programmes)] if programmes else []),
        ]

    def rows(self, found: Sequence[Event]) -> list[Line]:
        ids = [event.id for event in found]
        applications, meetings = numbers_at(ids), booked_at(ids)
        return [Line(event, *applications.get(event.id, (0, 0)), meetings.get(event.id, 0)) for event in found]
