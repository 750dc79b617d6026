"""What anybody may read: the landing page, a city, a programme, a pitch day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template

from pitchday import clock
from pitchday.errors import NotFound
from pitchday.events import finding
from pitchday.events.enums import EventState
from pitchday.events.finding import Known, Wanted
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import at_event, may, public_event, public_programme
from pitchday.events.rights import Right
from pitchday.exports.structured import event_data
from pitchday.home import queries, ways
from pitchday.home.blueprint import blueprint
from pitchday.places import queries as places
from pitchday.web import line
from pitchday.web.guards import anyone, current_person, guard
from pitchday.web.paging import asked_page
from pitchday.web.unchanged import same_for_everybody

VENUES = 12
# A call that closes within these days is marked.
SOON = timedelta(days=7)


@blueprint.get("/")
@guard(anyone)
@same_for_everybody
def landing() -> str:
    stops, now = queries.stops(), clock.now()
    return render_template(
        "home/landing.html",
        cities=stops,
        plan=line.lay_out(stops),
        upcoming=[each.drawn(now) for each in finding.next_lines(queries.SHOWN)],
        calls=[each.call(now + SOON) for each in finding.open_calls(queries.SHOWN)],
    )


def known_city(person: object, city_slug: str) -> dict[str, Any]:
    """Anyone, for a city that is a stop on the line."""
    city = places.city_page(city_slug, clock.today())
    if city is None:
        raise NotFound
    return {"city": city}


@blueprint.get("/cities/<city_slug>")
@guard(known_city)
@same_for_everybody
def city(city: sa.Row[Any]) -> str:
    here, now = Wanted(city=Known(city.id, city.slug, city.name)), clock.now()
    listing = finding.page(here, asked_page())
    past = finding.lines(replace(here, is_past=True), limit=queries.SHOWN)
    return render_template(
        "home/city.html",
        city=city,
        beside=line.neighbours(queries.on_the_map(), city.slug),
        listing=listing,
        rows=[each.drawn(now) for each in listing.items],
        past=[each.drawn(now) for each in past],
        venues=places.venues_in(city.id, limit=VENUES),
    )


@blueprint.get("/programmes/<programme_slug>")
@guard(public_programme)
@same_for_everybody
def programme(programme: Programme) -> str:
    return render_template("home/programme.html", programme=programme, found=ways.branches(programme))


# Packages below link to the page of a pitch day as `events.show`; it lives here, where what they add to it is known.
@guard(public_event)
@same_for_everybody
def show_event(event: Event) -> str:
    is_mine = may(current_person(), event, Right.SEE)
    return _event_page(event, is_mine=is_mine, is_preview=False)


def _event_page(event: Event, *, is_mine: bool, is_preview: bool) -> str:
    # A draft is for its organisers: nothing about it is said to machines that pass its page on.
    told = not is_preview and event.state is not EventState.DRAFT
    return render_template(
        "home/event.html",
        event=event,
        offer=queries.offer(event),
        outcome=ways.outcome(event),
        is_mine=is_mine,
        is_preview=is_preview,
        structured=event_data(event) if told else None,
    )


@blueprint.get("/organise/events/<event_slug>/preview")
@guard(at_event(Right.SEE))
def preview(event: Event) -> str:
    """The public page before the public sees it."""
    return _event_page(event, is_mine=True, is_preview=True)
