"""Asking, closing, and the report, at the desk of a pitch day or of a programme."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older

from pitchday import clock
from pitchday.db import commits
from pitchday.equality import queries, rules, services
from pitchday.equality.blueprint import blueprint
from pitchday.equality.forms import AskForm, CloseForm
from pitchday.equality.models import EqualitySurvey
from pitchday.equality.questions import QUESTIONS
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import at_event, at_programme, rights_at, rights_throughout
from pitchday.events.rights import Right
from pitchday.formats.tables import Column, csv_bytes
from pitchday.web.downloads import PRIVATE
from pitchday.web.downloads import download as answer_with
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard

ALONE, TOGETHER = "alone", "together"
COLUMNS = [Column("Question"), Column("Answer"), Column("At least"), Column("At most")]


@blueprint.get("/organise/events/<event_slug>/equality")
@guard(at_event(Right.EQUALITY))
def page(event: Event) -> ResponseReturnValue:
    return _event_page(event, _ask_form(event))


def _ask_form(event: Event) -> AskForm:
    form = AskForm(together=ALONE)
    form.together.choices = [SelectChoice(ALONE, "This pitch day alone")]
    shared = queries.survey_of(event.programme) if event.programme else None
    if event.programme and not (shared and shared.closed_at):
        words = f"All pitch days of {event.programme.name} that ask"
        form.together.choices.append(SelectChoice(TOGETHER, words))
    return form


def _event_page(event: Event, form: AskForm) -> tuple[str, int]:
    asked = queries.asked_at(event.id)
    survey = asked or queries.survey_of(event)
    person = current_person()
    shared = survey.programme if survey else None
    return shown(
        "equality/event.html",
        form=form,
        event=event,
        is_asking=asked is not None,
        questions=QUESTIONS,
        smallest=queries.smallest(),
        may_edit=Right.EDIT in rights_at(person, event),
        reads_programme=shared is not None and Right.EQUALITY in rights_throughout(person, shared),
        **_standing(survey),
    )


def _standing(survey: EqualitySurvey | None) -> dict[str, object]:
    """Where a survey stands; of one that is shared, its report is at the desk of its programme."""
    if survey is None:
        return {"survey": None, "report": None}
    return {
        "survey": survey,
        "so_far": rules.so_far_in_words(survey.taken_part, queries.smallest()),
        "not_closed": None if survey.closed_at else services.why_not_closed(survey, clock.now()),
        "report": queries.report_of(survey),
        "asking": queries.asking_for(survey),
    }


@blueprint.post("/organise/events/<event_slug>/equality")
@guard(at_event(Right.EDIT))
@commits
def ask(event: Event) -> ResponseReturnValue:
    form = _ask_form(event)
    if form.validate_on_submit():
        with form.refusals():
            services.ask(event, together=form.together.data == TOGETHER)
    if form.errors:
        return _event_page(event, form)
    flash("Founders are asked once they have sent their application, on its page.", "done")
    return redirect(url_for("equality.page", event_slug=event.slug), 303)


@blueprint.post("/organise/events/<event_slug>/equality/stop")
@guard(at_event(Right.EDIT))
@commits
def stop(event: Event) -> Response:
    services.stop(event)
    flash("Founders are not asked any more. What was answered stays counted.", "done")
    return redirect(url_for("equality.page", event_slug=event.slug), 303)


@blueprint.get("/organise/programmes/<programme_slug>/equality")
@guard(at_programme(Right.EQUALITY))
def programme_page(programme: Programme) -> str:
    return render_template(
        "equality/programme.html",
        programme=programme,
        may_edit=Right.EDIT in rights_throughout(current_person(), programme),
        **_standing(queries.survey_of(programme)),
    )


@blueprint.route("/organise/events/<event_slug>/equality/close", methods=["GET", "POST"])
@guard(at_event(Right.EDIT))
@commits
def close(event: Event) -> ResponseReturnValue:
    return _close(event, url_for("equality.page", event_slug=event.slug), event=event)


@blueprint.route("/organise/programmes/<programme_slug>/equality/close", methods=["GET", "POST"])
@guard(at_programme(Right.EDIT))
@commits
def close_programme(programme: Programme) -> ResponseReturnValue:
    here = url_for("equality.programme_page", programme_slug=programme.slug)
    return _close(programme, here, programme=programme)


def _close(desk: Event | Programme, back: str, **values: object) -> ResponseReturnValue:
    form, survey = CloseForm(), queries.survey_of(desk)
    if survey is None or survey.closed_at or services.why_not_closed(survey, clock.now()):
        return redirect(back, 303)  # where it says why
    if form.validate_on_submit():
        with form.refusals():
            services.close(survey)
        if not form.errors:
            flash("The report is made.", "done")
            return redirect(back, 303)
    return shown("equality/close.html", form=form, back=back, asking=queries.asking_for(survey), **values)


@blueprint.get("/organise/events/<event_slug>/equality.csv")
@guard(at_event(Right.EQUALITY))
def file(event: Event) -> Response:
    return _file(event, url_for("equality.page", event_slug=event.slug))


@blueprint.get("/organise/programmes/<programme_slug>/equality.csv")
@guard(at_programme(Right.EQUALITY))
def programme_file(programme: Programme) -> Response:
    return _file(programme, url_for("equality.programme_page", programme_slug=programme.slug))


def _file(desk: Event | Programme, page: str) -> Response:
    """The report, or while there is none the page that says why."""
    survey = queries.survey_of(desk)
    report = queries.report_of(survey) if survey else None
    if report is None:
        return redirect(page)
    data = csv_bytes(COLUMNS, report.rows())
    return answer_with(data, "csv", name=f"{desk.slug}-equality", cache=PRIVATE, inline=False)
