"""Reading results and routes; every page in a number of queries that does not depend on how much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.queries import confirmed
from pitchday.db import db
from pitchday.events.models import Event, Programme
from pitchday.progression import rules
from pitchday.progression.enums import BY_RESULTS, REACHED
from pitchday.progression.models import EventResult, Place, Placing, Route
from pitchday.startups.models import Startup

_startups = selectinload(EventResult.placings).joinedload(Placing.application).joinedload(Application.startup)


def result_of(event_id: int) -> EventResult | None:
    """With its placings and their startups."""
    return results_of([event_id]).get(event_id)


def results_of(event_ids: Sequence[int]) -> dict[int, EventResult]:
    rows = db.session.scalars(
        sa.select(EventResult)
        .where(EventResult.event_id.in_(event_ids))
        .options(_startups.joinedload(Startup.city), _startups.joinedload(Startup.sector))
    )
    return {row.event_id: row for row in rows}


def is_public(result: EventResult | None) -> bool:
    return result is not None and result.public_from is not None and result.public_from <= clock.now()


def contenders(event_id: int) -> Sequence[Application]:
    """Who can have a place in the results: the startups that have confirmed, by name."""
    return db.session.scalars(confirmed(event_id)).all()


def placed(result: EventResult | None) -> list[rules.Placed]:
    """The results as rules read them; a startup that has given its place up since is out."""
    return [
        rules.Placed(row.application.startup_id, row.rank, row.score, row.tie_order)
        for row in (result.placings if result else ())
        if row.application.state is ApplicationState.CONFIRMED
    ]


def stop(event: Event) -> rules.Stop:
    return rules.Stop(
        event.id, event.title, event.programme_id, event.kind, event.state, event.starts_at, event.ends_at
    )


def routes_into(event_id: int) -> Sequence[Route]:
    """In the order in which they are dealt with: what results decide first, by the day they come from."""
    found = db.session.scalars(
        sa.select(Route)
        .where(Route.event_id == event_id)
        .options(joinedload(Route.from_event).joinedload(Event.city))
        .order_by(Route.id)
    ).all()
    return sorted(found, key=_turn)


def _turn(route: Route) -> tuple[bool, bool, float, int]:
    begins = route.from_event
    return (route.rule not in BY_RESULTS, begins is None, begins.starts_at.timestamp() if begins else 0.0, route.id)


def routes_from(event_id: int) -> Sequence[Route]:
    """Where startups of a pitch day may go on to, the next first."""
    return db.session.scalars(
        sa.select(Route)
        .join(Event, Route.event_id == Event.id)
        .where(Route.from_event_id == event_id)
        .options(joinedload(Route.event).joinedload(Event.city), joinedload(Route.from_event))
        .order_by(Event.starts_at, Route.id)
    ).all()


def edges(programme_id: int | None) -> list[tuple[int, int]]:
    """Which pitch days of a programme lead to which."""
    rows = db.session.execute(
        sa.select(Route.from_event_id, Route.event_id)
        .join(Event, Route.event_id == Event.id)
        .where(Event.programme_id == programme_id, Route.from_event_id.is_not(None))
    )
    return [(begins, ends) for begins, ends in rows if begins is not None]


def places_in(event_id: int) -> Sequence[Place]:
    """Everybody who is through, picked or waiting, in the order of their places."""
    return db.session.scalars(
        sa.select(Place)
        .where(Place.event_id == event_id)
        .options(
            joinedload(Place.startup),
            joinedload(Place.application),
            joinedload(Place.source).joinedload(Application.event),
        )
        .order_by(Place.is_reserve, Place.position, Place.id)
    ).all()


def sources_for(event: Event) -> Sequence[Event]:
    """Pitch days of the programme that may lead to this one, the first first."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.programme_id == event.programme_id, Event.starts_at < event.starts_at, Event.id != event.id)
        .options(joinedload(Event.city))
        .order_by(Event.starts_at, Event.id)
    ).all()


def targets_in(programme_id: int) -> Sequence[Event]:
    """Pitch days of a programme that routes may lead to, the last first: the final has it mostly."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.programme_id == programme_id, Event.kind.in_(REACHED))
        .order_by(Event.starts_at.desc(), Event.id)
    ).all()


@dataclass
class Line:
    """A startup on the page of a route. `place` is its row once it was picked or told; `tie` that others share it."""

    startup: Startup
    source: Application
    place: Place | None = None
    rank: int | None = None

    @property
    def application(self) -> Application | None:
        return self.place.application if self.place else None


@dataclass
class Way:
    """A route with everybody on it. `is_told` once those that the results put through have been told."""

    route: Route
    problem: str | None = None
    result: EventResult | None = None
    through: list[Line] = field(default_factory=list)
    reserves: list[Line] = field(default_factory=list)
    tied: list[Line] = field(default_factory=list)
    tied_reserves: list[Line] = field(default_factory=list)
    is_told: bool = False

    @property
    def by_results(self) -> bool:
        return self.route.rule in BY_RESULTS

    @property
    def is_settled(self) -> bool:
        return not self.tied and not self.tied_reserves

    @property
    def untold(self) -> list[Line]:
        """Those who are to be told next, reserves after the others; nobody while a tie is open or the way is shut."""
        if self.problem or not self.is_settled:
            return []
        return [line for line in (*self.through, *self.reserves) if line.place is None or line.place.told_at is None]

    @property
    def free(self) -> int:
        """Places that nobody has taken, or that were given up."""
        return self.route.places - sum(not _is_out(line) for line in self.through)

    @property
    def next_reserve(self) -> Line | None:
        """Who is asked next when a place is free."""
        waiting = (line for line in self.reserves if line.place is not None and line.place.told_at is not None)
        return next(waiting, None) if self.free > 0 else None


def _is_out(line: Line) -> bool:
    return line.application is not None and line.application.state is ApplicationState.WITHDRAWN


def ways_into(event: Event) -> list[Way]:
    """Each route into a pitch day, with who is through by it and who would be."""
    routes = routes_into(event.id)
    results = results_of([route.from_event_id for route in routes if route.from_event_id is not None])
    by_route: dict[int, list[Place]] = defaultdict(list)
    places = places_in(event.id)
    for place in places:
        by_route[place.route_id].append(place)
    here = stop(event)
    ways = []
    for route in routes:
        way = Way(route, result=results.get(route.from_event_id or 0))
        way.problem = rules.problem_of(stop(route.from_event), here) if route.from_event else None
        for place in by_route[route.id]:
            line = Line(place.startup, place.source, place)
            (way.reserves if place.is_reserve else way.through).append(line)
        way.is_told = way.by_results and bool(by_route[route.id])
        ways.append(way)
    _choose(ways, {place.startup_id for place in places if not place.is_reserve} | _left(event.id))
    return ways


def _left(event_id: int) -> set[int]:
    """Startups that have given this pitch day up for good."""
    return set(
        db.session.scalars(
            sa.select(Application.startup_id).where(
                Application.event_id == event_id, Application.state == ApplicationState.WITHDRAWN
            )
        )
    )


def _choose(ways: Sequence[Way], gone_through: set[int]) -> None:
    """Fill the ways that results decide and that nobody has been told of."""
    open_ways = {way.route.id: way for way in ways if way.by_results and not way.is_told and not way.problem}
    asked = [
        rules.Asked(key, way.route.places, way.route.reserves, placed(way.result), way.route.above)
        for key, way in open_ways.items()
    ]
    for key, outcome in rules.select(asked, gone_through).items():
        way = open_ways[key]  # type: ignore[index]  # the keys are those that were asked with
        known = {row.application.startup_id: row for row in (way.result.placings if way.result else ())}
        for name in ("through", "reserves", "tied", "tied_reserves"):
            chosen = [known[startup_id] for startup_id in getattr(outcome, name)]
            getattr(way, name).extend(Line(row.application.startup, row.application, rank=row.rank) for row in chosen)


def candidates(way: Way, event: Event) -> Sequence[Application]:
    """Whom the organisers may pick on this route: nobody who is through or waiting already, by name.

    For a wild card these are the startups of every pitch day before, and those that have applied here.
    """
    seen = sa.select(Place.startup_id).where(Place.event_id == event.id)
    pitched = [way.route.from_event_id] if way.route.from_event_id else [day.id for day in sources_for(event)]
    wanted = sa.and_(Application.event_id.in_(pitched), Application.state == ApplicationState.CONFIRMED)
    if way.route.from_event_id is None:
        wanted = sa.or_(
            wanted,
            sa.and_(
                Application.event_id == event.id,
                Application.state.in_((ApplicationState.SUBMITTED, ApplicationState.RETURNED)),
            ),
        )
    statement = (
        sa.select(Application)
        .join(Application.startup)
        .where(wanted, Application.startup_id.not_in(seen))
        .options(joinedload(Application.event), joinedload(Application.startup))
        .order_by(sa.func.lower(Startup.name), Application.id)
    )
    left = _left(event.id)
    return [found for found in db.session.scalars(statement) if found.startup_id not in left]


def place_by_uid(event_id: int, uid: str) -> Place | None:
    return db.session.scalar(
        sa.select(Place)
        .where(Place.event_id == event_id, Place.uid == uid)
        .options(joinedload(Place.application), joinedload(Place.startup), joinedload(Place.route))
    )


def through_publicly(event_ids: Sequence[int]) -> dict[int, list[Place]]:
    """By the pitch day they lead to, who may be named to everybody: told, not given up, and of public results.

    A pick that no results tell of may be named once its startup has confirmed.
    """
    rows = db.session.scalars(
        sa.select(Place)
        .join(Place.route)
        .join(Place.application)
        .outerjoin(EventResult, EventResult.event_id == Route.from_event_id)
        .where(
            Place.event_id.in_(event_ids),
            Application.state.in_((ApplicationState.INVITED, ApplicationState.CONFIRMED)),
            sa.or_(
                EventResult.public_from <= clock.now(),
                sa.and_(Route.from_event_id.is_(None), Application.state == ApplicationState.CONFIRMED),
            ),
        )
        .options(
            joinedload(Place.startup).joinedload(Startup.city),
            joinedload(Place.startup).joinedload(Startup.sector),
            joinedload(Place.route),
        )
        .order_by(Place.route_id, Place.position)
    )
    found: dict[int, list[Place]] = defaultdict(list)
    for place in rows:
        found[place.event_id].append(place)
    return found


def onward_of(programme: Programme) -> dict[int, list[Route]]:
    """The routes of a programme by the pitch day they come from."""
    rows = db.session.scalars(
        sa.select(Route)
        .join(Event, Route.event_id == Event.id)
        .where(Event.programme_id == programme.id, Route.from_event_id.is_not(None))
        .options(joinedload(Route.event))
        .order_by(Route.id)
    )
    found: dict[int, list[Route]] = defaultdict(list)
    for route in rows:
        found[route.from_event_id or 0].append(route)
    return found
