"""Bringing in applications that were collected elsewhere: upload, columns, check, landing, undo."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older

from pitchday.applications.blueprint import blueprint
from pitchday.applications.importing import columns, services
from pitchday.applications.importing.models import ApplicationImport, ImportRow, ImportState, RowOutcome
from pitchday.applications.importing.reading import MOST_BYTES, MOST_ROWS, Sheet, letters
from pitchday.applications.permissions import importer
from pitchday.db import commits, db
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.formats.tables import Column, xlsx_bytes
from pitchday.web.downloads import PRIVATE, download, look_again
from pitchday.web.forms import Form, OnceForm, shown, upload_bytes
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once
from pitchday.web.paging import paged

ROOT = "/organise/events/<event_slug>/applications/imports"
ONE = f"{ROOT}/<import_uid>"
SAMPLES = 3


class UploadForm(OnceForm):
    file = FileField("File")


class ColumnsForm(Form):
    """A field for each column is added below."""


class LandForm(Form):
    tell = BooleanField("Write to the founders whose applications are imported", default=True)


class ConfirmForm(Form):
    """A step that asks once more."""


def _to(event: Event, imported: ApplicationImport) -> Response:
    return redirect(url_for("applications.imported", event_slug=event.slug, import_uid=imported.uid), 303)


@blueprint.get(ROOT)
@guard(at_event(Right.DECIDE))
def imports(event: Event) -> ResponseReturnValue:
    """Where a file is uploaded, and what was imported before."""
    return _upload_page(event, UploadForm())


def _upload_page(event: Event, form: UploadForm) -> tuple[str, int]:
    statement = sa.select(ApplicationImport).where(ApplicationImport.event_id == event.id)
    return shown(
        "applications/imports/upload.html",
        form=form,
        event=event,
        listing=paged(statement.options(joinedload(ApplicationImport.by)).order_by(ApplicationImport.id.desc())),
        most_rows=MOST_ROWS,
        most_megabytes=MOST_BYTES // 1024 // 1024,
    )


@blueprint.post(ROOT)
@guard(at_event(Right.DECIDE))
@commits
@once
def upload_import(event: Event) -> ResponseReturnValue:
    form = UploadForm()
    imported = None
    if form.validate_on_submit():
        data = upload_bytes(form.file.data)
        with form.refusals():
            if data is None:
                raise DomainError("Choose a file.", field="file")
            imported = services.begin(event, data, form.file.data.filename, by=current_person())
    if imported is None or form.errors:
        return _upload_page(event, form)
    if imported.state is not ImportState.MAPPING:
        flash("This file was uploaded before. Here is what became of it; nothing is imported twice.", "note")
    return _to(event, imported)


@blueprint.get(f"{ROOT}/template.xlsx")
@guard(at_event(Right.DECIDE))
def import_template(event: Event) -> Response:
    """An empty table with a column for everything that can be imported."""
    headings = [Column(target.label) for target in services.targets(event)]
    data = xlsx_bytes("Applications", headings, [])
    return download(data, "xlsx", name=f"{event.slug}-applications-template", cache=PRIVATE, inline=False)


@blueprint.get(ONE)
@guard(importer)
def imported(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    """Where it stands: the columns to choose, how far the work is, what was found, what has landed."""
    if imported.state is ImportState.MAPPING:
        return redirect(url_for("applications.import_columns", event_slug=event.slug, import_uid=imported.uid), 303)
    if imported.state.is_working:
        return look_again(render_template("applications/imports/working.html", event=event, imported=imported))
    return _report_page(event, imported, LandForm())


_SHOWN_FIRST = {
    ImportState.CHECKED: (RowOutcome.BROKEN,),
    ImportState.LANDED: (RowOutcome.BROKEN,),
    ImportState.UNDONE: (RowOutcome.KEPT,),
}


def _report_page(event: Event, imported: ApplicationImport, form: LandForm) -> tuple[str, int]:
    wanted = ImportRow.import_id == imported.id, ImportRow.outcome.in_(_SHOWN_FIRST[imported.state])
    counts = services.outcomes(imported)
    return shown(
        "applications/imports/report.html",
        form=form,
        event=event,
        imported=imported,
        listing=paged(sa.select(ImportRow).where(*wanted).order_by(ImportRow.number)),
        counts={outcome.value: counts.get(outcome, 0) for outcome in RowOutcome},
    )


def _columns_form(event: Event, imported: ApplicationImport, sheet: Sheet) -> ColumnsForm:
    choices = [SelectChoice("", "Leave out"), *(SelectChoice(one.key, one.label) for one in services.targets(event))]
    fields: dict[str, Any] = {
        f"column_{place}": SelectField(f"{letters(place)}: {heading or 'no heading'}", choices=choices)
        for place, heading in enumerate(sheet.headings)
    }
    kind: type[ColumnsForm] = type("ColumnsFormOfAFile", (ColumnsForm,), fields)
    chosen = {f"column_{place}": key for place, key in enumerate(imported.mapping)}
    return kind(**chosen)


@blueprint.get(f"{ONE}/columns")
@guard(importer)
def import_columns(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    if imported.state not in services.BEFORE_LANDING:
        return _to(event, imported)
    sheet = services.sheet_of(imported)
    return _columns_page(event, imported, sheet, _columns_form(event, imported, sheet))


def _columns_page(event: Event, imported: ApplicationImport, sheet: Sheet, form: ColumnsForm) -> tuple[str, int]:
    samples = [
        list(dict.fromkeys(cells[place][:80] for _, cells in sheet.rows if cells[place]))[:SAMPLES]
        for place in range(len(sheet.headings))
    ]
    needed = [target.label for target in services.targets(event) if target.key in columns.NEEDED]
    values = {"event": event, "imported": imported, "samples": samples, "needed": needed, "total": len(sheet.rows)}
    return shown("applications/imports/columns.html", form=form, **values)


@blueprint.post(f"{ONE}/columns")
@guard(importer)
@commits
def choose_import_columns(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    sheet = services.sheet_of(imported)
    form = _columns_form(event, imported, sheet)
    if form.validate_on_submit():
        with form.refusals():
            services.choose_columns(
                imported, [form[f"column_{place}"].data or "" for place in range(len(sheet.headings))]
            )
    if form.errors:
        return _columns_page(event, imported, sheet, form)
    return _to(event, imported)


@blueprint.post(f"{ONE}/land")
@guard(importer)
@commits
def land_import(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    form = LandForm()
    if form.validate_on_submit():
        services.land(imported, tell=form.tell.data)
    return _to(event, imported)


@blueprint.get(f"{ONE}/undo")
@guard(importer)
def import_undo(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    if imported.state is not ImportState.LANDED:
        return _to(event, imported)
    counts = services.outcomes(imported)
    values = {"event": event, "imported": imported, "landed": counts.get(RowOutcome.LANDED, 0)}
    return shown("applications/imports/undo.html", form=ConfirmForm(), **values)


@blueprint.post(f"{ONE}/undo")
@guard(importer)
@commits
def undo_import(event: Event, imported: ApplicationImport) -> ResponseReturnValue:
    services.undo(imported)
    return _to(event, imported)


@blueprint.post(f"{ONE}/forget")
@guard(importer)
@commits
def forget_import(event: Event, imported: ApplicationImport) -> Response:
    services.forget(imported)
    flash("The file is forgotten. Nothing was imported.", "done")
    return redirect(url_for("applications.imports", event_slug=event.slug), 303)


@blueprint.get(f"{ONE}/to-mend.xlsx")
@guard(importer)
def rows_to_mend(event: Event, imported: ApplicationImport) -> Response:
    """The rows that are broken as they were uploaded, with what is wrong behind them, to mend and upload again."""
    wanted = ImportRow.import_id == imported.id, ImportRow.outcome == RowOutcome.BROKEN
    broken = {row.number: row.problems for row in db.session.scalars(sa.select(ImportRow).where(*wanted))}
    sheet = services.sheet_of(imported)
    rows = [[*cells, _in_words(broken[number])] for number, cells in sheet.rows if number in broken]
    headings = [Column(heading or letters(place)) for place, heading in enumerate(sheet.headings)]
    data = xlsx_bytes("To mend", [*headings, Column("What to mend")], rows)
    return download(data, "xlsx", name=f"{event.slug}-to-mend", cache=PRIVATE, inline=False)


def _in_words(problems: list[list[str]]) -> str:
    return " ".join(f"{heading or 'Row'}: {words}" for _, heading, _, words in problems)
