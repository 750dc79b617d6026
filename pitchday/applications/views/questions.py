"""What a pitch day asks: organisers change it until somebody has answered for good."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import asking, queries
from pitchday.applications.answering import asked_of
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ConfirmForm, QuestionForm
from pitchday.applications.models import Question
from pitchday.applications.permissions import asker
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
    return render_template(
        "applications/questions.html",
        event=event,
        questions=asked_of(queries.questions_of(event)),
        locked=queries.anything_sent(event.id),
    )


@blueprint.get("/organise/events/<event_slug>/questions/new")
@guard(at_event(Right.EDIT))
def new_question(event: Event) -> ResponseReturnValue:
    return shown("applications/question.html", form=_form(event), event=event, question=None)


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
        return shown("applications/question.html", form=form, event=event, question=None)
    flash("The question is added.", "done")
    return _to_list(event)


def _form(event: Event, question: Question | None = None) -> QuestionForm:
    return QuestionForm(earlier=asking.earlier_choices(queries.questions_of(event), question), question=question)


@blueprint.get("/organise/events/<event_slug>/questions/<question_uid>")
@guard(asker)
def question(event: Event, question: Question) -> ResponseReturnValue:
    return shown("applications/question.html", form=_form(event, question), event=event, question=question)


@blueprint.post("/organise/events/<event_slug>/questions/<question_uid>")
@guard(asker)
@commits
def edit_question(event: Event, question: Question) -> ResponseReturnValue:
    form = _form(event, question)
    if form.validate_on_submit():
        with form.refusals():
            asking.edit_question(event, question.uid, **form.values())
    if form.errors:
        return shown("applications/question.html", form=form, event=event, question=question)
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
