"""Naming jobs, asking for them once a change is committed, and running them with a trace."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Session

from pitchday import clock
from pitchday.db import commits, db
from pitchday.jobs.models import JobRun, JobState

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """A function that takes ids, loads, calls one service, and can run twice without harm.

    An urgent one goes before all that waits in the queue and is not: somebody waits at a screen for it.
    """

    name: str
    function: Callable[..., None]
    every_minutes: int | None
    urgent: bool


JOBS: dict[str, Job] = {}


def job(
    name: str, *, every_minutes: int | None = None, urgent: bool = False
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a job under a name that stays the same over releases, since queued work carries it."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        JOBS[name] = Job(name, function, every_minutes, urgent)
        return function

    return register


def after_commit(name: str, *arguments: Any) -> None:
    """Queue a job when the present transaction commits; a rolled-back one queues nothing.

    A crash between the commit and the queue loses the wake-up, so that everything asked for here must also be
    found by a periodic job.
    """
    wanted = db.session().info.setdefault("wanted_jobs", [])
    if (name, arguments) not in wanted:
        wanted.append((name, arguments))


def enqueue(name: str, *arguments: Any) -> None:
    """Queue a job at once."""
    current_app.extensions["pitchday-queue"].put(name, arguments)


def _committed(session: Session) -> None:
    for name, arguments in session.info.pop("wanted_jobs", []):
        try:
            enqueue(name, *arguments)
        except Exception:  # what is committed stands, and a periodic job finds what nobody was woken for
            log.exception("The queue did not take %s", name)


def _rolled_back(session: Session) -> None:
    session.info.pop("wanted_jobs", None)


def watch() -> None:
    for event, listener in (("after_commit", _committed), ("after_rollback", _rolled_back)):
        if not sa.event.contains(db.session, event, listener):
            sa.event.listen(db.session, event, listener)


def perform(app: Flask, name: str, arguments: tuple[Any, ...]) -> None:
    """Run one job in a context of its own and keep a row of it. Raises what the job raised, after noting it."""
    with app.app_context():
        run_id = _started(name, list(arguments))
        try:
            JOBS[name].function(*arguments)
        except Exception:
            db.session.rollback()
            _finished(run_id, JobState.FAILED, traceback.format_exc(limit=8))
            raise
        _finished(run_id, JobState.DONE, None)


@commits
def _started(name: str, arguments: list[Any]) -> int:
    run = JobRun(job=name, arguments=arguments, state=JobState.RUNNING, started_at=clock.now())
    db.session.add(run)
    db.session.flush()
    return run.id


@commits
def _finished(run_id: int, state: JobState, error: str | None) -> None:
    db.session.execute(
        sa.update(JobRun).where(JobRun.id == run_id).values(state=state, finished_at=clock.now(), error=error)
    )
