"""What the pages and files of a released schedule cost, at three sizes and on both databases."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench import data
from bench.harness import (
    Answer,
    Row,
    Server,
    Table,
    ask,
    cpu_per_request,
    gunicorn,
    in_a_fork,
    in_threads,
    interleaved,
    migrated_app,
    postgresql,
    production,
)
from pitchday.db import db
from pitchday.exports import shortcut
from pitchday.jobs.services import perform
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import ReleaseItem
from tests import factories

SIZES = (100, 500, 2000)
KINDS = ("page", "ics", "json", "csv", "pdf")
ROUNDS = 7
# What opens and ends a transaction; and SQLite tells of its triggers in comments.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE SAVEPOINT", "PRAGMA", "--")
LOAD_CLIENTS = 8
LOAD_ROUNDS = 5


@dataclass(frozen=True)
class Programme:
    """A released schedule: its addresses by kind, one item's calendar, and what first requests cost in statements."""

    size: int
    paths: dict[str, str]
    item: str
    statements: dict[str, int]


def tables(folder: Path) -> Iterator[Table]:
    with postgresql(folder) as create:
        for name, url in (("SQLite", f"sqlite:///{folder / 'bench.sqlite'}"), ("PostgreSQL", create("bench"))):
            yield from _on(name, url, folder / f"var-{name}")


def _on(name: str, url: str, var: Path) -> Iterator[Table]:
    app = migrated_app(url, var)
    with app.app_context():
        startups = data.add_startups(max(SIZES), factories.add_person("Founder"))
        programmes = [_programme(app, size, startups, 30 * number) for number, size in enumerate(SIZES, 1)]
        db.session.remove()
        db.engine.dispose()
    yield _first_requests(name, programmes)
    with gunicorn("wsgi:app", var, production(url, var)) as (ours, _), gunicorn("bench.floor:bare()", var) as (bare, _):
        fresh = ours.memory()
        yield _repeated(name, programmes, ours, bare)
        yield _items(name, programmes, ours)
        _load(ours, programmes)
        yield _memory(name, fresh, ours.memory())


def _programme(app: Flask, size: int, startups: list[int], days: int) -> Programme:
    event = data.add_programme(size, startups, data.morning(days))
    release = data.release(event)
    pitch = sa.select(ReleaseItem.uid).where(ReleaseItem.release_id == release.id, ReleaseItem.kind == ItemKind.PITCH)
    uid = db.session.scalars(pitch.order_by(ReleaseItem.id).limit(1)).one()
    page = f"/events/{event.slug}/schedule"
    paths = {kind: page if kind == "page" else f"{page}.{kind}" for kind in KINDS}
    item, release_id = f"/events/{event.slug}/sessions/{uid}.ics", release.id
    db.session.remove()
    db.engine.dispose()
    # A PDF is made by a job, never in a request: first what visitors find before it has run, then the PDF.
    statements = {kind: _statements(app, path) for kind, path in paths.items() if kind != "pdf"}
    perform(app, "exports.prepare", (release_id,))
    db.session.remove()
    db.engine.dispose()
    statements["pdf"] = _statements(app, paths["pdf"])
    return Programme(size, paths, item, statements)


def _statements(app: Flask, path: str) -> int:
    """How many statements a request costs in a process that has kept nothing."""

    def request() -> int:
        seen: list[str] = []
        sa.event.listen(sa.Engine, "connect", lambda connection, _record: _tell_all(connection, seen))
        _tell_prepared(seen)
        with app.app_context():
            db.engine.connect().close()  # a new connection asks about the server: that is not the request's doing
        seen.clear()
        response = app.test_client().get(path)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        return sum(not statement.upper().startswith(NOT_COUNTED) for statement in seen)

    return in_a_fork(request)


def _tell_prepared(seen: list[str]) -> None:
    """Note the one statement that passes by the driver's cursors. For a copy of the process, which ends with it."""
    ask_server = shortcut.prepared_row

    def telling(*asked: Any) -> Any:
        seen.append("prepared")
        return ask_server(*asked)

    shortcut.prepared_row = telling  # type: ignore[assignment]


def _tell_all(connection: Any, seen: list[str]) -> None:
    """Note what reaches the driver, since not every statement goes through SQLAlchemy."""
    if isinstance(connection, sqlite3.Connection):
        connection.set_trace_callback(seen.append)
        return

    class Telling(connection.cursor_factory):  # type: ignore[misc, name-defined]
        def execute(self, query: Any, *rest: Any, **options: Any) -> Any:
            seen.append(str(query))
            return super().execute(query, *rest, **options)

        def executemany(self, query: Any, *rest: Any, **options: Any) -> Any:
            seen.append(str(query))
            return super().executemany(query, *rest, **options)

    connection.cursor_factory = Telling


def _first_requests(name: str, programmes: Sequence[Programme]) -> Table:
    rows = [
        Row(f"{programme.size:,} items, {kind}", str(count), "", count, most=5)
        for programme in programmes
        for kind, count in programme.statements.items()
    ]
    return Table(f"First request after a release, {name}: statements", "statements", "", rows)


def _repeated(name: str, programmes: Sequence[Programme], ours: Server, bare: Server) -> Table:
    rows: list[Row] = []
    for programme in programmes:
        for kind, path in programme.paths.items():
            rows += _beside_the_floor(f"{programme.size:,} items, {kind}", path, ours, bare)
    return Table(f"Nothing has changed, {name}: CPU a request", "pitchday", "bare view", rows)


def _beside_the_floor(what: str, path: str, ours: Server, bare: Server) -> list[Row]:
    answer: Answer = ask(ours, path)
    size = len(answer.body)
    found = interleaved(
        {
            "whole": partial(cpu_per_request, ours, path),
            "bare": partial(cpu_per_request, bare, f"/bytes/{size}"),
            "304": partial(cpu_per_request, ours, path, etag=answer.etag),
        },
        ROUNDS,
    )
    floor = found["bare"]
    return [
        Row(f"{what}, {size / 1000:,.0f} kB", _ms(found["whole"]), _ms(floor), found["whole"] / floor, most=2),
        Row("  304", _ms(found["304"]), _ms(floor), found["304"] / floor, most=1.3),
    ]


def _items(name: str, programmes: Sequence[Programme], ours: Server) -> Table:
    small, big = programmes[0], programmes[-1]
    measures: dict[str, Callable[[], float]] = {
        "small": partial(cpu_per_request, ours, small.item),
        "big": partial(cpu_per_request, ours, big.item),
    }
    found = interleaved(measures, 2 * ROUNDS)
    row = Row(
        "one item's .ics",
        _ms(found["big"]),
        _ms(found["small"]),
        found["big"] / found["small"],
        least=round(1 / 1.15, 2),
        most=1.15,
    )
    return Table(f"One item, {name}: CPU a request", f"of {big.size:,}", f"of {small.size:,}", [row])


def _load(server: Server, programmes: Sequence[Programme]) -> None:
    """Everything at every size, over so many connections that both workers have served it all."""
    paths = [path for programme in programmes for path in (*programme.paths.values(), programme.item)]

    def client(number: int) -> None:
        for _ in range(LOAD_ROUNDS):
            for path in paths[number:] + paths[:number]:
                ask(server, path)

    in_threads(LOAD_CLIENTS, client)


def _memory(name: str, fresh: float, after: float) -> Table:
    row = Row("gunicorn and both workers", f"{after:.0f} MB", f"{fresh:.0f} MB", after / fresh, most=1.5)
    return Table(f"Memory (PSS), {name}", "after the load above", "after the first 200 on /", [row])


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"
