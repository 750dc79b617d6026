"""The least that the work can cost: Flask views without an application around them, and bookings in plain SQL."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import psycopg
from flask import Flask, Response
from psycopg.types.json import Jsonb

from pitchday import clock


def bare() -> Flask:
    """`/bytes/<size>` answers with that many bytes."""
    app = Flask("bare")

    @app.get("/")
    def index() -> str:
        return "bare"

    @functools.cache
    def made(size: int) -> bytes:
        return b"x" * size

    @app.get("/bytes/<int:size>")
    def some_bytes(size: int) -> Response:
        return Response(made(size), content_type="text/plain; charset=utf-8")

    return app


def equipped() -> Flask:
    """One view, and every extension that pitchday imports at its start, attached as its documentation says."""
    import flask_bootstrap  # noqa: F401 - pitchday serves its files, and imports the package to find them
    import wtforms  # noqa: F401
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address
    from flask_login import LoginManager
    from flask_migrate import Migrate
    from flask_sqlalchemy import SQLAlchemy
    from flask_wtf import CSRFProtect
    from whitenoise import WhiteNoise

    app = Flask("equipped")
    app.config.update(
        SECRET_KEY="only for the benchmarks", SQLALCHEMY_DATABASE_URI="sqlite://", RATELIMIT_STORAGE_URI="memory://"
    )
    database = SQLAlchemy(app)
    Migrate(app, database)
    LoginManager(app)
    CSRFProtect(app)
    Limiter(get_remote_address, app=app)
    app.wsgi_app = WhiteNoise(app.wsgi_app)  # type: ignore[method-assign]

    @app.get("/")
    def index() -> str:
        return "equipped"

    return app


@dataclass(frozen=True)
class Wish:
    """Which investor asks for which startup in which round of a block."""

    event_id: int
    block_uid: str
    startup_id: int
    investor_id: int
    starts_at: datetime


class Refused(Exception):
    """The plain twin of a refused booking."""


_STANDING = """
SELECT e.title, s.name, p.name, p.email, s.diary_id, p.diary_id, i.starts_at, i.ends_at, i.details
FROM event e
JOIN release_item i ON i.uid = %(block)s AND i.kind = 'meetings' AND NOT i.cancelled
  AND i.release_id = (SELECT id FROM release WHERE event_id = %(event)s ORDER BY number DESC LIMIT 1)
JOIN application a ON a.event_id = e.id AND a.startup_id = %(startup)s AND a.state = 'confirmed'
JOIN startup s ON s.id = a.startup_id
JOIN person p ON p.id = %(investor)s
WHERE e.id = %(event)s AND e.state = 'published'
  AND EXISTS (SELECT 1 FROM investor_profile f WHERE f.person_id = p.id)
  AND EXISTS (
    SELECT 1 FROM investor_statement t WHERE t.person_id = p.id AND t.withdrawn_at IS NULL
      AND t.signed_on <= %(today)s AND t.last_valid_day >= %(today)s)
  AND EXISTS (
    SELECT 1 FROM investor_statement t WHERE t.person_id = p.id AND t.withdrawn_at IS NULL
      AND t.signed_on <= %(day)s AND t.last_valid_day >= %(day)s)
  AND NOT EXISTS (
    SELECT 1 FROM meeting m WHERE m.event_id = e.id AND m.investor_id = p.id AND m.startup_id = s.id
      AND m.state = 'scheduled')
FOR SHARE OF e, a
"""
_MEMBERS = """
SELECT p.name, p.email FROM startup_member m JOIN person p ON p.id = m.person_id WHERE m.startup_id = %s
"""
_TAKEN = """
SELECT diary_id FROM diary_entry WHERE diary_id = ANY(%s) AND starts_at < %s AND ends_at > %s
"""
_CLAIM = """
INSERT INTO diary_entry (diary_id, kind, claim, label, starts_at, ends_at)
SELECT unnest(%s::int[]), 'meeting', %s, %s, %s, %s ON CONFLICT DO NOTHING RETURNING diary_id
"""
_MEETING = """
INSERT INTO meeting (uid, event_id, block_uid, investor_id, startup_id, table_id, state, starts_at, ends_at, sequence,
                     booked_at, changed_at, cancelled_reason, version)
VALUES (%s, %s, %s, %s, %s, %s, 'scheduled', %s, %s, 0, %s, %s, '', 1) RETURNING id
"""
_HISTORY = """
INSERT INTO history_entry (at, actor, actor_name, action, subject, subject_label, scope, subject_version, changes)
VALUES (%s, 'system', 'pitchday', 'created', %s, %s, %s, 1, %s)
"""
_MAIL = """
INSERT INTO mail (message_id, to_address, to_name, template, values, about, state, attempts, created_at,
                  next_attempt_at)
VALUES (%s, %s, %s, 'meeting_booked', %s, %s, 'queued', 0, %s, %s) ON CONFLICT (message_id) DO NOTHING
"""


def book(connection: psycopg.Connection[Any], wish: Wish, that_day: date) -> None:
    """The checks and rows of `meetings.services.book`, with nothing of the application. Raises Refused."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(
            _STANDING,
            {
                "startup": wish.startup_id,
                "investor": wish.investor_id,
                "event": wish.event_id,
                "block": wish.block_uid,
                "today": clock.today(),
                "day": that_day,
            },
        )
        standing = cursor.fetchone()
        if standing is None:
            raise Refused
        *names, startup_diary, investor_diary, opens_at, closes_at, details = standing
        span = _round(wish, opens_at, closes_at, details)
        seats = details["tables"]
        cursor.execute(_TAKEN, ([startup_diary, investor_diary, *(seat["diary_id"] for seat in seats)], *span))
        taken = {diary for (diary,) in cursor}
        first = wish.startup_id % len(seats)
        free = [seat for seat in (*seats[first:], *seats[:first]) if seat["diary_id"] not in taken]
        if not free or taken & {startup_diary, investor_diary}:
            raise Refused
        uid = secrets.token_hex(5)
        diaries = sorted((startup_diary, investor_diary, free[0]["diary_id"]))
        cursor.execute(_CLAIM, (diaries, f"meeting:{uid}", f"Meeting of {names[2]} and {names[1]}", *span))
        if len(cursor.fetchall()) < len(diaries):
            raise Refused
        _write(cursor, wish, span, uid, free[0], names)


def _round(wish: Wish, opens_at: datetime, closes_at: datetime, details: dict[str, Any]) -> tuple[datetime, datetime]:
    step = timedelta(minutes=details["meeting_minutes"] + details["gap_minutes"])
    ends_at = wish.starts_at + timedelta(minutes=details["meeting_minutes"])
    if (wish.starts_at - opens_at) % step or wish.starts_at < opens_at or ends_at > closes_at:
        raise Refused
    if wish.starts_at <= clock.now():
        raise Refused
    return wish.starts_at, ends_at


def _write(
    cursor: psycopg.Cursor[Any],
    wish: Wish,
    span: tuple[datetime, datetime],
    uid: str,
    seat: dict[str, Any],
    names: Sequence[str],
) -> None:
    title, startup, name, email = names
    now = clock.now()
    parties = {
        "event_id": wish.event_id,
        "block_uid": wish.block_uid,
        "investor_id": wish.investor_id,
        "startup_id": wish.startup_id,
        "table_id": seat["id"],
    }
    cursor.execute(_MEETING, (uid, *parties.values(), *span, now, now))
    (meeting_id,) = cursor.fetchone() or (0,)
    times = dict(zip(("starts_at", "ends_at"), (moment.isoformat() for moment in span), strict=True))
    changes = {field: [None, value] for field, value in {**parties, **times, "state": "scheduled"}.items()}
    label, scope = f"Meeting with {startup}", f"event:{wish.event_id}"
    cursor.execute(_HISTORY, (now, f"meeting:{meeting_id}", label, scope, Jsonb(changes)))
    cursor.execute(_MEMBERS, (wish.startup_id,))
    for to_name, to_address in [(name, email), *cursor.fetchall()]:
        about = f"meeting:{uid}:0"
        calendar = {**times, "uid": f"meeting-{uid}@pitchday.example", "summary": f"Meeting with {name}"}
        values = {"title": title, "startup": startup, "other": name, "place": seat["name"], "calendar": calendar}
        message = f"<{uid}.{secrets.token_hex(5)}@pitchday.example>"
        cursor.execute(_MAIL, (message, to_address, to_name, Jsonb(values), about, now, now))
