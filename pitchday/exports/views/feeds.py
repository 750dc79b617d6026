"""Pitch days as calendars: one, a city's, a programme's, or all."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from flask import request
from werkzeug.wrappers import Response

from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.events.finding import Wanted, options
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import public_programme
from pitchday.exports import queries, writers
from pitchday.exports.answers import answer
from pitchday.exports.blueprint import blueprint
from pitchday.exports.edition import edition
from pitchday.places.queries import city_by_slug
from pitchday.web.downloads import PUBLIC, download
from pitchday.web.guards import anyone, guard
from pitchday.web.urls import absolute


@blueprint.get("/events.ics")
@guard(anyone)
def events_ics() -> Response:
    """All, or exactly those that the list of pitch days shows for the same filters, past ones within a month."""
    wanted = Wanted.read(request.args, options())
    statement = queries.in_feeds().join(Event.city).join(Event.venue).where(*wanted.conditions_for_calendars())
    name = ", ".join(["Pitch days", *wanted.said().values()])
    url = absolute("exports.events_ics", **wanted.values)
    return _feed(statement.params(wanted.parameters), name, "events", url)


@blueprint.get("/cities/<city_slug>.ics")
@guard(anyone)
def city_ics(city_slug: str) -> Response:
    city = city_by_slug(city_slug)
    if city is None:
        raise NotFound
    url = absolute("exports.city_ics", city_slug=city.slug)
    return _feed(queries.in_feeds().where(Event.city_id == city.id), f"Pitch days in {city.name}", city.slug, url)


@blueprint.get("/programmes/<programme_slug>.ics")
@guard(public_programme)
def programme_ics(programme: Programme) -> Response:
    url = absolute("exports.programme_ics", programme_slug=programme.slug)
    return _feed(queries.in_feeds().where(Event.programme_id == programme.id), programme.name, programme.slug, url)


@blueprint.get("/events/<event_slug>.ics")
@guard(anyone)
def event_ics(event_slug: str) -> Response:
    event = queries.public_event(event_slug)
    if event is None:
        raise NotFound
    return download(writers.event_ics(event), "ics", name=event_slug, cache=PUBLIC)


def _feed(statement: sa.Select[Event], name: str, file_name: str, url: str) -> Response:
    """Written anew only when something in it has changed: the identity is that of everything it says."""
    events = db.session.scalars(statement).all()
    said = [(event.id, event.version, event.changed_at, event.venue.version, event.city.name) for event in events]
    identity = hashlib.sha256(repr((edition(), name, url, said)).encode()).hexdigest()[:32]
    return answer(identity, "ics", file_name, lambda: writers.events_ics(events, name=name, source_url=url))
