"""Whether this installation can serve: its database, its tables, its workers."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import cache

import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app

from pitchday import clock
from pitchday.db import db
from pitchday.jobs.models import WorkerBeat

log = logging.getLogger(__name__)

BEAT_LASTS = timedelta(minutes=3)
OK, FAILED, UNKNOWN = "ok", "failed", "unknown"


def parts() -> dict[str, str]:
    """Each part with `ok`, `failed`, or `unknown` when it could not be asked; details go to the log alone."""
    found = {"database": OK, "migrations": UNKNOWN, "worker": UNKNOWN}
    try:
        db.session.execute(sa.select(1))
    except sa.exc.SQLAlchemyError:
        log.exception("The database does not answer")
        return found | {"database": FAILED}
    try:
        found["migrations"] = OK if _revisions() == _heads(current_app.extensions["migrate"].directory) else FAILED
        found["worker"] = OK if _beats() else FAILED
    except sa.exc.SQLAlchemyError:
        log.exception("The database has not the tables that this version needs")
        db.session.rollback()
        found["migrations"] = FAILED
    return found


def _revisions() -> frozenset[str]:
    return frozenset(MigrationContext.configure(db.session.connection()).get_current_heads())


@cache
def _heads(directory: str) -> frozenset[str]:
    return frozenset(ScriptDirectory(directory).get_heads())


def _beats() -> bool:
    newest = db.session.scalar(sa.select(sa.func.max(WorkerBeat.seen_at)))
    return newest is not None and newest > clock.now() - BEAT_LASTS
