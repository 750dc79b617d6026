"""The dates of a call as its organisers set them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pitchday.applications import calls, rules
from pitchday.applications.blueprint import blueprint
from pitchday.applications.call_forms import DatesForm
from pitchday.applications.views.call import saved
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.forms import shown
from pitchday.web.guards import guard


@blueprint.get("/organise/events/<event_slug>/call/dates")
@guard(at_event(Right.EDIT))
def dates(event: Event) -> ResponseReturnValue:
    return _dates_page(event, DatesForm(event.zone, calls.call_of(event)))


def _dates_page(event: Event, form: DatesForm) -> tuple[str, int]:
    call = calls.call_of(event)
    return shown(
        "applications/dates.html",
        form=form,
        event=event,
        deadline=rules.deadline_in_words(event.applications_close_at, event.zone),
        untold=calls.untold_dates(event, call),
        told=calls.told_dates(event, call),
        waiting=calls.count_waiting(event.id),
    )


@blueprint.post("/organise/events/<event_slug>/call/dates")
@guard(at_event(Right.EDIT))
@commits
def save_dates(event: Event) -> ResponseReturnValue:
    form = DatesForm(event.zone, calls.call_of(event))

    def save() -> None:
        early_deadline_at, stages = form.dates()
        hours = form.deck_freeze_hours.data
        calls.set_dates(event, early_deadline_at, stages, version=form.version.data, deck_freeze_hours=hours)

    if not saved(form, event, save):
        return _dates_page(event, form)
    flash("The dates are saved.", "done")
    return redirect(url_for("applications.dates", event_slug=event.slug), 303)
