"""What everybody may read of the way from the heats of a programme to its final."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pitchday import clock
from pitchday.db import db
from pitchday.events import queries as events
from pitchday.events.enums import PUBLIC_STATES, EventKind, EventState, Phase
from pitchday.events.models import Event, Programme
from pitchday.events.phases import phase_of
from pitchday.progression import queries as progression
from pitchday.progression.models import Route
from pitchday.startups.models import Startup
from pitchday.startups.visibility import public_facts

LEADING = frozenset({EventKind.HEAT, EventKind.SEMI_FINAL})


@dataclass(frozen=True)
class Named:
    """A startup by its public name; `slug` leads to its profile when that is public."""

    name: str
    slug: str | None
    rank: int | None = None


@dataclass(frozen=True)
class Group:
    """Those who went through from one pitch day, or by wild card where there is none."""

    event: Event | None
    through: Sequence[Named]


@dataclass(frozen=True)
class Branches:
    """A programme as heats that join into a final; `others` lead nowhere. `through` says who went through so far."""

    heats: Sequence[Event]
    final: Event | None
    others: Sequence[Event]
    through: Sequence[Group]
    calls: Sequence[Event]


def branches(programme: Programme) -> Branches:
    """Its public pitch days in the order of time; the last final is the one the heats lead to."""
    found = db.session.scalars(
        events.public().where(Event.programme_id == programme.id).order_by(Event.starts_at, Event.id)
    ).all()
    finals = [event for event in found if event.kind is EventKind.FINAL and event.state is EventState.PUBLISHED]
    final = finals[-1] if finals else None
    heats = [event for event in found if event.kind in LEADING] if final else []
    now = clock.now()
    calls = [event for event in found if phase_of(event, now) is Phase.APPLICATIONS_OPEN]
    return Branches(
        heats,
        final,
        [event for event in found if event is not final and event not in heats],
        _through(final, found) if final else [],
        sorted(calls, key=lambda event: event.applications_close_at),
    )


def _through(final: Event, known: Sequence[Event]) -> list[Group]:
    by_origin: dict[int | None, list[Named]] = {}
    for place in progression.through_publicly([final.id]).get(final.id, ()):
        by_origin.setdefault(place.route.from_event_id, []).append(_named(place.startup))
    groups = [Group(event, by_origin[event.id]) for event in known if event.id in by_origin]
    return groups + ([Group(None, by_origin[None])] if None in by_origin else [])


def _named(startup: Startup, rank: int | None = None) -> Named:
    return Named(public_facts(startup)["name"], startup.slug if startup.listed else None, rank)


@dataclass(frozen=True)
class Outcome:
    """What a pitch day's own page says once it is over: its results, and where it leads."""

    placings: Sequence[Named] = field(default=())
    next_route: Route | None = None


def outcome(event: Event) -> Outcome:
    """Nothing, and no query, for a pitch day that belongs to no programme and has not begun."""
    placings: list[Named] = []
    if event.starts_at <= clock.now():
        result = progression.result_of(event.id)
        if result is not None and progression.is_public(result):
            placings = [_named(row.application.startup, row.rank) for row in result.placings]
    routes = progression.routes_from(event.id) if event.programme_id is not None else []
    return Outcome(placings, next((route for route in routes if route.event.state in PUBLIC_STATES), None))
