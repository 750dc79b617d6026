"""The quiz of a call, for everybody and without an account. What is answered is kept nowhere."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from pitchday import clock
from pitchday.applications import calls, rules
from pitchday.applications.blueprint import blueprint
from pitchday.applications.call_forms import QuizForm, quiz_form
from pitchday.applications.criteria import Criterion, criteria_of, not_met
from pitchday.events.models import Event
from pitchday.events.permissions import public_event
from pitchday.web.forms import shown
from pitchday.web.guards import guard


@blueprint.get("/events/<event_slug>/apply/quiz")
@guard(public_event)
def quiz(event: Event) -> ResponseReturnValue:
    """Whether a startup fits; a call without statements has no quiz."""
    criteria = criteria_of(calls.call_of(event))
    if not criteria:
        return redirect(url_for("applications.apply", event_slug=event.slug))
    return _quiz_page(event, quiz_form(criteria))


@blueprint.post("/events/<event_slug>/apply/quiz")
@guard(public_event)
def check_quiz(event: Event) -> ResponseReturnValue:
    """Say at once what does not fit. Nothing is saved, so that nothing is led on to either."""
    criteria = criteria_of(calls.call_of(event))
    if not criteria:
        return redirect(url_for("applications.apply", event_slug=event.slug), 303)
    form = quiz_form(criteria)
    if not form.validate_on_submit():
        return _quiz_page(event, form)
    return _quiz_page(event, form, not_met(criteria, form.given()))


def _quiz_page(event: Event, form: QuizForm, unmet: list[Criterion] | None = None) -> tuple[str, int]:
    call = calls.call_of(event)
    return shown(
        "applications/quiz.html",
        form=form,
        event=event,
        unmet=unmet,
        contact=call.contact if call else "",
        closed=rules.why_closed(event, clock.now(), event.zone),
    )
