"""Organisers' pages about venues and rooms."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.history.stale import require_version
from pitchday.places import queries, services
from pitchday.places.forms import NewRoomForm, NewVenueForm, RoomForm, VenueForm
from pitchday.places.models import Room, Venue
from pitchday.places.permissions import place_editor, room_editor, venue_editor
from pitchday.places.views import places
from pitchday.web.forms import shown
from pitchday.web.guards import guard
from pitchday.web.once import once
from pitchday.web.paging import paged

Page = tuple[str, int] | str | Response


@places.get("/organise/venues")
@guard(place_editor)
def venues() -> str:
    cities = queries.cities()
    chosen = next((city for city in cities if city.slug == request.args.get("city")), None)
    statement = queries.venues()
    if chosen:
        statement = statement.where(Venue.city_id == chosen.id)
    return render_template("places/venues.html", listing=paged(statement), cities=cities, chosen=chosen)


@places.route("/organise/venues/new", methods=["GET", "POST"])
@guard(place_editor)
@commits
@once
def new_venue() -> Page:
    form = NewVenueForm(queries.cities())
    if form.validate_on_submit():
        with form.refusals():
            venue = services.add_venue(city=form.cities[form.city.data], **_venue_values(form))
        if not form.errors:
            flash(f"{venue.name} is in the list. Add its rooms now.", "done")
            return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
    return shown("places/new_venue.html", form=form)


@places.route("/organise/venues/<venue_uid>", methods=["GET", "POST"])
@guard(venue_editor)
@commits
def venue(venue: Venue) -> Page:
    form = VenueForm(obj=venue)
    if form.validate_on_submit():
        with form.refusals():
            require_version(venue, form.version.data)
            services.edit_venue(venue, **_venue_values(form))
        if not form.errors:
            flash("Saved.", "done")
            return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
        form.renew(venue.version)
    return shown("places/venue.html", form=form, venue=venue)


@places.route("/organise/venues/<venue_uid>/rooms/new", methods=["GET", "POST"])
@guard(venue_editor)
@commits
@once
def new_room(venue: Venue) -> Page:
    form = NewRoomForm()
    if form.validate_on_submit():
        with form.refusals():
            services.add_room(venue, **_room_values(form))
        if not form.errors:
            flash(f"{form.name.data} is in the list.", "done")
            return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
    return shown("places/room.html", form=form, venue=venue, room=None)


@places.route("/organise/venues/<venue_uid>/rooms/<room_uid>", methods=["GET", "POST"])
@guard(room_editor)
@commits
def room(venue: Venue, room: Room) -> Page:
    form = RoomForm(obj=room)
    if form.validate_on_submit():
        with form.refusals():
            require_version(room, form.version.data)
            services.edit_room(room, **_room_values(form))
        if not form.errors:
            flash("Saved.", "done")
            return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
        form.renew(room.version)
    return shown("places/room.html", form=form, venue=venue, room=room)


def _venue_values(form: NewVenueForm | VenueForm) -> dict[str, Any]:
    names = ("name", "address", "postcode", "nearest_station", "step_free", "hearing_loop", "access_notes")
    return {name: form[name].data for name in names}


def _room_values(form: NewRoomForm | RoomForm) -> dict[str, Any]:
    return {"name": form.name.data, "capacity": form.capacity.data}
