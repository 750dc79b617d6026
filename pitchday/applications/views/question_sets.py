"""The library of question sets, as the organisers of a pitch day use it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import queries
from pitchday.applications import question_sets as sets
from pitchday.applications.answering import asked_of
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import AskSetForm, SetForm, answers_form
from pitchday.applications.permissions import set_keeper, set_reader
from pitchday.applications.set_models import QuestionSet
from pitchday.applications.views.questions import effect_on
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.filters import plural
from pitchday.web.forms import cleaned, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.listing import LONGEST_SEARCH
from pitchday.web.once import once
from pitchday.web.paging import paged


@blueprint.get("/organise/events/<event_slug>/questions/sets")
@guard(at_event(Right.EDIT))
def question_sets(event: Event) -> str:
    text = (cleaned(request.args.get("q")) or "")[:LONGEST_SEARCH]
    retired = request.args.get("state") == "retired"
    return render_template(
        "applications/question_sets.html",
        event=event,
        sets=paged(sets.library(text, retired=retired)),
        text=text,
        retired=retired,
    )


@blueprint.route("/organise/events/<event_slug>/questions/sets/new", methods=["GET", "POST"])
@guard(at_event(Right.EDIT))
@commits
@once
def new_question_set(event: Event) -> ResponseReturnValue:
    return _save(event, SetForm())


@blueprint.route("/organise/events/<event_slug>/questions/sets/<set_uid>/save", methods=["GET", "POST"])
@guard(set_keeper)
@commits
@once
def save_question_set(event: Event, kept: QuestionSet) -> ResponseReturnValue:
    """Put what the pitch day asks now in place of what is in the set."""
    return _save(event, SetForm(obj=kept), kept)


def _save(event: Event, form: SetForm, over: QuestionSet | None = None) -> ResponseReturnValue:
    if form.validate_on_submit():
        values = {"name": form.name.data or "", "description": form.description.data or ""}
        with form.refusals():
            kept = sets.save(event, **values, owner=current_person(), over=over)
        if not form.errors:
            flash(f"“{kept.name}” is in the library, for the organisers of all cities.", "done")
            return redirect(url_for("applications.question_set", event_slug=event.slug, set_uid=kept.uid), 303)
    number = len(queries.questions_of(event))
    return shown("applications/question_set_save.html", form=form, event=event, kept=over, number=number)


@blueprint.get("/organise/events/<event_slug>/questions/sets/<set_uid>")
@guard(set_reader)
def question_set(event: Event, kept: QuestionSet) -> ResponseReturnValue:
    """What is in it, as a founder would meet it, and how to ask it here."""
    return _set_page(event, kept, AskSetForm())


@blueprint.post("/organise/events/<event_slug>/questions/sets/<set_uid>")
@guard(set_reader)
@commits
@once
def ask_question_set(event: Event, kept: QuestionSet) -> ResponseReturnValue:
    form = AskSetForm()
    if form.validate_on_submit():
        with form.refusals():
            sets.ask(event, kept, instead=form.way.data == "instead")
    if form.errors:
        return _set_page(event, kept, form)
    flash(f"This pitch day asks {plural(len(kept.questions), 'question')} from “{kept.name}” now.", "done")
    return redirect(url_for("applications.questions", event_slug=event.slug), 303)


def _set_page(event: Event, kept: QuestionSet, form: AskSetForm) -> tuple[str, int]:
    questions = asked_of(sets.questions_in(kept))
    return shown(
        "applications/question_set.html",
        form=form,
        event=event,
        kept=kept,
        questions=questions,
        answers=answers_form(questions),
        may_change=sets.may_change(current_person(), kept),
        **effect_on(event),
    )


@blueprint.post("/organise/events/<event_slug>/questions/sets/<set_uid>/offered")
@guard(set_keeper)
@commits
def offer_question_set(event: Event, kept: QuestionSet) -> Response:
    """Retire it, or offer it again."""
    offered = request.form.get("offered") == "yes"
    sets.set_offered(kept, offered=offered)
    flash(f"“{kept.name}” is offered again." if offered else f"“{kept.name}” is retired: no list offers it.", "done")
    return redirect(url_for("applications.question_set", event_slug=event.slug, set_uid=kept.uid), 303)
