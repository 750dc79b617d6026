"""What organisers say about a call: its words, and the statements of its quiz."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import calls, criteria, odds, queries
from pitchday.applications.blueprint import blueprint
from pitchday.applications.call_forms import CallForm, CriterionForm
from pitchday.applications.criteria import Criterion
from pitchday.applications.forms import ConfirmForm
from pitchday.applications.permissions import criterion_keeper
from pitchday.db import commits
from pitchday.errors import StaleEdit
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.forms import Form, VersionedForm, shown
from pitchday.web.guards import guard


def version_of(event: Event) -> int:
    """Of what is said about the call; 0 while nothing is."""
    call = calls.call_of(event)
    return call.version if call else 0


def saved(form: VersionedForm, event: Event, change: Callable[[], object]) -> bool:
    """Whether the form was fit and `change` was made; a form that was stale carries the present version afterwards."""
    stale = False
    if not form.validate_on_submit():
        return False
    with form.refusals():
        try:
            change()
        except StaleEdit:
            stale = True
            raise
    if stale:
        form.renew(version_of(event))
    return not form.errors


@blueprint.get("/organise/events/<event_slug>/call")
@guard(at_event(Right.EDIT))
def call(event: Event) -> ResponseReturnValue:
    return _call_page(event, CallForm(calls.call_of(event)))


def _call_page(event: Event, form: CallForm) -> tuple[str, int]:
    known = calls.call_of(event)
    return shown(
        "applications/call.html",
        form=form,
        event=event,
        sent=queries.writing_and_sent(event.id)[1],
        untold=calls.untold_dates(event, known),
        odds=odds.in_words(event, known),
    )


@blueprint.post("/organise/events/<event_slug>/call")
@guard(at_event(Right.EDIT))
@commits
def save_call(event: Event) -> ResponseReturnValue:
    form = CallForm(calls.call_of(event))
    if not saved(form, event, lambda: calls.set_words(event, form.words(), version=form.version.data)):
        return _call_page(event, form)
    flash("The call is saved.", "done")
    return redirect(url_for("applications.call", event_slug=event.slug), 303)


@blueprint.get("/organise/events/<event_slug>/call/quiz")
@guard(at_event(Right.EDIT))
def criteria_list(event: Event) -> ResponseReturnValue:
    return _criteria_page(event, CriterionForm(version_of(event)))


def _criteria_page(event: Event, form: CriterionForm) -> tuple[str, int]:
    known = criteria.criteria_of(calls.call_of(event))
    return shown("applications/criteria.html", form=form, event=event, criteria=known, most=criteria.MOST)


def _to_list(event: Event) -> Response:
    return redirect(url_for("applications.criteria_list", event_slug=event.slug), 303)


@blueprint.post("/organise/events/<event_slug>/call/quiz")
@guard(at_event(Right.EDIT))
@commits
def add_criterion(event: Event) -> ResponseReturnValue:
    form = CriterionForm(version_of(event))

    def add() -> None:
        criteria.add(calls.open_call(event, form.version.data, calls.CRITERIA), **form.values())

    if not saved(form, event, add):
        return _criteria_page(event, form)
    flash("The statement is added.", "done")
    return _to_list(event)


@blueprint.get("/organise/events/<event_slug>/call/quiz/<criterion_uid>")
@guard(criterion_keeper)
def criterion(event: Event, criterion: Criterion) -> ResponseReturnValue:
    return _criterion_page(event, criterion, CriterionForm(version_of(event), criterion))


def _criterion_page(event: Event, criterion: Criterion, form: CriterionForm) -> tuple[str, int]:
    return shown("applications/criterion.html", form=form, event=event, criterion=criterion)


@blueprint.post("/organise/events/<event_slug>/call/quiz/<criterion_uid>")
@guard(criterion_keeper)
@commits
def edit_criterion(event: Event, criterion: Criterion) -> ResponseReturnValue:
    form = CriterionForm(version_of(event), criterion)

    def change() -> None:
        kept = calls.open_call(event, form.version.data, calls.CRITERIA)
        criteria.change(kept, criterion.uid, **form.values())

    if not saved(form, event, change):
        return _criterion_page(event, criterion, form)
    flash("The statement is saved.", "done")
    return _to_list(event)


@blueprint.post("/organise/events/<event_slug>/call/quiz/<criterion_uid>/move")
@guard(criterion_keeper)
@commits
def move_criterion(event: Event, criterion: Criterion) -> Response:
    kept = calls.open_call(event, version_of(event), calls.CRITERIA)
    criteria.move(kept, criterion.uid, up=request.form.get("way") == "up")
    return _to_list(event)


@blueprint.get("/organise/events/<event_slug>/call/quiz/<criterion_uid>/remove")
@guard(criterion_keeper)
def remove_criterion(event: Event, criterion: Criterion) -> ResponseReturnValue:
    return _remove_page(event, criterion, ConfirmForm())


def _remove_page(event: Event, criterion: Criterion, form: Form) -> tuple[str, int]:
    return shown("applications/criterion_remove.html", form=form, event=event, criterion=criterion)


@blueprint.post("/organise/events/<event_slug>/call/quiz/<criterion_uid>/remove")
@guard(criterion_keeper)
@commits
def take_criterion_out(event: Event, criterion: Criterion) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            criteria.remove(calls.open_call(event, version_of(event), calls.CRITERIA), criterion.uid)
    if form.errors:
        return _remove_page(event, criterion, form)
    flash("The statement is removed.", "done")
    return _to_list(event)
