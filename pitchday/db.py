"""The database: one declarative base, one session, one way to commit.

SQLite runs in WAL mode with foreign keys on; transactions that write begin IMMEDIATE, so that they queue
instead of failing half-way. PostgreSQL needs none of that.
"""

from __future__ import annotations

import enum
import functools
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any, ClassVar, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm.exc import StaleDataError

from pitchday.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")

# Crockford's alphabet in lower case: no letter that is mistaken for a digit when read out at a front desk.
UID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
RETRIES = 5

_uid_source: ContextVar[Callable[[str], str]] = ContextVar("uid_source", default=secrets.choice)
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware in Python, `timestamptz` in PostgreSQL, UTC text that sorts by time in SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


class Base(DeclarativeBase):
    """Typed models; enums are stored by value with a CHECK, every constraint has a name."""

    registry: ClassVar[registry] = registry(
        type_annotation_map={
            datetime: UtcDateTime(),
            date: sa.Date(),
            dict[str, Any]: Json,
            list[Any]: Json,
            list[str]: Json,
            enum.Enum: sa.Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=True,
                length=30,
                values_callable=lambda members: [member.value for member in members],
            ),
        }
    )
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def new_uid(length: int = 10) -> str:
    """A short public name for a row that tells nothing about other rows."""
    choose = _uid_source.get()
    return "".join(choose(UID_ALPHABET) for _ in range(length))


def new_token() -> str:
    """An unguessable name of 160 bits for private addresses and one-time links."""
    return new_uid(32)


@contextmanager
def seeded_uids(choose: Callable[[str], str]) -> Iterator[None]:
    """Draw uids from a given source, so that the demo comes out the same each time. Never for real data."""
    token = _uid_source.set(choose)
    try:
        yield
    finally:
        _uid_source.reset(token)


class Row:
    """What every table of ours has: a number of its own, never shown in an address."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned(Row):
    """A row that refuses to be saved over somebody else's change."""

    version: Mapped[int] = mapped_column(default=1)

    @sa.orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


db = SQLAlchemy(metadata=Base.metadata, session_options={"join_transaction_mode": "create_savepoint"})

_explanations: dict[str, tuple[str, str | None]] = {}


def explain(constraint: str, message: str, *, field: str | None = None) -> None:
    """Say in words what a broken constraint means; each model does so beside its table."""
    _explanations[constraint] = (message, field)


def update_while(row: Base, holds: sa.ColumnElement[bool], **values: Any) -> bool:
    """Set columns of a row if a condition holds of it at this moment, and say whether it did; the row is read anew.

    Of two who do so at once the second finds what the first has made: the condition is asked of the row, not of memory.
    """
    model = type(row)
    done = db.session.execute(
        sa.update(model)
        .where(model.id == row.id, holds)  # type: ignore[attr-defined]
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(row)
    return bool(done.rowcount == 1)  # type: ignore[attr-defined]


def constraint_name(error: sa.exc.IntegrityError) -> str | None:
    """The name of the constraint that refused, on either database."""
    diagnostics = getattr(error.orig, "diag", None)
    if diagnostics is not None:
        name: str | None = diagnostics.constraint_name
        return name
    text = str(error.orig)
    kind, _, detail = text.partition(" constraint failed: ")
    if kind == "UNIQUE":
        return _unique_name(detail)
    return detail or text


def _unique_name(detail: str) -> str | None:
    """SQLite names the columns of a broken UNIQUE, not the constraint."""
    if detail.startswith("index "):
        return detail.removeprefix("index ").strip("'")
    places = [place.split(".") for place in detail.split(", ")]
    table = Base.metadata.tables.get(places[0][0])
    wanted = {column for _, column in places}
    if table is None:
        return None
    keys = [known for known in table.constraints if isinstance(known, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    for key in (*keys, *(index for index in table.indexes if index.unique)):
        if {column.name for column in key.columns} == wanted:
            return str(key.name)
    return None


def explained(error: sa.exc.IntegrityError) -> DomainError | None:
    """The refusal in words, or None when nobody has said what the constraint means."""
    name = constraint_name(error)
    if name not in _explanations:
        return None
    message, field = _explanations[name]
    return DomainError(message, field=field)


@contextmanager
def writing(wanted: bool = True) -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at once."""
    token = _writing.set(wanted)
    try:
        yield
    finally:
        _writing.reset(token)


def set_writing(wanted: bool) -> None:
    """For a whole request: whether its transactions take SQLite's write lock at once."""
    _writing.set(wanted)


def commits(function: Callable[P, R]) -> Callable[P, R]:
    """Commit when the function returns, roll back when it raises.

    For the edge only: views, commands and jobs. A deadlock, a database that was busy for too long, or a row that
    somebody else saved meanwhile runs the function again from the start, so that nothing outside the database may
    happen inside it.
    """

    @functools.wraps(function)
    def committing(*args: P.args, **kwargs: P.kwargs) -> R:
        writes = not _only_shows_a_form()
        if writes and not _writing.get() and db.session().in_transaction():
            db.session.rollback()
        for attempt in range(RETRIES + 1):
            try:
                with writing(writes):
                    result = function(*args, **kwargs)
                    db.session.commit()
                    return result
            except sa.exc.IntegrityError as error:
                db.session.rollback()
                refusal = explained(error)
                if refusal is None:
                    raise
                raise refusal from error
            except (sa.exc.OperationalError, StaleDataError) as error:
                db.session.rollback()
                if attempt == RETRIES or not _worth_another_try(error):
                    raise
                time.sleep(0.01 * 2**attempt * (1 + secrets.randbelow(100) / 100))
            except BaseException:
                db.session.rollback()
                raise
        raise AssertionError("unreachable")

    return committing


def _only_shows_a_form() -> bool:
    """Whether a view that saves a form is only asked to show it, which must not take the write lock from others."""
    if not has_request_context() or request.method not in ("GET", "HEAD") or request.url_rule is None:
        return False
    return "POST" in (request.url_rule.methods or ())


def _worth_another_try(error: sa.exc.OperationalError | StaleDataError) -> bool:
    """A row saved by somebody else, deadlock (40P01), serialisation failure (40001), SQLite's lock, or a lost server.

    A server lost during COMMIT, which has no statement, may have committed: that is not tried again.
    """
    if isinstance(error, StaleDataError):
        return True
    if error.connection_invalidated:
        return error.statement is not None
    return getattr(error.orig, "sqlstate", None) in {"40P01", "40001"} or "database is locked" in str(error.orig)


def insert_into(model: type[Base] | sa.Table) -> Any:
    """An INSERT that knows ON CONFLICT, in the words of whichever database the session speaks to."""
    return (postgresql if db.session.connection().dialect.name == "postgresql" else sqlite).insert(model)


def _lower(value: str | bytes | float | None) -> str | bytes | float | None:
    return value.lower() if isinstance(value, str) else value


def prepare_sqlite(engine: sa.Engine) -> None:
    """Take BEGIN from the driver, as SQLAlchemy's documentation for SQLite prescribes, and set what a server needs."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        # SQLite's own knows ASCII only: a search for "éclair" would not find "Éclair".
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in (
            "foreign_keys = ON",
            "journal_mode = WAL",
            "synchronous = FULL",
            "busy_timeout = 15000",
            "recursive_triggers = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def init_app(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            prepare_sqlite(db.engine)
