"""The page of a venue with the pitch days that use it, and what becomes of those when it is retired."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.events import queries
from pitchday.places import library
from pitchday.places.models import Venue
from pitchday.places.permissions import may_edit_venue, venue_editor, venue_reader
from pitchday.web.forms import Form, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.paging import paged

View = tuple[str, int] | str | Response


# Packages below link to it as `places.venue`; it lives here, where the pitch days are known.
@guard(venue_reader)
def show_venue(venue: Venue) -> str:
    person = current_person()
    return render_template(
        "home/venue.html",
        venue=venue,
        may_edit=may_edit_venue(person, venue),
        listing=paged(queries.at_venue(venue, person)),
    )


@guard(venue_editor)
@commits
def retire_venue(venue: Venue) -> View:
    form = Form()
    if form.validate_on_submit():
        library.retire(venue)
        flash(f"{venue.name} is retired. It is no longer offered for new pitch days.", "done")
        return redirect(url_for("places.venue", venue_uid=venue.uid), 303)
    return shown("home/venue_retire.html", form=form, venue=venue, to_come=queries.number_to_come_at(venue))


@guard(venue_editor)
@commits
def remove_venue(venue: Venue) -> View:
    form = Form()
    if form.validate_on_submit():
        name = venue.name
        with form.refusals():
            library.remove_venue(venue)
        if not form.errors:
            flash(f"{name} is removed.", "done")
            return redirect(url_for("places.venues"), 303)
    return shown("home/venue_remove.html", form=form, venue=venue, is_used=library.is_used(venue))
