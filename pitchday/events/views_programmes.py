"""Organisers' pages about programmes and their funders, and the logo that everybody sees."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.events import programmes, queries
from pitchday.events.lists import ProgrammeHistory
from pitchday.events.models import Funder, Programme
from pitchday.events.permissions import (
    at_programme,
    event_creator,
    funder_editor,
    may_create_events,
    programme_logo,
)
from pitchday.events.programme_forms import EditProgrammeForm, FunderForm, NewProgrammeForm, ProgrammeForm
from pitchday.events.rights import Right
from pitchday.files.models import StoredFile
from pitchday.files.services import read
from pitchday.history.stale import require_version
from pitchday.places.queries import cities
from pitchday.web.downloads import FOREVER, PRIVATE, picture
from pitchday.web.forms import Form, shown, upload_bytes
from pitchday.web.guards import current_person, guard, signed_in
from pitchday.web.once import once
from pitchday.web.paging import paged

blueprint = Blueprint("programmes", __name__)

View = tuple[str, int] | str | Response


@blueprint.get("/organise/programmes")
@guard(signed_in)
def index() -> str:
    """The programmes that this person runs, with how many pitch days each has."""
    person = current_person()
    listing = paged(queries.programmes_open_to(person))
    return render_template(
        "events/programmes/index.html",
        listing=listing,
        days=queries.days_of([programme.id for programme in listing.items]),
        may_create=may_create_events(person),
    )


def _choices() -> dict[str, Any]:
    return {"cities": cities(), "sectors": queries.sectors(), "funders": queries.funders()}


@blueprint.route("/organise/programmes/new", methods=["GET", "POST"])
@guard(event_creator)
@commits
@once
def new() -> View:
    form = NewProgrammeForm(**_choices())
    if not form.again and form.validate_on_submit():
        with form.refusals():
            programme = programmes.create_programme(form.facts(_new_funder(form)), by=current_person())
            _take_logo(programme, form)
        if not form.errors:
            flash(f"{programme.name} is here. Nobody else sees it before one of its pitch days is published.", "done")
            return redirect(url_for("home.programme_overview", programme_slug=programme.slug), 303)
    return shown("events/programmes/new.html", form=form)


def _new_funder(form: ProgrammeForm) -> Funder | None:
    if not form.funder_name.data:
        return None
    return programmes.add_funder(
        name=form.funder_name.data,
        website=form.funder_website.data or "",
        acknowledgement=form.funder_acknowledgement.data or "",
    )


def _take_logo(programme: Programme, form: ProgrammeForm) -> None:
    data = upload_bytes(form.logo.data)
    if data is not None:
        programmes.set_logo(programme, data)
    elif isinstance(form, EditProgrammeForm) and form.without_logo.data:
        programmes.set_logo(programme, None)


@blueprint.route("/organise/programmes/<programme_slug>/edit", methods=["GET", "POST"])
@guard(at_programme(Right.EDIT))
@commits
def edit(programme: Programme) -> View:
    form = EditProgrammeForm(programme, **_choices())
    if not form.again and form.validate_on_submit():
        with form.refusals():
            require_version(programme, form.version.data)
            programmes.edit_programme(programme, form.facts(_new_funder(form)))
            _take_logo(programme, form)
        if not form.errors:
            flash("Saved.", "done")
            return redirect(url_for("programmes.edit", programme_slug=programme.slug), 303)
        form.renew(programme.version)
    return shown("events/programmes/edit.html", form=form, programme=programme)


@blueprint.route("/organise/programmes/<programme_slug>/remove", methods=["GET", "POST"])
@guard(at_programme(Right.EDIT))
@commits
def remove(programme: Programme) -> View:
    form = Form()
    if form.validate_on_submit():
        name = programme.name
        with form.refusals():
            programmes.remove_programme(programme)
        if not form.errors:
            flash(f"{name} is removed.", "done")
            return redirect(url_for("programmes.index"), 303)
    days = queries.days_of([programme.id]).get(programme.id, 0)
    return shown("events/programmes/remove.html", form=form, programme=programme, days=days)


@blueprint.get("/organise/programmes/<programme_slug>/history")
@guard(at_programme(Right.HISTORY))
def history(programme: Programme) -> str:
    page = ProgrammeHistory(programme).page(request.args)
    return render_template("events/programmes/history.html", programme=programme, list=page)


@blueprint.get("/organise/programmes/<programme_slug>/history.<any(csv, xlsx):ending>")
@guard(at_programme(Right.HISTORY, Right.DOWNLOAD))
def history_file(programme: Programme, ending: str) -> Response:
    return list_file(ProgrammeHistory(programme), ending)


@blueprint.get("/programmes/<programme_slug>/logo/<digest>")
@guard(programme_logo)
def logo(file: StoredFile, is_public: bool) -> Response:
    """The picture by what is in it: another picture has another address, so that this one never changes."""
    return picture(read(file.sha256), file.media_type, cache=FOREVER if is_public else PRIVATE)


@blueprint.get("/organise/funders")
@guard(event_creator)
def funders() -> str:
    person: Person = current_person()
    listing = paged(queries.funders_by_name())
    mine = queries.funders_looked_after_by(person, [funder.id for funder in listing.items])
    return render_template("events/programmes/funders.html", listing=listing, mine=mine)


@blueprint.route("/organise/funders/<funder_uid>", methods=["GET", "POST"])
@guard(funder_editor)
@commits
def funder(funder: Funder) -> View:
    form = FunderForm(obj=funder)
    if form.validate_on_submit():
        with form.refusals():
            require_version(funder, form.version.data)
            programmes.edit_funder(
                funder,
                name=form.name.data or "",
                website=form.website.data or "",
                acknowledgement=form.acknowledgement.data or "",
            )
        if not form.errors:
            flash("Saved.", "done")
            return redirect(url_for("programmes.funders"), 303)
        form.renew(funder.version)
    return shown("events/programmes/funder.html", form=form, funder=funder)
