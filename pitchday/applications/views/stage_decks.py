"""The deck for the stage: founders choose and confirm it, organisers see who has and take it away."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import notifications
from pitchday.applications import stage_decks as service
from pitchday.applications.blueprint import blueprint
from pitchday.applications.enums import ApplicationState
from pitchday.applications.forms import ConfirmForm, DeckForm, OpenDeckForm
from pitchday.applications.models import Application
from pitchday.applications.permissions import applicant, assessor, decider
from pitchday.applications.stage_lists import StageDecks
from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.errors import DomainError, NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, rights_at
from pitchday.events.rights import Right
from pitchday.files.first_pages import drawn
from pitchday.files.services import read
from pitchday.startups.decks import opened
from pitchday.startups.models import Deck
from pitchday.startups.queries import decks_of
from pitchday.startups.services import add_deck
from pitchday.startups.visibility import public_facts
from pitchday.web.downloads import PRIVATE, download
from pitchday.web.filters import plural
from pitchday.web.forms import shown, upload_bytes
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


@blueprint.get("/applications/<application_uid>/stage-deck")
@guard(applicant)
def own_stage_deck(application: Application) -> ResponseReturnValue:
    if application.state is not ApplicationState.CONFIRMED:
        return redirect(url_for("applications.status", application_uid=application.uid), 303)
    return _own_page(application, DeckForm())


def _own_page(application: Application, form: DeckForm) -> tuple[str, int]:
    stage = service.stage_deck(application)
    decks = decks_of(application.startup)
    return shown(
        "applications/stage_deck.html",
        form=form,
        application=application,
        event=application.event,
        stage=stage,
        deck=service.deck_of(application, stage),
        decks=decks,
        pictures=drawn(deck.file_id for deck in decks),
        is_fixed=service.deck_is_fixed(application, stage),
        fixed_at=service.fixed_at(application, stage),
    )


@blueprint.post("/applications/<application_uid>/stage-deck")
@guard(applicant)
@commits
@once
def choose_stage_deck(application: Application) -> ResponseReturnValue:
    """Take a new deck, or one of those that the startup has."""
    form = DeckForm()
    data = upload_bytes(form.deck.data)
    if form.validate_on_submit():
        with form.refusals():
            service.choose(application, _wanted(application, data, form))
    if form.errors:
        return _own_page(application, form)
    flash("The deck is chosen. Look at its first page, then confirm that it is the one.", "done")
    return _to_own(application)


def _wanted(application: Application, data: bytes | None, form: DeckForm) -> Deck:
    if data is not None:
        return add_deck(application.startup, data, form.deck.data.filename, current_person())
    uid = request.form.get("deck_uid", "")
    known = next((deck for deck in decks_of(application.startup) if deck.uid == uid), None)
    if known is None:
        raise DomainError("Choose a PDF file first.", field="deck")
    return known


@blueprint.post("/applications/<application_uid>/stage-deck/confirm")
@guard(applicant)
@commits
def confirm_stage_deck(application: Application) -> Response:
    service.confirm(application, request.form.get("deck_uid", ""), by=current_person())
    flash(f"This is the one that {application.startup.name} shows at {application.event.title}.", "done")
    return _to_own(application)


def _to_own(application: Application) -> Response:
    return redirect(url_for("applications.own_stage_deck", application_uid=application.uid), 303)


@blueprint.get("/organise/events/<event_slug>/decks")
@guard(at_event(Right.READ))
def stage_decks(event: Event) -> str:
    hours = service.freeze_hours(event)
    return render_template(
        "applications/stage_decks.html",
        event=event,
        list=StageDecks(event).page(request.args),
        fixed_at=service.fixed_from(event.starts_at, hours),
        is_fixed=service.deck_frozen(event.starts_at, hours, clock.now()),
        is_over=clock.now() >= event.starts_at,
        due=service.due(event),
        rights={right.value for right in rights_at(current_person(), event)},
    )


@blueprint.get("/organise/events/<event_slug>/decks.<any(csv, xlsx):ending>")
@guard(at_event(Right.READ, Right.DOWNLOAD))
def stage_decks_file(event: Event, ending: str) -> Response:
    return list_file(StageDecks(event), ending)


@blueprint.route("/organise/events/<event_slug>/decks/reminder", methods=["GET", "POST"])
@guard(at_event(Right.DECIDE))
@commits
def deck_reminder(event: Event) -> ResponseReturnValue:
    """Say how many are reminded, and of what, before anybody is."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            reminded = service.remind(event, by=current_person())
        if not form.errors:
            flash(f"The founders of {plural(reminded, 'startup')} are reminded. Their mails are on the way.", "done")
            return redirect(url_for("applications.stage_decks", event_slug=event.slug), 303)
    text = current_app.jinja_env.get_template("mail/stage_deck_reminder/body.txt")
    values = notifications.deck_reminder_values(
        "(the startup)", event, by=current_person().name, until=service.until_in_words(event)
    )
    return shown(
        "applications/stage_deck_reminder.html",
        form=form,
        event=event,
        due=service.due(event),
        is_fixed=service.deck_frozen(event.starts_at, service.freeze_hours(event), clock.now()),
        text=text.render(**values, name="(the founder)", deck_url="(the address of the page)"),
    )


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>/stage-deck")
@guard(assessor)
def stage_deck(event: Event, application: Application) -> Response:
    """The deck that was chosen, confirmed or not; without one there is nothing."""
    deck = service.deck_of(application, service.stage_deck(application))
    if deck is None or application.state is not ApplicationState.CONFIRMED:
        raise NotFound("There is no deck for the stage.")
    name, sha256 = service.download_name(application, deck), deck.file.sha256
    commits(opened)(deck, current_person(), event=event)
    return download(read(sha256), "pdf", name=name, cache=PRIVATE, inline=False)


@blueprint.route("/organise/events/<event_slug>/decks/<application_uid>/open", methods=["GET", "POST"])
@guard(decider)
@commits
@once
def open_stage_deck(event: Event, application: Application) -> ResponseReturnValue:
    """Let one startup change its deck although decks are fixed."""
    form = OpenDeckForm()
    name = public_facts(application.startup)["name"]
    if form.validate_on_submit():
        with form.refusals():
            service.open_again(application, form.reason.data or "", by=current_person())
        if not form.errors:
            flash(f"{name} can change its deck until the pitch day starts. Its founders are told.", "done")
            return redirect(url_for("applications.stage_decks", event_slug=event.slug), 303)
    return shown("applications/stage_deck_open.html", form=form, event=event, application=application, name=name)
