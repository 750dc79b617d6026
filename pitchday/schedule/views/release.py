"""Looking at what a release would change, and releasing."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.schedule import services
from pitchday.schedule.blueprint import blueprint
from pitchday.schedule.forms import ReleaseForm
from pitchday.web.filters import plural
from pitchday.web.forms import shown
from pitchday.web.guards import guard
from pitchday.web.once import once


@blueprint.route("/organise/events/<event_slug>/schedule/release", methods=["GET", "POST"])
@guard(at_event(Right.RELEASE))
@commits
@once
def release(event: Event) -> tuple[str, int] | Response:
    found = services.preview(event)
    told = services.people_told(found)
    form = ReleaseForm()
    if form.validate_on_submit():
        with form.refusals():
            made = services.release(
                event, note=form.note.data or "", give_way=form.give_way.data, seen=form.seen.data or ""
            )
        if not form.errors:
            flash(f"Release {made.number} is out. {plural(told, 'person is', 'people are')} written to.", "done")
            return redirect(url_for("schedule.builder", event_slug=event.slug), 303)
        found = services.preview(event)
    form.seen.data = found.seen
    return shown("schedule/release.html", form=form, event=event, found=found, told=told)
