"""Cancelling and postponing a pitch day, and giving it a new date: first what it does to whom, then doing it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from pitchday import clock
from pitchday.db import commits
from pitchday.events import life
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.phases import phase_of, refusal
from pitchday.events.rights import Right
from pitchday.history.stale import require_version
from pitchday.home import calling_off
from pitchday.home.blueprint import blueprint
from pitchday.web.forms import Form, MomentField, VersionedForm, shown
from pitchday.web.guards import current_person, guard

View = tuple[str, int] | Response


class NoticeForm(Form):
    """Why, in the organisers' words."""

    notice = TextAreaField(
        "What you want to tell everybody", [Length(max=1000, message="Use at most 1,000 characters.")]
    )


class NewDateForm(VersionedForm):
    starts_at = MomentField("Starts", [InputRequired("Enter the date and time it starts.")])
    ends_at = MomentField("Ends", [InputRequired("Enter the date and time it ends.")])
    applications_close_at = MomentField("Applications close", [InputRequired("Enter when applications close.")])


@blueprint.route("/organise/events/<event_slug>/cancel", methods=["GET", "POST"])
@guard(at_event(Right.CALL_OFF))
@commits
def cancel(event: Event) -> View:
    form, person = NoticeForm(), current_person()
    if form.validate_on_submit():
        with form.refusals():
            life.cancel_event(event, by=person, notice=form.notice.data or "")
        if not form.errors:
            flash(f"{event.title} is cancelled. Everybody concerned is being written to.", "done")
            return _overview(event)
    found = calling_off.concerned(event, by=person)
    return _page("home/cancel.html", form, event, Act.CANCEL, list(calling_off.what_cancelling_does(found)))


@blueprint.route("/organise/events/<event_slug>/postpone", methods=["GET", "POST"])
@guard(at_event(Right.CALL_OFF))
@commits
def postpone(event: Event) -> View:
    form, person = NoticeForm(), current_person()
    if form.validate_on_submit():
        with form.refusals():
            life.postpone(event, by=person, notice=form.notice.data or "")
        if not form.errors:
            flash(f"{event.title} is postponed. Everybody concerned is being written to.", "done")
            return _overview(event)
    found = calling_off.concerned(event, by=person)
    return _page("home/postpone.html", form, event, Act.POSTPONE, list(calling_off.what_postponing_does(found)))


@blueprint.route("/organise/events/<event_slug>/new-date", methods=["GET", "POST"])
@guard(at_event(Right.CALL_OFF))
@commits
def new_date(event: Event) -> View:
    form, person = NewDateForm(data={"version": event.version}), current_person()
    if form.validate_on_submit():
        date = life.NewDate(form.starts_at.data, form.ends_at.data, form.applications_close_at.data)
        with form.refusals():
            require_version(event, form.version.data)
            life.set_new_date(event, date, by=person)
        if not form.errors:
            flash(f"{event.title} has its new date. Look through the draft of the schedule, then release it.", "done")
            return _overview(event)
        form.renew(event.version)
    found = calling_off.concerned(event, by=person)
    return _page("home/new_date.html", form, event, Act.SET_NEW_DATE, list(calling_off.what_the_new_date_does(found)))


def _page(template: str, form: Form, event: Event, act: Act, consequences: list[str]) -> View:
    reason = refusal(act, phase_of(event, clock.now()))
    return shown(template, form=form, event=event, consequences=consequences, reason=reason)


def _overview(event: Event) -> Response:
    return redirect(url_for("home.overview", event_slug=event.slug), 303)
