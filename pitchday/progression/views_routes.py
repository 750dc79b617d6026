"""Who comes through to a later pitch day: routes, picks, telling them, reserves."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.history.stale import require_version
from pitchday.progression import queries, rules, services
from pitchday.progression.blueprint import blueprint
from pitchday.progression.enums import BY_RESULTS
from pitchday.progression.forms import EditRouteForm, NewRouteForm, PickForm, TellForm
from pitchday.progression.models import Place, Route
from pitchday.progression.permissions import place_organiser, progression_organiser, route_organiser
from pitchday.web.filters import plural
from pitchday.web.forms import Form, shown
from pitchday.web.guards import guard
from pitchday.web.once import once

View = tuple[str, int] | str | Response


def _to_ways(event: Event) -> Response:
    return redirect(url_for("progression.ways", event_slug=event.slug), 303)


@blueprint.get("/organise/events/<event_slug>/progression")
@guard(progression_organiser)
def ways(event: Event) -> str:
    """Each route into this pitch day, who is through by it, and what is still to be decided."""
    found = queries.ways_into(event)
    places = sum(way.route.places for way in found)
    fits, capacity = rules.room_for(places, event.starts_at, event.ends_at)
    return render_template(
        "progression/ways.html",
        event=event,
        ways=found,
        fits=fits,
        capacity=capacity,
        waiting=services.waiting(found),
    )


@blueprint.route("/organise/events/<event_slug>/progression/new", methods=["GET", "POST"])
@guard(progression_organiser)
@commits
@once
def new_route(event: Event) -> View:
    form = NewRouteForm(queries.sources_for(event))
    if form.validate_on_submit():
        with form.refusals():
            route = services.add_route(event, form.facts())
        if not form.errors:
            flash(f"{route.origin}: {route.words}.", "done")
            return _to_ways(event)
    return shown("progression/new_route.html", form=form, event=event)


@blueprint.route("/organise/events/<event_slug>/progression/routes/<route_uid>", methods=["GET", "POST"])
@guard(route_organiser)
@commits
def edit_route(event: Event, route: Route) -> View:
    form = EditRouteForm(obj=route)
    if form.validate_on_submit():
        with form.refusals():
            require_version(route, form.version.data)
            services.edit_route(route, form.facts(route))
        if not form.errors:
            flash("Saved.", "done")
            return _to_ways(event)
        form.renew(route.version)
    return shown("progression/edit_route.html", form=form, event=event, route=route)


@blueprint.route("/organise/events/<event_slug>/progression/routes/<route_uid>/remove", methods=["GET", "POST"])
@guard(route_organiser)
@commits
def remove_route(event: Event, route: Route) -> View:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            services.remove_route(route)
        if not form.errors:
            flash("The route is removed.", "done")
            return _to_ways(event)
    return shown("progression/remove_route.html", form=form, event=event, route=route)


@blueprint.route("/organise/events/<event_slug>/progression/routes/<route_uid>/pick", methods=["GET", "POST"])
@guard(route_organiser)
@commits
@once
def pick(event: Event, route: Route) -> View:
    if route.rule in BY_RESULTS:
        flash("The results decide who goes through here.", "note")
        return _to_ways(event)
    way = next(way for way in queries.ways_into(event) if way.route.id == route.id)
    form = PickForm(queries.candidates(way, event))
    if form.validate_on_submit():
        with form.refusals():
            place = services.pick(
                way,
                form.candidates[form.startup.data],
                as_reserve=form.as_reserve.data,
                reason=form.reason.data or "",
            )
        if not form.errors:
            flash(f"{place.startup.name} is picked. Nobody is told until you release.", "done")
            return _to_ways(event)
    return shown("progression/pick.html", form=form, event=event, route=route, way=way)


@blueprint.post("/organise/events/<event_slug>/progression/places/<place_uid>/undo")
@guard(place_organiser)
@commits
def undo_pick(event: Event, place: Place) -> Response:
    name = place.startup.name
    services.take_back(place)
    flash(f"{name} is not picked any more. Nobody was told of it.", "done")
    return _to_ways(event)


@blueprint.get("/organise/events/<event_slug>/progression/release")
@guard(progression_organiser)
def release(event: Event) -> View:
    """Say who will be told what, before anybody is."""
    to_tell = services.waiting(queries.ways_into(event))
    if not to_tell:
        flash("Nobody waits to be told.", "note")
        return _to_ways(event)
    return _release_page(event, TellForm(mark=services.mark(to_tell)))


def _release_page(event: Event, form: TellForm) -> tuple[str, int]:
    to_tell = services.waiting(queries.ways_into(event))
    return shown("progression/release.html", form=form, event=event, **_counts(to_tell))


def _counts(to_tell: list[tuple[queries.Way, queries.Line]]) -> dict[str, Any]:
    reserves = [(way, line) for way, line in to_tell if line in way.reserves]
    return {
        "through": [pair for pair in to_tell if pair not in reserves],
        "reserves": reserves,
        "people": len({member.person_id for _, line in to_tell for member in line.startup.members}),
    }


@blueprint.post("/organise/events/<event_slug>/progression/release")
@guard(progression_organiser)
@commits
def release_now(event: Event) -> View:
    form = TellForm()
    told: list[Place] = []
    if form.validate_on_submit():
        with form.refusals():
            told = services.release(event, seen=form.mark.data)
    if form.errors:
        form.mark.raw_data, form.mark.data = None, services.mark(services.waiting(queries.ways_into(event)))
        return _release_page(event, form)
    through = sum(not place.is_reserve for place in told)
    if told:
        flash(f"{plural(through, 'startup')} told to be through. Their mails are on the way.", "done")
    else:
        flash("They have been told already. Nobody is told twice.", "note")
    return _to_ways(event)


@blueprint.route("/organise/events/<event_slug>/progression/places/<place_uid>/invite", methods=["GET", "POST"])
@guard(place_organiser)
@commits
def invite_reserve(event: Event, place: Place) -> View:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            services.promote(event, place)
        if not form.errors:
            flash(f"{place.startup.name} is through. The mail is on its way.", "done")
            return _to_ways(event)
    return shown("progression/invite.html", form=form, event=event, place=place)


@blueprint.route("/organise/events/<event_slug>/progression/places/<place_uid>/lapse", methods=["GET", "POST"])
@guard(place_organiser)
@commits
def lapse(event: Event, place: Place) -> View:
    """Take back an invitation that nobody answers."""
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            services.lapse(place)
        if not form.errors:
            flash(f"The place of {place.startup.name} is free again.", "done")
            return _to_ways(event)
    return shown("progression/lapse.html", form=form, event=event, place=place)
