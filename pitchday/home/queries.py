"""What pages say by adding features up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for

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


def live_upcoming() -> sa.Select[Event]:
    """Pitch days to come that take place, the next first."""
    return events.upcoming().where(Event.state == EventState.PUBLISHED)


def next_events() -> Sequence[Event]:
    return db.session.scalars(live_upcoming().limit(SHOWN)).all()


def open_calls() -> Sequence[Event]:
    """Pitch days that founders can apply to, the nearest deadline first."""
    return db.session.scalars(
        events.public()
        .where(
            Event.state == EventState.PUBLISHED,
            sa.or_(Event.applications_open_at.is_(None), Event.applications_open_at <= clock.now()),
            Event.applications_close_at > clock.now(),
        )
        .order_by(Event.applications_close_at, Event.id)
        .limit(SHOWN)
    ).all()


_ON_THE_MAP = sa.select(*(City.__table__.c[name] for name in ("slug", "name", "latitude", "longitude"))).order_by(
    City.__table__.c.name
)


def on_the_map() -> tuple[line.City, ...]:
    """All cities as stops of the line, without what is on there."""
    found = db.session.connection().execute(_ON_THE_MAP).all()
    return tuple(line.City(slug, name, north, east, f"/cities/{slug}") for slug, name, north, east in found)


def stops(cities: Iterable[City]) -> tuple[line.City, ...]:
    """The cities as stops of the line, each with what is on there."""
    found = db.session.execute(
        sa.select(Event.city_id, sa.func.count(), sa.func.min(Event.starts_at))
        .where(events.PUBLIC, Event.state == EventState.PUBLISHED, Event.ends_at > clock.now())
        .group_by(Event.city_id)
    )
    planned = {city_id: (number, first) for city_id, number, first in found}
    return tuple(
        line.City(
            slug=city.slug,
            name=city.name,
            latitude=city.latitude,
            longitude=city.longitude,
            url=url_for("home.city", city_slug=city.slug),
            note=_note(*planned[city.id]) if city.id in planned else "",
            is_on=city.id in planned,
        )
        for city in cities
    )


def _note(number: int, first: object) -> str:
    day = short_day(first)  # type: ignore[arg-type]  # an instant: the column's type is kept by min()
    return day if number == 1 else f"{plural(number, 'pitch day')}, the next on {day}"


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
