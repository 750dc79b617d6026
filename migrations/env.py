"""Alembic's entry: one set of migrations for SQLite and PostgreSQL."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from pitchday.db import UtcDateTime, db


def as_plain_type(kind: str, value: object, autogen_context: Any) -> str | bool:
    """Migrations are history: they must not change when our own types do."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, sa.JSON):
        autogen_context.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def run() -> None:
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # A changed table is made anew and the old one dropped, which would take along whatever refers to it. Only
            # outside a transaction can this be switched, so that it goes to the driver before one begins.
            _driver(connection).execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,
            render_item=as_plain_type,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"The migration would leave rows that refer to nothing: {broken[:10]}")
        if is_sqlite:
            _driver(connection).execute("PRAGMA foreign_keys = ON")


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


run()
