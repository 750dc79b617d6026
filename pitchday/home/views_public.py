"""What anybody may read: the landing page, a city, a programme, a pitch day."""

from __future__ import annotations

from typing import Any

from flask import render_template

from pitchday import clock
from pitchday.errors import NotFound
from pitchday.events import queries as events
from pitchday.events.enums import EventState
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import event_organiser, organises, public_event, public_programme
from pitchday.exports.structured import event_data
from pitchday.home import queries, ways
from pitchday.home.blueprint import blueprint
from pitchday.places import queries as places
from pitchday.places.models import City
from pitchday.web import line
from pitchday.web.guards import anyone, current_person, guard
from pitchday.web.paging import paged


@blueprint.get("/")
@guard(anyone)
def landing() -> str:
    stops = queries.stops(places.cities())
    return render_template(
        "home/landing.html",
        cities=stops,
        plan=line.lay_out(stops),
        upcoming=queries.next_events(),
        calls=queries.open_calls(),
    )


def known_city(person: object, city_slug: str) -> dict[str, Any]:
    """Anyone, for a city that is a stop on the line."""
    city = places.city_by_slug(city_slug)
    if city is None:
        raise NotFound
    return {"city": city}


@blueprint.get("/cities/<city_slug>")
@guard(known_city)
def city(city: City) -> str:
    return render_template(
        "home/city.html",
        city=city,
        area=places.area_of(city, clock.today()),
        listing=paged(events.in_city(events.upcoming(), city)),
        past=queries.latest_past(city),
    )


@blueprint.get("/programmes/<programme_slug>")
@guard(public_programme)
def programme(programme: Programme) -> str:
    return render_template("home/programme.html", programme=programme, found=ways.branches(programme))


# Packages below link to the page of a pitch day as `events.show`; it lives here, where what they add to it is known.
@guard(public_event)
def show_event(event: Event) -> str:
    is_mine = organises(current_person(), event)
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
@guard(event_organiser)
def preview(event: Event) -> str:
    """The public page before the public sees it."""
    return _event_page(event, is_mine=True, is_preview=True)
