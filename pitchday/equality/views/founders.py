"""The questions, as a founder meets them after sending an application."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pitchday.applications.models import Application
from pitchday.db import commits
from pitchday.equality import queries, services
from pitchday.equality.blueprint import blueprint
from pitchday.equality.forms import EqualityForm
from pitchday.equality.models import EqualitySurvey
from pitchday.equality.permissions import asked_founder
from pitchday.equality.questions import QUESTIONS
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard


@blueprint.get("/applications/<application_uid>/equality")
@guard(asked_founder)
def answer(application: Application, survey: EqualitySurvey) -> ResponseReturnValue:
    return _page(application, survey, EqualityForm())


def _page(application: Application, survey: EqualitySurvey, form: EqualityForm) -> tuple[str, int]:
    return shown(
        "equality/answer.html",
        form=form,
        application=application,
        event=application.event,
        survey=survey,
        questions=QUESTIONS,
        answered=not form.errors and queries.has_answered(survey, current_person()),
        smallest=queries.smallest(),
    )


# Without `@once`, which keeps a digest of what was sent: the mark of whoever has answered does its work.
@blueprint.post("/applications/<application_uid>/equality")
@guard(asked_founder)
@commits
def send_answers(application: Application, survey: EqualitySurvey) -> ResponseReturnValue:
    form = EqualityForm()
    if form.validate_on_submit():
        with form.refusals():
            services.answer(survey, current_person(), form.answers())
    if form.errors:
        return _page(application, survey, form)
    flash("Thank you. Your answers are counted, and nobody can tell which were yours.", "done")
    return redirect(url_for("applications.status", application_uid=application.uid), 303)
