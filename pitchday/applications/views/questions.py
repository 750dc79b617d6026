"""What a pitch day asks, and what a change of it means to those who have answered."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import asking, queries, question_sets, rules, telling
from pitchday.applications.answering import asked_of
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ConfirmForm, QuestionForm, answers_form
from pitchday.applications.models import Question
from pitchday.applications.permissions import asker
from pitchday.applications.versions import form_version
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.forms import shown
from pitchday.web.guards import guard
from pitchday.web.once import once


def _to_list(event: Event) -> Response:
    return redirect(url_for("applications.questions", event_slug=event.slug), 303)


@blueprint.get("/organise/events/<event_slug>/questions")
@guard(at_event(Right.EDIT))
def questions(event: Event) -> str:
    asked_now = queries.questions_of(event)
    effect = effect_on(event)
    untold = effect["effect"]["open"] and telling.untold(event, queries.questions_over_time(event)).applications
    return render_template(
        "applications/questions.html",
        event=event,
        questions=asked_of(asked_now, event),
        sources=question_sets.sources_of(asked_now),
        untold=untold,
        **effect,
    )


def effect_on(event: Event) -> dict[str, dict[str, int]]:
    """Whom a change concerns, and which version of the form it belongs to."""
    writing, sent = queries.writing_and_sent(event.id)
    every = queries.questions_over_time(event)
    versions = {"stands": form_version(every), "next": asking.version_to_write(event)}
    is_open = rules.why_closed(event, clock.now(), event.zone) is None
    return {"effect": {"writing": writing, "sent": sent, "open": is_open, **versions}}


@blueprint.get("/organise/events/<event_slug>/questions/preview")
@guard(at_event(Right.EDIT))
def preview(event: Event) -> ResponseReturnValue:
    """The answers page as a founder meets it, with nothing to save."""
    questions = asked_of(queries.questions_of(event), event)
    return shown("applications/preview.html", form=answers_form(questions), event=event, questions=questions)


@blueprint.get("/organise/events/<event_slug>/questions/new")
@guard(at_event(Right.EDIT))
def new_question(event: Event) -> ResponseReturnValue:
    return shown("applications/question.html", form=_form(event), event=event, question=None, **effect_on(event))


@blueprint.post("/organise/events/<event_slug>/questions/new")
@guard(at_event(Right.EDIT))
@commits
@once
def add_question(event: Event) -> ResponseReturnValue:
    form = _form(event)
    if form.validate_on_submit():
        with form.refusals():
            asking.add_question(event, **form.values())
    if form.errors:
        return shown("applications/question.html", form=form, event=event, question=None, **effect_on(event))
    flash("The question is added.", "done")
    return _to_list(event)


def _form(event: Event, question: Question | None = None) -> QuestionForm:
    earlier = asking.earlier_choices(queries.questions_of(event), question)
    return QuestionForm(event.zone, earlier=earlier, question=question)


@blueprint.get("/organise/events/<event_slug>/questions/<question_uid>")
@guard(asker)
def question(event: Event, question: Question) -> ResponseReturnValue:
    return shown(
        "applications/question.html", form=_form(event, question), event=event, question=question, **effect_on(event)
    )


@blueprint.post("/organise/events/<event_slug>/questions/<question_uid>")
@guard(asker)
@commits
def edit_question(event: Event, question: Question) -> ResponseReturnValue:
    form = _form(event, question)
    if form.validate_on_submit():
        with form.refusals():
            asking.edit_question(event, question.uid, **form.values())
    if form.errors:
        return shown("applications/question.html", form=form, event=event, question=question, **effect_on(event))
    flash("The question is saved.", "done")
    return _to_list(event)


@blueprint.post("/organise/events/<event_slug>/questions/<question_uid>/move")
@guard(asker)
@commits
def move_question(event: Event, question: Question) -> Response:
    asking.move_question(event, question.uid, up=request.form.get("way") == "up")
    return _to_list(event)


@blueprint.get("/organise/events/<event_slug>/questions/<question_uid>/remove")
@guard(asker)
def remove_question(event: Event, question: Question) -> ResponseReturnValue:
    return _remove_page(event, question, ConfirmForm())


def _remove_page(event: Event, question: Question, form: ConfirmForm) -> tuple[str, int]:
    return shown(
        "applications/question_remove.html",
        form=form,
        event=event,
        question=question,
        answered=asking.answered(question),
        **effect_on(event),
    )


@blueprint.post("/organise/events/<event_slug>/questions/<question_uid>/remove")
@guard(asker)
@commits
def take_question_out(event: Event, question: Question) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            asking.remove_question(event, question.uid)
    if form.errors:
        return _remove_page(event, question, form)
    flash("The question is removed.", "done")
    return _to_list(event)
