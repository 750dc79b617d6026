"""The migrations go up, down and up again on both databases, and end where the models are."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from pitchday.app import create_app
from pitchday.db import Base, db
from tests.conftest import ForTests
from tests.databases import Databases


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_up_down_and_up_again(kind: str, databases: Databases, tmp_path: Path) -> None:
    app = create_app(ForTests(databases.empty(kind), tmp_path))
    with app.app_context():
        upgrade()
        cities = _count("city")
        downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        upgrade()
        assert cities == _count("city") == 12
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


def _count(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()


@pytest.mark.parametrize("table", ["history_entry", "release", "release_item", "submission"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_history_is_not_changed(app: object, table: str, statement: str) -> None:
    """A trigger on SQLite speaks per row, so that there has to be one; history has some after any change."""
    from tests import factories

    factories.add_person()
    if db.engine.dialect.name == "sqlite" and table != "history_entry":
        triggers = db.session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        assert {f"{table}_is_frozen_update", f"{table}_is_frozen_delete"} <= set(triggers)
        return
    with pytest.raises(sa.exc.DBAPIError, match="never changed or deleted"):
        db.session.execute(sa.text(statement.format(table)))
