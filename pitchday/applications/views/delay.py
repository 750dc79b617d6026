"""Telling founders that decisions are delayed."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pitchday.applications import calls, delaying
from pitchday.applications.blueprint import blueprint
from pitchday.applications.call_forms import DelayForm
from pitchday.applications.notifications import delay_values
from pitchday.applications.views.call import saved, version_of
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.filters import plural
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


@blueprint.get("/organise/events/<event_slug>/call/delay")
@guard(at_event(Right.EDIT))
def delay(event: Event) -> ResponseReturnValue:
    """Say how many are told, and of what, before anybody is."""
    return _delay_page(event, _form(event))


def _form(event: Event) -> DelayForm:
    return DelayForm(version_of(event), calls.stage_dates(calls.call_of(event)).confirm_by)


@blueprint.post("/organise/events/<event_slug>/call/delay")
@guard(at_event(Right.EDIT))
@commits
@once
def tell_of_delay(event: Event) -> ResponseReturnValue:
    form, told = _form(event), []

    def tell() -> None:
        told.append(delaying.delay(event, **form.values(), version=form.version.data, by=current_person()))

    if "look" in request.form:
        form.validate_on_submit()
        return _delay_page(event, form)
    if not saved(form, event, tell):
        return _delay_page(event, form)
    flash(f"The founders of {plural(told[-1], 'application')} are told. Their mails are on the way.", "done")
    return redirect(url_for("applications.dates", event_slug=event.slug), 303)


def _delay_page(event: Event, form: DelayForm) -> tuple[str, int]:
    before = calls.told_dates(event, calls.call_of(event)).decisions_by
    values = delay_values(
        "(the startup)",
        event,
        before=before,
        by=form.decisions_by.data,
        sentence=form.sentence.data or "",
        sender=current_person().name,
    )
    rest = {"name": "(the founder)", "url": "(the address of their application)"}
    body, subject = (
        current_app.jinja_env.get_template(f"mail/decisions_delayed/{part}.txt").render(**values, **rest)
        for part in ("body", "subject")
    )
    return shown(
        "applications/delay.html",
        form=form,
        event=event,
        reach=delaying.reach(event),
        before=before,
        text=body,
        subject=subject,
    )
