"""How many applications fifty processes send in a second, on both databases with commits that reach the disk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from bench import data
from bench.harness import Row, Table, in_threads, migrated_app, postgresql
from pitchday.applications.models import Submission
from pitchday.db import db
from pitchday.mail import Mail
from tests import factories
from tests.applications.rush import Draft, Plan, add_drafts, rush
from tests.files.test_files import make_pdf

APPLICATIONS, PROCESSES = 300, 50

# What the service writes for one application, written once more from the rows that it has left.
_AGAIN = (
    "UPDATE application SET state = 'submitted', submitted_at = changed_at WHERE uid = {uid}",
    """INSERT INTO submission (application_id, number, form_version, submitted_at, facts, answers, deck_id)
    SELECT s.application_id, 2, s.form_version, s.submitted_at, s.facts, s.answers, s.deck_id
    FROM submission s JOIN application a ON a.id = s.application_id WHERE a.uid = {uid}""",
    """INSERT INTO history_entry
      (at, actor, actor_name, action, subject, subject_label, scope, subject_version, changes)
    SELECT h.at, h.actor, h.actor_name, h.action, h.subject, h.subject_label, h.scope, h.subject_version, h.changes
    FROM history_entry h JOIN application a ON h.subject = 'application:' || a.id
    WHERE a.uid = {uid} AND h.scope IS NOT NULL""",
    """INSERT INTO mail
      (message_id, to_address, to_name, template, "values", about, state, attempts, created_at, next_attempt_at)
    SELECT 'again' || message_id, to_address, to_name, template, "values", about, state, attempts, created_at,
      next_attempt_at
    FROM mail WHERE about = 'application:' || {uid} || ':submission:1'""",
)


def tables(folder: Path) -> Iterator[Table]:
    with postgresql(folder) as create:
        url = create("applications")
        yield _table("PostgreSQL", url, folder, lambda: psycopg.connect(_plain(url), autocommit=True), "%s")
    path = folder / "applications.sqlite"
    yield _table("SQLite", f"sqlite:///{path}", folder, lambda: _sqlite(path), "?")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _sqlite(path: Path) -> sqlite3.Connection:
    """As the application has it, in a thread of its own."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 60000", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _table(name: str, url: str, folder: Path, connect: Callable[[], Any], mark: str) -> Table:
    var = folder / name.lower()
    app = migrated_app(url, var)
    with app.app_context():
        event = factories.add_event(starts_at=data.morning(60))
        event_id = event.id
        drafts = add_drafts(event, APPLICATIONS, make_pdf(3))
        db.session.remove()
        db.engine.dispose()
    ran = rush(Plan(url, str(var), event_id, drafts, PROCESSES, closes_in=None))
    told = {one.status for one in ran.told}
    assert told == {303}, told
    sent, plain = APPLICATIONS / ran.seconds, APPLICATIONS / _inserted(drafts, connect, mark)
    with app.app_context():
        counts = [db.session.scalar(sa.select(sa.func.count(table.id))) for table in (Submission, Mail)]
        db.session.remove()
        db.engine.dispose()
    assert counts == [2 * APPLICATIONS] * 2, counts
    return Table(
        f"{APPLICATIONS} applications from {PROCESSES} processes on {name}, a second",
        "by the form",
        "bare insert",
        [Row("sent", f"{sent:.0f}", f"{plain:.0f}", sent / plain)],
    )


def _inserted(drafts: Sequence[Draft], connect: Callable[[], Any], mark: str) -> float:
    """Seconds for the same rows in as many transactions of plain SQL, from as many connections."""
    connections = [connect() for _ in range(PROCESSES)]

    def client(number: int) -> None:
        connection = connections[number]
        for draft in drafts[number::PROCESSES]:
            cursor = connection.cursor()
            cursor.execute("BEGIN" if mark == "%s" else "BEGIN IMMEDIATE")
            for statement in _AGAIN:
                uses = statement.count("{uid}")
                cursor.execute(statement.format(uid=mark), [draft.application_uid] * uses)
            cursor.execute("COMMIT")

    took = in_threads(PROCESSES, client)
    for connection in connections:
        connection.close()
    return took
