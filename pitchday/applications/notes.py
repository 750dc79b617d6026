"""Private notes on applications: for all who read applications to the pitch day, changed by their author alone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.models import Application, Note
from pitchday.db import db


def notes_on(application: Application) -> list[Note]:
    """The oldest first."""
    statement = sa.select(Note).where(Note.application_id == application.id).order_by(Note.id)
    return list(db.session.scalars(statement.options(joinedload(Note.author))))


def write(application: Application, text: str, *, by: Person) -> Note:
    note = Note(application=application, author=by, text=text, written_at=clock.now())
    db.session.add(note)
    db.session.flush()
    return note


def change(note: Note, text: str) -> None:
    if note.text != text:
        note.text, note.changed_at = text, clock.now()


def delete(note: Note) -> None:
    db.session.delete(note)
    db.session.flush()
