"""The organiser's desk: reading what was sent, deciding, and telling everybody at once."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import calls, notes, queries, returns, rules, services, tagging
from pitchday.applications import desk as desks
from pitchday.applications.blueprint import blueprint
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.forms import DecideForm, NoteForm, ReleaseForm, TagForm
from pitchday.applications.lists import Applications
from pitchday.applications.models import Application
from pitchday.applications.permissions import assessor, decider, sent_answers
from pitchday.applications.place_in_list import back_to, carried, place_of
from pitchday.applications.sent_versions import versions_of
from pitchday.applications.views.numbers import in_numbers
from pitchday.db import commits, db
from pitchday.downloads.answers import list_file
from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, rights_at
from pitchday.events.rights import Right
from pitchday.files.first_pages import drawn
from pitchday.files.services import read as read_file
from pitchday.history.queries import of_subject_since
from pitchday.startups.decks import first_page_of, opened
from pitchday.startups.models import Deck
from pitchday.startups.visibility import public_facts, snapshot_facts, viewer
from pitchday.web.downloads import PRIVATE, download, picture
from pitchday.web.filters import plural
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.paging import paged


@blueprint.get("/organise/events/<event_slug>/applications")
@guard(at_event(Right.READ))
def desk(event: Event) -> str:
    """Everything that has been sent."""
    sent = Applications(event)
    page = sent.page(request.args)
    return render_template(
        "applications/desk.html",
        rights={right.value for right in rights_at(current_person(), event)},
        list=page,
        carried=carried(sent, page.asked),
        counts=sent.counts,
        **in_numbers(sent, page.asked),
        numbers_url=url_for("applications.numbers", event_slug=event.slug, **dict[str, Any](page.values)),
        is_open=event.applications_close_at >= clock.now(),
        following=queries.next_undecided(event.id),
    )


@blueprint.get("/organise/events/<event_slug>/applications.<any(csv, xlsx):ending>")
@guard(at_event(Right.READ, Right.DOWNLOAD))
def desk_file(event: Event, ending: str) -> Response:
    return list_file(Applications(event), ending)


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>")
@guard(assessor)
def read(event: Event, application: Application) -> ResponseReturnValue:
    form = DecideForm(
        mark=services.mark_of(application),
        decision=application.decision.value if application.decision else None,
        reason=application.decision_reason,
    )
    return _read_page(event, application, form)


def _read_page(event: Event, application: Application, form: DecideForm) -> tuple[str, int]:
    newest = application.submissions[-1] if application.submissions else None
    looker = viewer(current_person(), on=clock.today(), assesses=[application.startup_id])
    history = db.session.scalars(of_subject_since(f"application:{application.id}", 0).limit(50)).all()
    return shown(
        "applications/read.html",
        form=form,
        event=event,
        application=application,
        name=public_facts(application.startup)["name"],
        newest=newest,
        answers=sent_answers(application, current_person()),
        facts=snapshot_facts(newest.facts, application.startup_id, looker) if newest else {},
        log=desks.log_of(application, history),
        may_decide=Right.DECIDE in rights_at(current_person(), event),
        is_late=application.id in calls.after_early_deadline(event, [application.id]),
        is_decidable=application.state is ApplicationState.SUBMITTED,
        asked=_asked_back(application),
        place=place_of(event, application, request.args),
        tag_form=TagForm(formdata=None),
        tags=application.tags,
        other_tags=[tag.name for tag, _ in tagging.tags_of(event.id) if tag not in application.tags],
        note_form=NoteForm(formdata=None),
        notes=notes.notes_on(application),
        reader=current_person(),
        versions=versions_of(application, current_person()),
        pictures=drawn([newest.deck.file_id]) if newest and newest.deck else {},
    )


def _asked_back(application: Application) -> dict[str, Any] | None:
    """What the founders are asked to change at this moment, and whether the time for it is over."""
    found = returns.open_return(application)
    if found is None:
        return None
    until = rules.deadline_in_words(found.until, application.event.zone)
    return {"found": found, "until": until, "is_over": found.until < clock.now()}


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>")
@guard(decider)
@commits
def decide(event: Event, application: Application) -> ResponseReturnValue:
    """Note a decision. Nobody is told before it is released."""
    form = DecideForm()
    if form.validate_on_submit():
        with form.refusals():
            services.decide(application, **form.decided())
    if form.errors:
        form.mark.raw_data, form.mark.data = None, services.mark_of(application)
        return _read_page(event, application, form)
    flash(f"Noted for {application.startup.name}. Nobody is told until you release the decisions.", "done")
    return redirect(back_to(event, application), 303)


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/undo")
@guard(decider)
@commits
def undo(event: Event, application: Application) -> Response:
    services.undo_decision(application)
    flash(f"The decision on {application.startup.name} is taken back. Nobody was told of it.", "done")
    return redirect(back_to(event, application), 303)


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>/deck")
@guard(assessor)
def deck(event: Event, application: Application) -> Response:
    """The deck that was sent last, not one that came later."""
    sent = _sent_deck(application)
    name, sha256 = sent.download_name, sent.file.sha256
    _opened(sent, event)
    return download(read_file(sha256), "pdf", name=name, cache=PRIVATE)


def _sent_deck(application: Application) -> Deck:
    sent = application.submissions[-1].deck if application.submissions else application.deck
    if sent is None:
        raise NotFound("There is no deck with this application.")
    return sent


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>/deck/first-page")
@guard(assessor)
def deck_picture(event: Event, application: Application) -> Response:
    return picture(first_page_of(_sent_deck(application)), "image/png", cache=PRIVATE)


@commits
def _opened(deck: Deck, event: Event) -> None:
    opened(deck, current_person(), event=event)


@blueprint.get("/organise/events/<event_slug>/decisions")
@guard(at_event(Right.DECIDE))
def decisions(event: Event) -> str:
    """What will be said to whom when the decisions are released."""
    listing = paged(queries.pending(event.id))
    return render_template(
        "applications/decisions.html",
        event=event,
        listing=listing,
        rows=[(row, public_facts(row.startup)["name"]) for row in listing.items],
        counts=desks.counts(event.id),
    )


@blueprint.get("/organise/events/<event_slug>/decisions/release")
@guard(at_event(Right.DECIDE))
def release(event: Event) -> ResponseReturnValue:
    """Say how many will be told what, before anybody is."""
    return _release_page(event, ReleaseForm(mark=services.pending_mark(_pending(event))))


def _pending(event: Event) -> list[Application]:
    return list(db.session.scalars(queries.pending(event.id)))


def _release_page(event: Event, form: ReleaseForm) -> ResponseReturnValue:
    waiting = _pending(event)
    if not waiting and not form.errors:
        flash("No decisions are waiting to be released.", "note")
        return redirect(url_for("applications.decisions", event_slug=event.slug), 303)
    accepted = sum(row.decision is Decision.ACCEPT for row in waiting)
    values: dict[str, Any] = {
        "accepted": accepted,
        "declined": len(waiting) - accepted,
        "people": len({member.person_id for row in waiting for member in row.startup.members}),
        "undecided": desks.counts(event.id)["undecided"],
    }
    return shown("applications/release.html", form=form, event=event, **values)


@blueprint.post("/organise/events/<event_slug>/decisions/release")
@guard(at_event(Right.DECIDE))
@commits
def release_now(event: Event) -> ResponseReturnValue:
    form = ReleaseForm()
    released: list[Application] = []
    if form.validate_on_submit():
        with form.refusals():
            released = services.release_decisions(event, mark=form.mark.data)
    if form.errors:
        form.mark.raw_data, form.mark.data = None, services.pending_mark(_pending(event))
        return _release_page(event, form)
    if released:
        flash(f"Decisions released to {plural(len(released), 'startup')}. Their mails are on the way.", "done")
    else:
        flash("These decisions have been released already. Nobody is told twice.", "note")
    return redirect(url_for("applications.decisions", event_slug=event.slug), 303)
