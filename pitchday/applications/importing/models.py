"""A file of applications that is being brought in, and what became of each of its rows."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, explain, new_uid
from pitchday.events.models import Event
from pitchday.files.models import StoredFile


class ImportState(enum.Enum):
    """How far it is. While it is `checking`, `landing` or `undoing` a job is at work."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    LANDING = "landing"
    LANDED = "landed"
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def label(self) -> str:
        return {
            "mapping": "Columns to choose",
            "checking": "Being checked",
            "checked": "Checked, not imported yet",
            "landing": "Being imported",
            "landed": "Imported",
            "undoing": "Being undone",
            "undone": "Undone",
        }[self.value]

    @property
    def is_working(self) -> bool:
        return self in {ImportState.CHECKING, ImportState.LANDING, ImportState.UNDOING}


class RowOutcome(enum.Enum):
    """What a row would come to, or has come to."""

    GOOD = "good"
    ALREADY = "already"
    BROKEN = "broken"
    LANDED = "landed"
    UNDONE = "undone"
    KEPT = "kept"


class ApplicationImport(Row, Base):
    """One file for one pitch day. `mapping` says what each column holds, by its place, as keys of `columns.Target`.

    `tell` is whether founders are written to. Of `total` rows `done` have been worked through by the present job, whose
    turn it is until `leased_until`. The same content is imported into a pitch day once, unless it was undone.
    """

    __tablename__ = "application_import"
    __table_args__ = (
        sa.Index(
            "uq_application_import_once",
            "event_id",
            "file_id",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('undoing', 'undone')"),
            postgresql_where=sa.text("state NOT IN ('undoing', 'undone')"),
        ),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[ImportState] = mapped_column(default=ImportState.MAPPING)
    mapping: Mapped[list[str]] = mapped_column(default=list)
    tell: Mapped[bool] = mapped_column(default=True)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    landed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()
    file: Mapped[StoredFile] = relationship()
    by: Mapped[Person] = relationship()


class ImportRow(Row, Base):
    """A row by its `number` in the spreadsheet, whose first is 1.

    `problems` are lists of the column's letters, its heading, the value and what is wanted. `made` holds what landing
    it added (ids of the startup and of people) and the versions of application and startup by which a change shows.
    What was sent is never deleted, says the database, but for the submission of an application that is named by
    `application_id` here, whose row has landed and whose import is being undone.
    """

    __tablename__ = "application_import_row"
    __table_args__ = (sa.UniqueConstraint("import_id", "number"), sa.Index(None, "import_id", "outcome"))

    import_id: Mapped[int] = mapped_column(sa.ForeignKey("application_import.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    # Of the application that may be gone.
    application_id: Mapped[int | None] = mapped_column(index=True)
    outcome: Mapped[RowOutcome]
    problems: Mapped[list[Any]] = mapped_column(default=list)
    made: Mapped[dict[str, Any]] = mapped_column(default=dict)


explain("uq_application_import_once", "This file has just been uploaded. Look at the imports below.", field="file")
