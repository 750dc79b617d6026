"""Organisers' pages about venues, their rooms and the ways between them.

The page of a venue itself, and those that retire and remove it, are in `home`: they say which pitch days use it.
"""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.history.stale import require_version
from pitchday.places import library, queries, services, travel
from pitchday.places.forms import HandOverForm, NewRoomForm, NewVenueForm, RoomForm, VenueForm, WayForm
from pitchday.places.lists import Venues
from pitchday.places.models import Room, Venue
from pitchday.places.permissions import (
    may_edit_venue,
    place_editor,
    room_editor,
    venue_editor,
    venue_reader,
    way_editor,
)
from pitchday.places.views import places
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once
from pitchday.web.paging import paged

Page = tuple[str, int] | str | Response


@places.get("/organise/venues")
@guard(place_editor)
def venues() -> str:
    return render_template("places/venues.html", list=Venues(current_person()).page(request.args))


@places.get("/organise/venues.<any(csv, xlsx):ending>")
@guard(place_editor)
def venues_file(ending: str) -> Response:
    return list_file(Venues(current_person()), ending)


@places.route("/organise/venues/new", methods=["GET", "POST"])
@guard(place_editor)
@commits
@once
def new_venue() -> Page:
    form = NewVenueForm(queries.cities())
    if form.validate_on_submit():
        with form.refusals():
            venue = services.add_venue(form.facts(), city=form.cities[form.city.data], owner=current_person())
        if not form.errors:
            flash(f"{venue.name} is in the library, and you look after it. Add its rooms now.", "done")
            return _back(venue)
    return shown("places/new_venue.html", form=form)


@places.route("/organise/venues/<venue_uid>/edit", methods=["GET", "POST"])
@guard(venue_editor)
@commits
def edit_venue(venue: Venue) -> Page:
    form = VenueForm(obj=venue)
    if form.validate_on_submit():
        with form.refusals():
            require_version(venue, form.version.data)
            services.edit_venue(venue, form.facts())
        if not form.errors:
            flash("Saved.", "done")
            return _back(venue)
        form.renew(venue.version)
    return shown("places/edit_venue.html", form=form, venue=venue)


@places.route("/organise/venues/<venue_uid>/hand-over", methods=["GET", "POST"])
@guard(venue_editor)
@commits
def hand_over(venue: Venue) -> Page:
    person = current_person()
    form = HandOverForm(data={} if venue.owner else {"email": person.email})
    if form.validate_on_submit():
        with form.refusals():
            owner = library.hand_over(venue, email=form.email.data or "", by=person)
        if not form.errors:
            flash(f"{owner.name} looks after {venue.name} now.", "done")
            return _back(venue)
    return shown("places/hand_over.html", form=form, venue=venue)


@places.post("/organise/venues/<venue_uid>/bring-back")
@guard(venue_editor)
@commits
def bring_back(venue: Venue) -> Response:
    library.bring_back(venue)
    flash(f"{venue.name} is offered again.", "done")
    return _back(venue)


@places.route("/organise/venues/<venue_uid>/rooms/new", methods=["GET", "POST"])
@guard(venue_editor)
@commits
@once
def new_room(venue: Venue) -> Page:
    form = NewRoomForm()
    if form.validate_on_submit():
        with form.refusals():
            services.add_room(venue, form.facts())
        if not form.errors:
            flash(f"{form.name.data} is in the list.", "done")
            return _back(venue)
    return shown("places/room.html", form=form, venue=venue, room=None)


@places.route("/organise/venues/<venue_uid>/rooms/<room_uid>", methods=["GET", "POST"])
@guard(room_editor)
@commits
def room(venue: Venue, room: Room) -> Page:
    form = RoomForm(obj=room)
    if form.validate_on_submit():
        with form.refusals():
            require_version(room, form.version.data)
            services.edit_room(room, form.facts())
        if not form.errors:
            flash("Saved.", "done")
            return _back(venue)
        form.renew(room.version)
    return shown("places/room.html", form=form, venue=venue, room=room)


@places.get("/organise/venues/<venue_uid>/ways")
@guard(venue_reader)
def ways(venue: Venue) -> str:
    """How long it takes to the other venues, those of the same city first."""
    cities = queries.cities()
    chosen = next((city for city in cities if city.slug == request.args.get("city")), None)
    listing = paged(queries.neighbours(venue, city=chosen))
    return render_template(
        "places/ways.html",
        venue=venue,
        listing=listing,
        cities=cities,
        chosen=chosen,
        ways=travel.ways_from(venue.id, [other.id for other in listing.items]),
        may_edit=may_edit_venue(current_person(), venue),
    )


@places.route("/organise/venues/<venue_uid>/ways/<other_uid>", methods=["GET", "POST"])
@guard(way_editor)
@commits
def way(venue: Venue, other: Venue) -> Page:
    own = travel.own_way(venue, other)
    form = WayForm(obj=own)
    if form.validate_on_submit():
        with form.refusals():
            travel.set_way(venue, other, minutes=form.minutes.data or 0, note=form.note.data or "")
        if not form.errors:
            flash("Saved. It holds both ways.", "done")
            return redirect(url_for("places.ways", venue_uid=venue.uid), 303)
    estimate = travel.estimate(venue, other)
    return shown("places/way.html", form=form, venue=venue, other=other, own=own, estimate=estimate)


@places.post("/organise/venues/<venue_uid>/ways/<other_uid>/forget")
@guard(way_editor)
@commits
def forget_way(venue: Venue, other: Venue) -> Response:
    travel.forget_way(venue, other)
    flash("The estimate holds again.", "done")
    return redirect(url_for("places.ways", venue_uid=venue.uid), 303)


def _back(venue: Venue) -> Response:
    return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
