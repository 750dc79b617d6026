"""A founder's way through an application, one named step a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import calls, needed, queries, returns, rules, services
from pitchday.applications.answering import answers_to_keep, asked
from pitchday.applications.blueprint import blueprint
from pitchday.applications.call_models import Call
from pitchday.applications.earlier import earlier_answers
from pitchday.applications.enums import EDITABLE, ApplicationState
from pitchday.applications.forms import (
    AnswersForm,
    ConfirmForm,
    DeckForm,
    answers_as_typed,
    answers_form,
    answers_typed,
    answers_uploaded,
)
from pitchday.applications.journey import journey, steps
from pitchday.applications.models import Application
from pitchday.applications.permissions import applicant
from pitchday.applications.reminding import wants_reminders
from pitchday.applications.signals import offers
from pitchday.applications.versions import News, form_version, news_since
from pitchday.db import commits, db
from pitchday.errors import DomainError, StaleEdit
from pitchday.events.models import Event
from pitchday.files.first_pages import drawn
from pitchday.startups.queries import newest_deck
from pitchday.startups.services import add_deck
from pitchday.startups.visibility import facts, viewer
from pitchday.web.filters import plural, wall
from pitchday.web.forms import VersionedForm, shown, upload_bytes
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


def _window(application: Application) -> rules.Window:
    return services.window_of(application, clock.now())


def _editable(application: Application) -> bool:
    return application.state in EDITABLE and _window(application).closed is None


def _times(event: Event, call: Call | None, window: rules.Window) -> dict[str, str]:
    """Until when the founders of a begun application can send it, and that it is late where it is."""
    early = calls.early_deadline_in_words(event, call, clock.now())
    return {"deadline": window.deadline, "early_deadline": early, "grace": window.grace}


def _to_status(application: Application) -> Response:
    return redirect(url_for("applications.status", application_uid=application.uid), 303)


def _step(name: str, application: Application, **values: Any) -> dict[str, Any]:
    """What every step's page shows around its own content."""
    event = application.event
    questions = asked(application)
    missing = services.missing(application, questions)
    return {
        "application": application,
        "questions": questions,
        "event": event,
        "missing": missing,
        "steps": steps(application.uid, name, missing, _how_far(questions, missing)),
        **_times(event, calls.call_of(event), _window(application)),
        "changes": services.changes_since_sent(application),
        **values,
    }


def _how_far(questions: Sequence[rules.Asked], missing: Sequence[rules.Missing]) -> dict[str, str]:
    """`2 of 5` for each step that has parts."""
    wanted = [question for question in questions if question.applies]
    answered = sum(bool(question.text) and question.unfit is None for question in wanted)
    facts_undone = sum(part.step == "profile" for part in missing)
    facts_wanted = len(rules.NEEDED_FACTS)
    return {
        "profile": f"{facts_wanted - facts_undone} of {facts_wanted}",
        "answers": f"{answered} of {len(wanted)}",
    }


@blueprint.get("/applications/<application_uid>")
@guard(applicant)
def form(application: Application) -> Response:
    """The first step with something left to do; what has been sent leads to where it stands."""
    if application.state is not ApplicationState.DRAFT or not _editable(application):
        return _to_status(application)
    missing = services.missing(application)
    return redirect(
        url_for(f"applications.{missing[0].step if missing else 'check'}", application_uid=application.uid), 303
    )


@blueprint.get("/applications/<application_uid>/profile")
@guard(applicant)
def profile(application: Application) -> ResponseReturnValue:
    """The startup's facts as organisers will read them, kept in its profile."""
    if not _editable(application):
        return _to_status(application)
    known = facts(application.startup, viewer(current_person(), on=clock.today()))
    return render_template("applications/profile.html", **_step("profile", application, facts=known))


@blueprint.get("/applications/<application_uid>/answers")
@guard(applicant)
def answers(application: Application) -> ResponseReturnValue:
    if not _editable(application):
        return _to_status(application)
    return _answers_page(application, _answers_form(application))


def _answers_form(application: Application) -> AnswersForm:
    stands = form_version(queries.every_question(application.event_id))
    return answers_form(asked(application), version=application.version, form_version=stands)


def _answers_page(application: Application, form: AnswersForm, *, stale: bool = False) -> tuple[str, int]:
    """With what a co-founder has saved beside what was typed, when the page was `stale`."""
    values = _step("answers", application, stale=stale, person=current_person())
    values["earlier"] = earlier_answers(application, values["questions"])
    return shown("applications/answers.html", form=form, news=_news(application, application.form_version), **values)


def _news(application: Application, version: int) -> News:
    """What is asked otherwise now than in a version of the form."""
    return news_since(version, queries.every_question(application.event_id))


@blueprint.post("/applications/<application_uid>/answers")
@guard(applicant)
@commits
def save_answers(application: Application) -> ResponseReturnValue:
    """Keep what was typed, by the button or by itself while it is typed."""
    by_itself = "X-Autosave" in request.headers
    every = queries.every_question(application.event_id)
    form = _answers_form(application)
    stale, fixed = False, list[str]()
    if form.validate_on_submit():
        uploads = answers_uploaded(asked(application), form)
        typed, seen = answers_typed(every, request.form), form.form_version.data or 0
        with form.refusals():
            try:
                fixed = services.save_answers(application, typed, version=form.version.data, form=seen)
            except StaleEdit:
                stale = True
                raise
            for uid, (data, name) in uploads.items():
                services.keep_file(application, uid, data, name, by=current_person())
    if by_itself:
        return _saved_by_itself(application, form, fixed, stale=stale)
    if not form.errors:
        onward = _say_saved(application, fixed)
        return redirect(url_for(f"applications.{onward}", application_uid=application.uid), 303)
    if stale:
        form.renew(application.version)
    return _answers_page(application, form, stale=stale)


@blueprint.post("/applications/<application_uid>/answers/earlier")
@guard(applicant)
@commits
def take_over(application: Application) -> Response:
    """Fill in what the startup answered to the same questions elsewhere."""
    if taken := services.take_over(application):
        flash(f"{plural(taken, 'answer')} taken over. Look at each: it was written for another pitch day.", "done")
    return redirect(url_for("applications.answers", application_uid=application.uid), 303)


def _notes_of(application: Application, fixed: Sequence[str]) -> str:
    """What whoever has saved answers did not expect; `fixed` are questions whose answers did not change."""
    notes = [f"“{label}” can no longer be changed: what you sent stays." for label in fixed]
    if _news(application, application.form_version):
        notes.append("The organisers have changed their questions meanwhile.")
    return " ".join(notes)


def _saved_by_itself(
    application: Application, form: VersionedForm, fixed: Sequence[str], *, stale: bool
) -> ResponseReturnValue:
    """What static/js/autosave.js understands."""
    if stale:
        return jsonify(version=application.version, values=answers_as_typed(asked(application))), 409
    if form.errors:
        problems = [problem for problems in form.errors.values() for problem in problems]
        return jsonify(problems=problems, closed=_window(application).closed is not None), 422
    db.session.flush()
    notes = _notes_of(application, fixed)
    return jsonify(
        saved_at=wall(clock.now(), application.event.zone),
        version=application.version,
        note=f"{notes} Open the page again." if notes else "",
    )


def _say_saved(application: Application, fixed: Sequence[str]) -> str:
    """Tell what was saved; returned is the step that is next."""
    notes = _notes_of(application, fixed)
    unfit = sum(question.unfit is not None for question in asked(application))
    if notes:
        flash(f"Saved. {notes} Look below before you go on.", "note")
        return "answers"
    if unfit:
        count = plural(unfit, "answer", "answers")
        flash(f"Saved. {count} cannot be sent as {'it is' if unfit == 1 else 'they are'} yet; see below.", "note")
    else:
        flash("Your answers are saved.", "done")
    return "slides" if request.form.get("next") == "slides" else "answers"


@blueprint.get("/applications/<application_uid>/deck")
@guard(applicant)
def slides(application: Application) -> ResponseReturnValue:
    return _slides_page(application, DeckForm()) if _editable(application) else _to_status(application)


def _slides_page(application: Application, form: DeckForm) -> tuple[str, int]:
    newest = newest_deck(application.startup)
    other = newest if newest is not None and newest.id != application.deck_id else None
    pictures = drawn([application.deck.file_id]) if application.deck else {}
    return shown("applications/slides.html", form=form, **_step("slides", application, other=other, pictures=pictures))


@blueprint.post("/applications/<application_uid>/deck")
@guard(applicant)
@commits
@once
def save_slides(application: Application) -> ResponseReturnValue:
    """Take a new deck; without one, go on with the deck that is there."""
    form = DeckForm()
    data = upload_bytes(form.deck.data)
    if form.validate_on_submit():
        with form.refusals():
            if data is not None:
                uploaded = add_deck(application.startup, data, form.deck.data.filename, current_person())
                services.attach_deck(application, uploaded)
            elif application.deck_id is None:
                raise DomainError("Choose your deck, saved as a PDF.", field="deck")
    if form.errors:
        return _slides_page(application, form)
    if data is not None:
        flash("Your deck is uploaded.", "done")
    return redirect(url_for("applications.check", application_uid=application.uid), 303)


@blueprint.post("/applications/<application_uid>/deck/newest")
@guard(applicant)
@commits
def use_newest_deck(application: Application) -> Response:
    """Take the deck that the startup uploaded last, for whichever pitch day."""
    newest = newest_deck(application.startup)
    if newest is not None:
        services.attach_deck(application, newest)
    return redirect(url_for("applications.slides", application_uid=application.uid), 303)


@blueprint.get("/applications/<application_uid>/check")
@guard(applicant)
def check(application: Application) -> ResponseReturnValue:
    return _check_page(application, ConfirmForm()) if _editable(application) else _to_status(application)


def _check_page(application: Application, form: ConfirmForm) -> tuple[str, int]:
    known = facts(application.startup, viewer(current_person(), on=clock.today()))
    answers = answers_to_keep(asked(application))
    return shown("applications/check.html", form=form, **_step("check", application, facts=known, answers=answers))


@blueprint.post("/applications/<application_uid>/check")
@guard(applicant)
@commits
def submit(application: Application) -> ResponseReturnValue:
    """Send it. A second click finds it sent."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            services.submit(application, by=current_person())
    if form.errors:
        return _check_page(application, form)
    flash(f"Your application to {application.event.title} has been sent. A receipt is on its way by mail.", "done")
    return _to_status(application)


@blueprint.get("/applications/<application_uid>/status")
@guard(applicant)
def status(application: Application) -> str:
    """Where the application stands and what happens next."""
    event, window = application.event, _window(application)
    editable = application.state in EDITABLE and window.closed is None
    call, changes = calls.call_of(event), services.changes_since_sent(application) if editable else []
    dates = calls.told_dates(event, call)
    return render_template(
        "applications/status.html",
        application=application,
        event=event,
        journey=journey(application, dates, window.ends_at, clock.now()),
        needed=needed.in_words(needed.standing(application, dates, window, has_changed=bool(changes))),
        delayed=calls.delay_in_words(event, call),
        closed=window.closed,
        editable=editable,
        **_times(event, call, window),
        person=current_person(),
        asked=returns.open_return(application),
        offers=offers(application, current_person()),
        unsent=asked(application) if application.state in EDITABLE else [],
        changes=changes,
        onward=queries.carried_on(application),
        news=_news_since_sent(application) if editable else None,
        reminders=application.state is not ApplicationState.DRAFT or wants_reminders(application),
    )


def _news_since_sent(application: Application) -> News | None:
    """What founders who have sent their answers were never asked."""
    if not application.submissions:
        return None
    return _news(application, application.submissions[-1].form_version)


@blueprint.post("/applications/<application_uid>/confirm")
@guard(applicant)
@commits
def confirm(application: Application) -> Response:
    services.confirm(application)
    flash(f"Your place at {application.event.title} is confirmed.", "done")
    return _to_status(application)


@blueprint.get("/applications/<application_uid>/withdraw")
@guard(applicant)
def withdraw(application: Application) -> str:
    return render_template(
        "applications/withdraw.html", application=application, event=application.event, form=ConfirmForm()
    )


@blueprint.post("/applications/<application_uid>/withdraw")
@guard(applicant)
@commits
def give_up(application: Application) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            services.withdraw(application)
    if form.errors:
        return shown("applications/withdraw.html", application=application, event=application.event, form=form)
    flash(f"{application.startup.name} has withdrawn from {application.event.title}.", "done")
    return _to_status(application)
