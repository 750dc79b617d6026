"""The demo, loaded once for each kind of database: its tests only read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from pitchday.db import Base, db
from tests.conftest import make_app
from tests.databases import Database, Databases

AS_OF = date(2027, 1, 12)

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Loaded:
    """An application whose database the command was run on, what the command said, and the rows it left."""

    app: Flask
    result: Result
    rows: Rows

    def run(self, *arguments: str) -> Result:
        return self.app.test_cli_runner().invoke(args=["demo", *arguments])


def rows() -> Rows:
    """Everything in the database, table by table."""
    return {
        table.name: [tuple(row) for row in db.session.execute(sa.select(table).order_by(*table.primary_key.columns))]
        for table in Base.metadata.sorted_tables
    }


def loaded(
    databases: Databases,
    kind: str,
    var: Path,
    *arguments: str,
    before: Callable[[], None] = lambda: None,
    **settings: Any,
) -> Loaded:
    """Run the command on a fresh database, as of 12 January 2027 unless told otherwise, after `before`."""
    app = make_app(databases.fresh(kind), var, **settings)
    with app.app_context():
        before()
        db.session.commit()
        result = app.test_cli_runner().invoke(args=["demo", *(arguments or ("--as-of", AS_OF.isoformat()))])
        db.session.rollback()
        found = rows()
        db.session.remove()
        db.engine.dispose()
    return Loaded(app, result, found)


@pytest.fixture(scope="session")
def _demo(databases: Databases, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    found = loaded(databases, database.kind, tmp_path_factory.mktemp("demo"), DEMO=True)
    yield found
    with found.app.app_context():
        db.engine.dispose()


@pytest.fixture
def demo(_demo: Loaded) -> Iterator[Loaded]:
    with _demo.app.app_context():
        yield _demo
        db.session.remove()
