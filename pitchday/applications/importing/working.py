"""Checking, landing and undoing an import outside the request, so that a worker can be killed at any moment.

Each row lands, and is undone, in a transaction of its own together with the note of it: nobody else waits long for the
database, and the next worker goes on where the last one stopped. Nothing lands twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import queries
from pitchday.applications.asking import ensure_default_questions
from pitchday.applications.importing import services
from pitchday.applications.importing.landing import landed
from pitchday.applications.importing.models import ApplicationImport, ImportRow, ImportState, RowOutcome
from pitchday.applications.importing.rows import Entry, RowReader, standing
from pitchday.applications.importing.undoing import taken_back
from pitchday.db import commits, db, explained
from pitchday.errors import DomainError
from pitchday.history import acting, record
from pitchday.web.filters import plural

# Longer than a row or a step of rows ever takes; it is renewed as the work goes on.
LEASE = timedelta(minutes=3)
STEP = 25
WORKING = tuple(state for state in ImportState if state.is_working)


def work(import_id: int) -> None:
    """Do what the import waits for, unless somebody else does."""
    if not _claim(import_id):
        return
    imported = db.session.get_one(ApplicationImport, import_id)
    actor, state = imported.by.actor, imported.state
    with acting(actor):
        {ImportState.CHECKING: _check, ImportState.LANDING: _land, ImportState.UNDOING: _undo}[state](import_id)


def waiting() -> list[int]:
    """Imports that nobody works at, though somebody should."""
    statement = sa.select(ApplicationImport.id).where(ApplicationImport.state.in_(WORKING), _free())
    return list(db.session.scalars(statement.order_by(ApplicationImport.id)))


def _free() -> sa.ColumnElement[bool]:
    return sa.or_(ApplicationImport.leased_until.is_(None), ApplicationImport.leased_until < clock.now())


@commits
def _claim(import_id: int) -> bool:
    taken = (
        sa.update(ApplicationImport)
        .where(ApplicationImport.id == import_id, ApplicationImport.state.in_(WORKING), _free())
        .values(leased_until=clock.now() + LEASE)
        .returning(ApplicationImport.id)
    )
    return db.session.execute(taken).first() is not None


def _progress(import_id: int, done: int) -> None:
    values = {"done": done, "leased_until": clock.now() + LEASE}
    db.session.execute(sa.update(ApplicationImport).where(ApplicationImport.id == import_id).values(values))


def _reader(imported: ApplicationImport) -> tuple[RowReader, list[tuple[int, tuple[str, ...]]]]:
    sheet = services.sheet_of(imported)
    return RowReader(sheet, imported.mapping, queries.questions_of(imported.event)), list(sheet.rows)


def _check(import_id: int) -> None:
    imported = db.session.get_one(ApplicationImport, import_id)
    event_id = imported.event_id
    reader, rows = _reader(imported)
    found: list[dict[str, object]] = []
    seen: dict[tuple[str, str], int] = {}
    for place, (number, cells) in enumerate(rows):
        if place % STEP == 0:
            commits(_progress)(import_id, place)
        entry, problems = reader.read(cells)
        outcome = RowOutcome.BROKEN
        if entry is not None:
            outcome, problems = _judged(event_id, entry, number, seen)
        name = cells[reader.places["name"]][:120]
        found.append(
            {
                "import_id": import_id,
                "number": number,
                "name": name,
                "outcome": outcome,
                "problems": problems,
                "made": {},
            }
        )
    _checked(import_id, found)


def _judged(
    event_id: int, entry: Entry, number: int, seen: dict[tuple[str, str], int]
) -> tuple[RowOutcome, list[list[str]]]:
    """As it stands here, unless an earlier row of the file is of the same startup."""
    before = next((seen[name] for name in sorted(entry.names) if name in seen), None)
    if before is not None:
        return RowOutcome.BROKEN, [["", "", entry.facts["name"], f"This is the same startup as in row {before}."]]
    seen.update(dict.fromkeys(entry.names, number))
    return standing(event_id, entry)


@commits
def _checked(import_id: int, found: list[dict[str, object]]) -> None:
    imported = db.session.get_one(ApplicationImport, import_id, with_for_update=True)
    if imported.state is not ImportState.CHECKING:
        return
    db.session.execute(sa.delete(ImportRow).where(ImportRow.import_id == import_id))
    db.session.execute(sa.insert(ImportRow), found)
    imported.state, imported.done, imported.leased_until = ImportState.CHECKED, len(found), None


def _numbers(import_id: int, outcome: RowOutcome) -> list[int]:
    left = ImportRow.import_id == import_id, ImportRow.outcome == outcome
    return list(db.session.scalars(sa.select(ImportRow.number).where(*left).order_by(ImportRow.number)))


def _land(import_id: int) -> None:
    imported = db.session.get_one(ApplicationImport, import_id)
    commits(ensure_default_questions)(imported.event)
    reader, rows = _reader(imported)
    by_number = dict(rows)
    for number in _numbers(import_id, RowOutcome.GOOD):
        entry, problems = reader.read(by_number[number])
        _one_at_a_time(import_id, number, RowOutcome.GOOD, partial(_land_row, entry=entry, problems=problems))
    _finish(import_id, ImportState.LANDED)


def _land_row(row: ImportRow, entry: Entry | None, problems: list[list[str]]) -> None:
    """Look once more: since the check the startup may have come by itself, or a question have changed."""
    imported = db.session.get_one(ApplicationImport, row.import_id)
    outcome = RowOutcome.BROKEN
    if entry is not None:
        outcome, problems = standing(imported.event_id, entry)
    if entry is not None and outcome is RowOutcome.GOOD:
        try:
            with db.session.begin_nested():
                row.application_id, row.made = landed(imported, entry)
            outcome = RowOutcome.LANDED
        except sa.exc.DataError:  # one row that the database cannot hold must not keep back the others
            outcome, problems = RowOutcome.BROKEN, [["", "", row.name, "Something in this row is too long to be kept."]]
        except (DomainError, sa.exc.IntegrityError) as error:
            refusal = error if isinstance(error, DomainError) else explained(error)
            if refusal is None:
                raise
            outcome, problems = RowOutcome.BROKEN, [["", "", row.name, refusal.message]]
    row.outcome, row.problems = outcome, problems


def _undo(import_id: int) -> None:
    def back(row: ImportRow) -> None:
        row.outcome = RowOutcome.UNDONE if taken_back(row) else RowOutcome.KEPT

    for number in _numbers(import_id, RowOutcome.LANDED):
        _one_at_a_time(import_id, number, RowOutcome.LANDED, back)
    _finish(import_id, ImportState.UNDONE)


@commits
def _one_at_a_time(import_id: int, number: int, before: RowOutcome, do: Callable[[ImportRow], None]) -> None:
    """Do it to a row unless another worker has: the row waits for whoever has it."""
    statement = sa.select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.number == number)
    row = db.session.scalars(statement.with_for_update().execution_options(populate_existing=True)).one()
    if row.outcome is before:
        do(row)
        values = {"done": ApplicationImport.done + 1, "leased_until": clock.now() + LEASE}
        db.session.execute(sa.update(ApplicationImport).where(ApplicationImport.id == import_id).values(values))


@commits
def _finish(import_id: int, state: ImportState) -> None:
    imported = db.session.get_one(ApplicationImport, import_id, with_for_update=True, populate_existing=True)
    before = {ImportState.LANDED: ImportState.LANDING, ImportState.UNDONE: ImportState.UNDOING}[state]
    if imported.state is not before:  # a worker that was slower than its lease comes too late
        return
    outcome = RowOutcome.LANDED if state is ImportState.LANDED else RowOutcome.UNDONE
    count = plural(services.outcomes(imported).get(outcome, 0), "application")
    imported.state, imported.leased_until = state, None
    if state is ImportState.LANDED:
        imported.landed_at = clock.now()
    else:
        imported.undone_at = clock.now()
    record(
        "imported" if state is ImportState.LANDED else "undid the import of",
        subject=imported.event.history_key,
        label=f"{count} from {imported.file_name}",
        scope=imported.event.history_key,
    )
