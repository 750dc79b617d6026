"""Routes into a pitch day, the organisers' picks, and telling those who go through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pitchday import clock, history
from pitchday.applications import services as applications
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.rules import mark_of
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.progression import notifications, queries, rules
from pitchday.progression.enums import BY_RESULTS, RouteRule
from pitchday.progression.models import Place, Route
from pitchday.progression.queries import Line, Way
from pitchday.web.filters import plural


@dataclass(frozen=True)
class RouteFacts:
    """What an organiser decides about a route."""

    rule: RouteRule
    source: Event | None
    places: int
    reserves: int = 0
    above: float | None = None


def add_route(event: Event, facts: RouteFacts) -> Route:
    """A way into this pitch day. Raises DomainError, beside its field, for one that makes no sense."""
    begins = queries.stop(facts.source) if facts.source else None
    rules.check_route(facts.rule, begins, queries.stop(event), queries.edges(event.programme_id))
    _check_score(facts)
    route = Route(event=event, from_event=facts.source, rule=facts.rule)
    _set(route, facts)
    db.session.add(route)
    db.session.flush()
    return route


def _check_score(facts: RouteFacts) -> None:
    if (facts.rule is RouteRule.ABOVE) != (facts.above is not None):
        raise DomainError(
            "Enter the score that is needed."
            if facts.above is None
            else "A score counts only for the rule that asks for one. Leave it empty.",
            field="above",
        )


def _set(route: Route, facts: RouteFacts) -> None:
    route.places, route.reserves, route.above = facts.places, facts.reserves, facts.above


def edit_route(route: Route, facts: RouteFacts) -> None:
    """Change how many go through. Where it comes from and by which rule stays: that would be another route.

    Raises DomainError once somebody was told that they are through by it.
    """
    _require_untold(route)
    _check_score(facts)
    _set(route, facts)


def remove_route(route: Route) -> None:
    """Remove a route with the picks that nobody was told of. Raises DomainError once somebody was."""
    _require_untold(route)
    for place in db.session.scalars(sa.select(Place).where(Place.route_id == route.id)):
        db.session.delete(place)
    db.session.flush()
    db.session.delete(route)


def _require_untold(route: Route) -> None:
    told = sa.exists().where(Place.route_id == route.id, Place.told_at.is_not(None))
    if db.session.scalar(sa.select(told)):
        raise DomainError("Startups have been told that they are through by this route, so it stays as it is.")


def copy_routes(copies: Mapping[int, Event]) -> list[Route]:
    """Make the routes of pitch days again between their copies. `copies` maps the number of each to its copy.

    A route that would begin outside the copies, or that makes no sense any more, is left out.
    """
    known = db.session.scalars(sa.select(Route).where(Route.event_id.in_(copies)).order_by(Route.id)).all()
    made = []
    for route in known:
        if route.from_event_id is not None and route.from_event_id not in copies:
            continue
        source, target = copies.get(route.from_event_id or 0), copies[route.event_id]
        if source is not None and rules.problem_of(queries.stop(source), queries.stop(target)):
            continue
        facts = RouteFacts(route.rule, source, route.places, route.reserves, route.above)
        made.append(add_route(target, facts))
    return made


def pick(way: Way, source: Application, *, as_reserve: bool, reason: str = "") -> Place:
    """Choose a startup by hand; nobody is told before the next release. Raises DomainError when no place is left."""
    route = way.route
    if route.rule in BY_RESULTS:
        raise DomainError("The results decide who goes through here.")
    group = way.reserves if as_reserve else way.through
    most = route.reserves if as_reserve else route.places
    if len(group) >= most:
        given = plural(most, "reserve" if as_reserve else "place")
        raise DomainError(f"This route has {given}, and no more to give.", field="startup")
    place = Place(
        route=route,
        event_id=route.event_id,
        startup=source.startup,
        source=source,
        is_reserve=as_reserve,
        position=max((line.place.position for line in group if line.place), default=0) + 1,
        reason=reason,
    )
    db.session.add(place)
    db.session.flush()
    return place


def take_back(place: Place) -> None:
    """Undo a pick. Raises DomainError once the startup was told."""
    if place.told_at is not None:
        raise DomainError(f"{place.startup.name} has been told, so this cannot be undone.")
    db.session.delete(place)


def waiting(ways: Iterable[Way]) -> list[tuple[Way, Line]]:
    """Who would be told now, in the order of the routes."""
    return [(way, line) for way in ways for line in way.untold]


def mark(to_tell: Sequence[tuple[Way, Line]]) -> str:
    """A mark of what somebody sees before they tell anybody."""
    return mark_of(*(f"{way.route.id} {line.startup.id} {line in way.reserves}" for way, line in to_tell))


def release(event: Event, *, seen: str | None = None) -> list[Place]:
    """Tell everybody who is through and has not heard, once, and the reserves after them.

    Each who is through gets an application here that carries along what they sent, and is asked to confirm.
    Raises DomainError when it is not what was seen when `seen` was marked.
    """
    # Two releases come one after the other; the second finds that everybody has been told.
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    if event.state is not EventState.PUBLISHED:
        raise DomainError(f"{event.title} is not published. Publish it first, so that startups can look at it.")
    to_tell = waiting(queries.ways_into(event))
    if not to_tell:
        return []
    if seen is not None and seen != mark(to_tell):
        raise DomainError("Results or picks have changed since you opened this page. Look again, then release.")
    places = [_tell(event, way, line) for way, line in to_tell]
    db.session.flush()
    for place in places:
        if place.is_reserve:
            notifications.waits(place)
        else:
            notifications.through(place)
    return places


def _tell(event: Event, way: Way, line: Line) -> Place:
    is_reserve = line in way.reserves
    position = (way.reserves if is_reserve else way.through).index(line) + 1
    place = line.place or _row_of(event, line)
    place.route, place.source = way.route, line.source
    place.is_reserve, place.position, place.told_at = is_reserve, position, clock.now()
    if not is_reserve:
        _carry(event, place)
    _note_at_source(event, place)
    return place


def _row_of(event: Event, line: Line) -> Place:
    """The startup's row: a reserve that has won a place by another route has one."""
    known = db.session.scalar(sa.select(Place).where(Place.event_id == event.id, Place.startup_id == line.startup.id))
    if known is None:
        known = Place(event_id=event.id, startup=line.startup, reason="")
        db.session.add(known)
    return known


def _carry(event: Event, place: Place) -> None:
    place.application = applications.carry_along(place.source, event, reason=place.reason)


def _note_at_source(event: Event, place: Place) -> None:
    """The pitch day that it comes from has it in its history too."""
    if place.source.event_id != event.id:
        history.record(
            "named reserve" if place.is_reserve else "put through",
            subject=f"application:{place.source_id}",
            label=place.startup.name,
            scope=place.source.event.history_key,
            changes={"to": event.title},
        )


def promote(event: Event, place: Place) -> None:
    """Give a free place to the next reserve, and tell them. Raises DomainError when none is free or another is next."""
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    way = next(way for way in queries.ways_into(event) if way.route.id == place.route_id)
    following = way.next_reserve
    if following is None or following.place is None or following.place.id != place.id:
        raise DomainError(f"{place.startup.name} is not next, or no place is free any more. Open the page again.")
    place.is_reserve = False
    place.position = max((line.place.position for line in way.through if line.place), default=0) + 1
    _carry(event, place)
    _note_at_source(event, place)
    db.session.flush()
    notifications.through(place, promoted=True)


def lapse(place: Place) -> None:
    """Take back a place that its startup has not confirmed, so that a reserve can have it."""
    if place.application is None or place.application.state is not ApplicationState.INVITED:
        raise DomainError(f"{place.startup.name} has no invitation that waits for an answer.")
    applications.lapse(place.application)
