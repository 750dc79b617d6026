"""Who enters results, and who decides on the way from one pitch day to the next."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import asks, permitted_event, rights_throughout
from pitchday.events.rights import Right
from pitchday.progression import queries
from pitchday.progression.enums import REACHED
from pitchday.progression.models import Route


def may_see_ways(person: Person | None, event: Event) -> bool:
    """Whoever runs the whole programme: the results of every city lie behind it."""
    return event.programme is not None and Right.PROGRESS in rights_throughout(person, event.programme)


@asks(Right.RESULTS, Right.PROGRESS)
def progression_organiser(person: Person | None, event_slug: str) -> dict[str, Any]:
    """Organisers of the programme, on a pitch day that startups can come through to."""
    event = permitted_event(person, event_slug, Right.RESULTS)
    if event.programme is None or event.kind not in REACHED:
        raise NotFound("Nobody comes through to this pitch day: it is not a later one of a programme.")
    if not may_see_ways(person, event):
        raise Forbidden("Who comes through is decided by the organisers of the whole programme.")
    return {"event": event}


@asks(Right.RESULTS, Right.PROGRESS)
def route_organiser(person: Person | None, event_slug: str, route_uid: str) -> dict[str, Any]:
    """As progression_organiser, for a route into this pitch day."""
    event = progression_organiser(person, event_slug)["event"]
    route = db.session.scalar(sa.select(Route).where(Route.uid == route_uid, Route.event_id == event.id))
    if route is None:
        raise NotFound
    return {"event": event, "route": route}


@asks(Right.RESULTS, Right.PROGRESS)
def place_organiser(person: Person | None, event_slug: str, place_uid: str) -> dict[str, Any]:
    """As progression_organiser, for a startup that is through, picked or waiting."""
    event = progression_organiser(person, event_slug)["event"]
    place = queries.place_by_uid(event.id, place_uid)
    if place is None:
        raise NotFound
    return {"event": event, "place": place}
