"""The dates of a call as its organisers set them."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pitchday.applications import calls, rules
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import DatesForm
from pitchday.db import commits
from pitchday.errors import StaleEdit
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.forms import shown
from pitchday.web.guards import guard


@blueprint.get("/organise/events/<event_slug>/call/dates")
@guard(at_event(Right.EDIT))
def dates(event: Event) -> ResponseReturnValue:
    return _dates_page(event, _form(event))


def _form(event: Event) -> DatesForm:
    call = calls.call_of(event)
    return DatesForm(event.zone, call.early_deadline_at if call else None, version=call.version if call else 0)


def _dates_page(event: Event, form: DatesForm) -> tuple[str, int]:
    return shown(
        "applications/dates.html",
        form=form,
        event=event,
        deadline=rules.deadline_in_words(event.applications_close_at, event.zone),
    )


@blueprint.post("/organise/events/<event_slug>/call/dates")
@guard(at_event(Right.EDIT))
@commits
def save_dates(event: Event) -> ResponseReturnValue:
    form = _form(event)
    stale = False
    if form.validate_on_submit():
        with form.refusals():
            try:
                calls.set_early_deadline(event, form.early_deadline_at.data, version=form.version.data)
            except StaleEdit:
                stale = True
                raise
    if stale:
        call = calls.call_of(event)
        form.renew(call.version if call else 0)
    if form.errors:
        return _dates_page(event, form)
    flash("The dates are saved.", "done")
    return redirect(url_for("applications.dates", event_slug=event.slug), 303)
