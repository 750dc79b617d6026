"""Reminding founders of drafts that have stalled, and founders who want no reminders."""

from __future__ import annotations

from flask import current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import drafts, reminding
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ReminderForm
from pitchday.applications.models import Application
from pitchday.applications.notifications import draft_reminder_values
from pitchday.applications.permissions import applicant
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.filters import plural
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


@blueprint.get("/organise/events/<event_slug>/applications/reminder")
@guard(at_event(Right.DECIDE))
def reminder(event: Event) -> ResponseReturnValue:
    """Say how many are reminded, and of what, before anybody is."""
    return _reminder_page(event, ReminderForm())


@blueprint.post("/organise/events/<event_slug>/applications/reminder")
@guard(at_event(Right.DECIDE))
@commits
@once
def remind(event: Event) -> ResponseReturnValue:
    form = ReminderForm()
    reminded = None
    if form.validate_on_submit() and "look" not in request.form:
        with form.refusals():
            reminded = reminding.remind(event, form.sentence.data or "", by=current_person())
    if reminded is None:
        return _reminder_page(event, form)
    if reminded:
        flash(f"The founders of {plural(reminded, 'draft')} are reminded. Their mails are on the way.", "done")
    else:
        flash("They have been reminded already. Nobody is reminded twice within two days.", "note")
    return redirect(url_for("applications.desk", event_slug=event.slug), 303)


def _reminder_page(event: Event, form: ReminderForm) -> tuple[str, int]:
    values = draft_reminder_values(
        "(the startup)", event, sentence=form.sentence.data or "", sender=current_person().name
    )
    text = current_app.jinja_env.get_template("mail/draft_reminder/body.txt")
    return shown(
        "applications/reminder.html",
        form=form,
        event=event,
        reach=reminding.reach(event),
        is_open=drafts.is_open(event),
        text=text.render(**values, name="(the founder)", url="(the address of their application)"),
        subject=f"Your application to {event.title} is not sent yet",
    )


@blueprint.post("/applications/<application_uid>/reminders")
@guard(applicant)
@commits
def set_reminders(application: Application) -> Response:
    """Whether the members of the startup are reminded of this application while it is a draft."""
    wanted = request.form.get("wanted") == "yes"
    reminding.set_reminders(application, wanted=wanted)
    flash("You may be reminded of it again." if wanted else "Nobody is reminded of this application any more.", "done")
    return redirect(url_for("applications.status", application_uid=application.uid), 303)
