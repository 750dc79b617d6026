"""Taking a file of applications in, saying what its columns are, and asking for it to be checked, landed or undone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import queries
from pitchday.applications.importing import columns
from pitchday.applications.importing.models import ApplicationImport, ImportRow, ImportState, RowOutcome
from pitchday.applications.importing.reading import Sheet, read
from pitchday.db import db, update_while
from pitchday.errors import DomainError
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.files import services as files
from pitchday.files.models import StoredFile
from pitchday.jobs import after_commit
from pitchday.startups.typed import TypedFacts
from pitchday.web.forms import safe_name

WORK = "applications.work_import"
FORGET = "applications.forget_import_file"
GONE = (ImportState.UNDOING, ImportState.UNDONE)
BEFORE_LANDING = (ImportState.MAPPING, ImportState.CHECKED)


def targets(event: Event) -> list[columns.Target]:
    """What a column can hold at this pitch day."""
    return columns.targets(TypedFacts().labels, queries.questions_of(event))


def sheet_of(imported: ApplicationImport) -> Sheet:
    return read(files.read(imported.file.sha256))


def begin(event: Event, data: bytes, file_name: str, *, by: Person) -> ApplicationImport:
    """The import of this file, with guesses at its columns; the one that was begun before when it is here already.

    Raises DomainError, beside the field `file`, for a file that cannot be read.
    """
    require(Act.DECIDE, event, clock.now())
    known = _same_file(event.id, data)
    if known is not None:
        return known
    sheet = read(data)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" if data[:2] == b"PK" else "text/csv"
    imported = ApplicationImport(
        event=event,
        file=files.store(data, kind),
        file_name=safe_name(file_name),
        mapping=columns.guessed(sheet.headings, targets(event)),
        total=len(sheet.rows),
        by=by,
        created_at=clock.now(),
    )
    db.session.add(imported)
    db.session.flush()
    return imported


def _same_file(event_id: int, data: bytes) -> ApplicationImport | None:
    digest = hashlib.sha256(data).hexdigest()
    same = sa.select(ApplicationImport).join(ApplicationImport.file)
    return db.session.scalar(
        same.where(
            ApplicationImport.event_id == event_id, StoredFile.sha256 == digest, ApplicationImport.state.not_in(GONE)
        )
    )


def choose_columns(imported: ApplicationImport, mapping: Sequence[str]) -> None:
    """Say what each column holds, and have every row checked. Raises DomainError beside the column that is wrong."""
    known = {target.key: target.label for target in targets(imported.event)}
    for place, key in enumerate(mapping):
        if key and key in mapping[:place]:
            raise DomainError(f"“{known[key]}” is chosen for two columns.", field=f"column_{place}")
    missing = [known[key] for key in columns.NEEDED if key not in mapping]
    if missing:
        raise DomainError(f"Choose a column for: {', '.join(missing)}.")
    wanted = {"mapping": list(mapping), "state": ImportState.CHECKING, "done": 0, "leased_until": None}
    _move(imported, ApplicationImport.state.in_(BEFORE_LANDING), **wanted)


def land(imported: ApplicationImport, *, tell: bool) -> None:
    """Have every good row become an application. A second click finds it begun."""
    require(Act.DECIDE, imported.event, clock.now())
    if imported.state in (ImportState.LANDING, ImportState.LANDED):
        return
    good = outcomes(imported).get(RowOutcome.GOOD, 0)
    wanted = {"state": ImportState.LANDING, "tell": tell, "total": good, "done": 0, "leased_until": None}
    _move(imported, ApplicationImport.state == ImportState.CHECKED, **wanted)


def undo(imported: ApplicationImport) -> None:
    """Have what the import made taken away again."""
    if imported.state in GONE:
        return
    landed = outcomes(imported).get(RowOutcome.LANDED, 0)
    wanted = {"state": ImportState.UNDOING, "total": landed, "done": 0, "leased_until": None}
    _move(imported, ApplicationImport.state == ImportState.LANDED, **wanted)


def _move(imported: ApplicationImport, holds: sa.ColumnElement[bool], **wanted: object) -> None:
    if not update_while(imported, holds, **wanted):
        raise DomainError(f"This import is {imported.state.label.lower()} by now. Look at it again.")
    after_commit(WORK, imported.id)


def forget(imported: ApplicationImport) -> None:
    """Take away a file that was never imported. Raises DomainError for one that was."""
    db.session.refresh(imported, with_for_update={"of": ApplicationImport})
    if imported.state not in BEFORE_LANDING:
        raise DomainError(f"This import is {imported.state.label.lower()} by now. Look at it again.")
    file_id = imported.file_id
    db.session.execute(sa.delete(ImportRow).where(ImportRow.import_id == imported.id))
    db.session.delete(imported)
    db.session.flush()
    # Bytes that are gone cannot be rolled back: only once the row is gone for good.
    after_commit(FORGET, file_id)


def outcomes(imported: ApplicationImport) -> dict[RowOutcome, int]:
    """How many rows have come to what."""
    counted = sa.select(ImportRow.outcome, sa.func.count()).where(ImportRow.import_id == imported.id)
    rows = db.session.execute(counted.group_by(ImportRow.outcome))
    return {outcome: number for outcome, number in rows}  # noqa: C416 - rows are no pairs to the type checker
