"""Alive, and able to serve."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.db import db
from pitchday.jobs.models import WorkerBeat


def beat(seconds_ago: int) -> None:
    db.session.add(WorkerBeat(name="worker:1", seen_at=clock.now() - timedelta(seconds=seconds_ago)))
    db.session.commit()


def test_alive(client: Any, count_queries: Any) -> None:
    with count_queries() as counter:
        assert client.get("/healthz").json == {"status": "alive"}
    assert counter.count == 0


def test_ready(client: Any, app: Any) -> None:
    beat(179)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ready", "database": "ok", "migrations": "ok", "worker": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_worker_that_is_silent_or_never_was(client: Any, app: Any) -> None:
    assert client.get("/readyz").json["worker"] == "failed"
    beat(180)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "database": "ok", "migrations": "ok", "worker": "failed"}


def test_a_database_of_another_version(client: Any, app: Any) -> None:
    beat(1)
    db.session.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["migrations"] == "failed"


def test_a_database_that_does_not_answer(client: Any, app: Any, tmp_path: Any) -> None:
    engines = db._app_engines[app]
    real = engines[None]
    engines[None] = sa.create_engine(f"sqlite:///{tmp_path / 'no-such-folder' / 'x.sqlite'}")
    try:
        answer = client.get("/readyz")
    finally:
        db.session.remove()
        engines[None].dispose()
        engines[None] = real
    assert answer.status_code == 503
    assert answer.json == {"status": "not ready", "database": "failed", "migrations": "unknown", "worker": "unknown"}
    assert "no-such-folder" not in answer.text
