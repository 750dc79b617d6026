"""What pages say by adding features up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events import queries as events
from pitchday.events import watch
from pitchday.events.enums import EventState, Phase, Role
from pitchday.events.models import Event, EventRole
from pitchday.events.phases import phase_of
from pitchday.places.models import City
from pitchday.schedule.queries import meeting_blocks, newest_release
from pitchday.startups.models import StartupMember
from pitchday.web import line
from pitchday.web.filters import plural, short_day

SHOWN = 6
MOST_COUNTED = 20
"""Pitch days of a city that the map counts; nobody looks for more than that on it."""


_CITY, _EVENT = City.__table__, Event.__table__
_STOP = [_CITY.c[name] for name in ("slug", "name", "latitude", "longitude")]
_ON_THE_MAP = sa.select(*_STOP).order_by(_CITY.c.name)


def _stops() -> sa.Select[Any]:
    """The cities with how many pitch days are planned in each, as far as they are counted, and when the next begins."""
    here = (
        sa.select(_EVENT.c.starts_at)
        .where(
            _EVENT.c.city_id == _CITY.c.id,
            events.PUBLIC,
            _EVENT.c.state == EventState.PUBLISHED,
            _EVENT.c.ends_at > sa.bindparam("now", type_=_EVENT.c.ends_at.type),
        )
        .order_by(_EVENT.c.starts_at)
        .correlate(_CITY)
    )
    counted = sa.select(sa.func.count()).select_from(here.limit(MOST_COUNTED + 1).subquery())
    columns = (counted.correlate(_CITY).scalar_subquery(), here.limit(1).scalar_subquery())
    return sa.select(*_STOP, *columns).order_by(_CITY.c.name)


_STOPS = _stops()


def on_the_map() -> tuple[line.City, ...]:
    """All cities as stops of the line, without what is on there."""
    found = db.session.connection().execute(_ON_THE_MAP).all()
    return tuple(line.City(slug, name, north, east, f"/cities/{slug}") for slug, name, north, east in found)


def stops() -> tuple[line.City, ...]:
    """All cities as stops of the line, each with what is on there."""
    found = db.session.connection().execute(_STOPS, {"now": clock.now()}).all()
    return tuple(
        line.City(slug, name, north, east, f"/cities/{slug}", _note(number, first) if number else "", bool(number))
        for slug, name, north, east, number, first in found
    )


def _note(number: int, first: datetime) -> str:
    if number == 1:
        return short_day(first)
    planned = plural(number, "pitch day") if number <= MOST_COUNTED else f"more than {MOST_COUNTED} pitch days"
    return f"{planned}, the next on {short_day(first)}"


@dataclass(frozen=True)
class Offer:
    """What somebody can do at a pitch day now."""

    is_over: bool
    is_cancelled: bool
    takes_applications: bool
    release_number: int | None
    has_meetings: bool
    pitching: int


def offer(event: Event) -> Offer:
    """In three queries, whatever the size of the programme."""
    release = newest_release(event.id)
    confirmed = sa.select(sa.func.count()).where(
        Application.event_id == event.id, Application.state == ApplicationState.CONFIRMED
    )
    is_on = event.state is EventState.PUBLISHED
    return Offer(
        is_over=event.ends_at <= clock.now(),
        is_cancelled=event.state is EventState.CANCELLED,
        takes_applications=phase_of(event, clock.now()) is Phase.APPLICATIONS_OPEN,
        release_number=release.number if release else None,
        has_meetings=bool(release and is_on and meeting_blocks(event.id)),
        pitching=db.session.scalar(confirmed) or 0,
    )


def warnings_of(event: Event, reader: Person) -> watch.Standing:
    """The warnings about a pitch day with everybody counted who is known by name."""
    founders = (
        sa.select(StartupMember.person_id)
        .join(Application, Application.startup_id == StartupMember.startup_id)
        .where(Application.event_id == event.id, Application.state == ApplicationState.CONFIRMED)
    )
    investors = sa.select(EventRole.person_id).where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR)
    people = db.session.scalar(sa.select(sa.func.count()).select_from(founders.union(investors).subquery())) or 0
    return watch.standing(event, reader, people=people)
