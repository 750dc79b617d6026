"""What tests stand on: both databases with the real migrations, a client that checks every page it opens.

- `app`: an application on a migrated database, once with SQLite and once with PostgreSQL; each test runs inside a
  transaction that is rolled back. An application context is pushed, the clock stands at `NOW`.
- `client`, `sign_in(person)`: a browser without JavaScript; `other_client()` makes a second one.
- `run_jobs()`: does what the worker would; `mails()`: the outbox in the order it was written.
- `count_queries()`: a context manager whose value knows how many statements ran.
- `live_app`: an application on a database of its own, with real commits, for threads and processes.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings

from config import Testing
from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.app import create_app
from pitchday.db import db
from pitchday.mail import Mail
from tests.databases import Database, Databases
from tests.pages import CheckingClient
from tests.world import Visitor

# No test is about how long an example takes: on a busy machine any may take long.
settings.register_profile("pitchday", deadline=None)
settings.load_profile("pitchday")

NOW = datetime(2027, 1, 12, 10, 0, tzinfo=UTC)


class ForTests(Testing):
    """Testing settings for one database and one folder."""

    def __init__(self, url: str, var: Path) -> None:
        super().__init__()
        self.SQLALCHEMY_DATABASE_URI = url
        self.SQLALCHEMY_ENGINE_OPTIONS = (
            {"connect_args": {"timeout": 60}} if url.startswith("sqlite") else {"pool_size": 8, "max_overflow": 4}
        )
        self.VAR = var
        self.FILES_URL = str(var / "files")
        self.BASE_URL = "https://pitchday.test"
        self.MAIL_FROM, self.MAIL_DOMAIN = "hello@pitchday.test", "pitchday.test"


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, databases: Databases) -> Database:
    return databases.migrated(request.param)


@pytest.fixture(scope="session")
def _application(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    application = make_app(database.url, tmp_path_factory.mktemp(f"var-{database.kind}"))
    gc.collect()
    gc.freeze()  # what is there now stays, and need not be looked through again for each test that counts
    yield application
    with application.app_context():
        db.engine.dispose()


def make_app(url: str, var: Path, **settings: Any) -> Flask:
    """An application for a test, whose requests fail when they leave rows flushed but not committed."""
    chosen = ForTests(url, var)
    for name, value in settings.items():
        setattr(chosen, name, value)
    application = create_app(chosen)
    application.test_client_class = CheckingClient

    @application.after_request
    def nothing_left_uncommitted(response: Any) -> Any:
        session = db.session()
        assert not session.info.pop("unsaved", False), "a view has changed rows without @commits"
        assert not (session.new or session.dirty or session.deleted), "a view has changed rows without @commits"
        return response

    return application


@sa.event.listens_for(db.session, "after_flush_postexec")
def _flushed(session: Any, _context: object) -> None:
    session.info["unsaved"] = True


@sa.event.listens_for(db.session, "after_commit")
def _committed(session: Any) -> None:
    session.info.pop("unsaved", None)


@sa.event.listens_for(db.session, "after_soft_rollback")
def _rolled_back(session: Any, _previous: object) -> None:
    session.info.pop("unsaved", None)


@pytest.fixture(autouse=True)
def _standing_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def app(_application: Flask) -> Iterator[Flask]:
    with _application.app_context():
        engines = db._app_engines[_application]
        engine = engines[None]
        connection = engine.connect()
        transaction = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        try:
            yield _application
        finally:
            db.session.remove()
            transaction.rollback()
            connection.close()
            engines[None] = engine
            _application.extensions["pitchday-queue"].huey.storage.flush_all()


@pytest.fixture
def live_app(databases: Databases, database: Database, tmp_path: Path) -> Iterator[Flask]:
    """Real commits on a database that only this test sees."""
    application = make_app(databases.fresh(database.kind), tmp_path / "var")
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> CheckingClient:
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def other_client(app: Flask) -> Callable[[], CheckingClient]:
    return app.test_client  # type: ignore[return-value]


@pytest.fixture
def sign_in(client: CheckingClient) -> Callable[..., CheckingClient]:
    """Sign a person with an account in, without the detour of the form; returns the client."""

    def signed_in(person: Person, on: CheckingClient | None = None) -> CheckingClient:
        browser = on or client
        assert person.account is not None, "only people with an account sign in"
        key = person.account.session_key
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = key, True
        return browser

    return signed_in


@pytest.fixture
def visitor(app: Flask, sign_in: Callable[..., CheckingClient]) -> Visitor:
    """A world with somebody for every role, and a browser for each."""
    return Visitor(app, sign_in)


@pytest.fixture
def run_jobs(app: Flask) -> Callable[[], int]:
    """Run what is queued, as the worker would, until nothing is; returns how many jobs ran."""
    return lambda: drain(app)


def drain(app: Flask) -> int:
    huey = app.extensions["pitchday-queue"].huey
    db.session.commit()
    ran = 0
    while (task := huey.dequeue()) is not None:
        huey.execute(task)
        ran += 1
    db.session.expire_all()
    return ran


@pytest.fixture
def mails(app: Flask) -> Callable[[], list[Mail]]:
    def outbox() -> list[Mail]:
        db.session.commit()
        db.session.expire_all()
        return list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))

    return outbox


@dataclass
class Counter:
    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


@contextmanager
def counted() -> Iterator[Counter]:
    """Statements that reach the database inside the block, savepoints of the test's own transaction left out."""
    counter = Counter()

    def before(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN")):
            counter.statements.append(statement)

    # Rows that only a cycle still holds are known to the session or not, as the collector pleases.
    gc.collect()
    gc.disable()
    sa.event.listen(sa.Engine, "before_cursor_execute", before)
    try:
        yield counter
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", before)
        gc.enable()


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    return counted
