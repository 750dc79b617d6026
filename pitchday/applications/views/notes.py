"""Private notes on an application."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import notes
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ConfirmForm, NoteForm
from pitchday.applications.models import Application, Note
from pitchday.applications.permissions import assessor, note_author
from pitchday.applications.place_in_list import back_to
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.startups.visibility import public_facts
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


def _to_notes(event: Event, application: Application) -> Response:
    return redirect(back_to(event, application) + "#notes", 303)


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/notes")
@guard(assessor)
@commits
@once
def write_note(event: Event, application: Application) -> ResponseReturnValue:
    form = NoteForm()
    if not form.validate_on_submit():
        return _note_page(event, application, form)
    notes.write(application, form.text.data or "", by=current_person())
    return _to_notes(event, application)


@blueprint.route(
    "/organise/events/<event_slug>/applications/<application_uid>/notes/<note_uid>", methods=["GET", "POST"]
)
@guard(note_author)
@commits
def change_note(event: Event, application: Application, note: Note) -> ResponseReturnValue:
    form = NoteForm(text=note.text)
    if not form.validate_on_submit():
        return _note_page(event, application, form)
    notes.change(note, form.text.data or "")
    return _to_notes(event, application)


def _note_page(event: Event, application: Application, form: NoteForm) -> tuple[str, int]:
    return shown(
        "applications/note.html",
        form=form,
        event=event,
        name=public_facts(application.startup)["name"],
        back=back_to(event, application),
    )


@blueprint.route(
    "/organise/events/<event_slug>/applications/<application_uid>/notes/<note_uid>/delete", methods=["GET", "POST"]
)
@guard(note_author)
@commits
def delete_note(event: Event, application: Application, note: Note) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        notes.delete(note)
        flash("Your note is deleted.", "done")
        return _to_notes(event, application)
    return shown("applications/note_delete.html", form=form, event=event, note=note, back=back_to(event, application))
