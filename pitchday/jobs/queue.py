"""The Huey instance of an application: which storage, and the one task that runs every job."""

from __future__ import annotations

import os
import socket
import threading
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import commits, db, insert_into
from pitchday.jobs.models import JobRun, WorkerBeat
from pitchday.jobs.services import JOBS, Job, job, perform, watch

if TYPE_CHECKING:
    from huey import Huey

KEEP_RUNS = timedelta(days=14)


class Queue:
    """Where an application puts jobs. The Huey behind it is made at first use: a page view needs none."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._huey: Huey | None = None
        self._making = threading.Lock()

    @property
    def huey(self) -> Huey:
        # The first requests of a server come at once, and each puts a job: one of them makes it, whole.
        with self._making:
            if self._huey is None:
                huey = _make_huey(self.app)
                self._task = huey.task(name="perform")(self._perform)
                self._periodic(huey)
                self._huey = huey
            return self._huey

    def put(self, name: str, arguments: tuple[Any, ...]) -> None:
        self.huey.enqueue(self._task.s(name, list(arguments), priority=_priority(JOBS[name])))

    def _perform(self, name: str, arguments: list[Any]) -> None:
        perform(self.app, name, tuple(arguments))

    def _periodic(self, huey: Huey) -> None:
        from huey import crontab

        for known in JOBS.values():
            if known.every_minutes:
                run = _without_arguments(self.app, known.name)
                when = crontab(minute=f"*/{known.every_minutes}")
                huey.periodic_task(when, name=known.name, priority=_priority(known))(run)


def _priority(job: Job) -> int:
    return 1 if job.urgent else 0


def _without_arguments(app: Flask, name: str) -> Any:
    def run() -> None:
        perform(app, name, ())

    return run


def _make_huey(app: Flask) -> Huey:
    from huey import MemoryHuey, PostgresHuey, PriorityRedisHuey, SqliteHuey

    url = sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    options: dict[str, Any] = {"results": False, "utc": True}
    if app.config["QUEUE"] == "memory":
        return MemoryHuey("pitchday", **options)
    if app.config["REDIS_URL"]:
        return PriorityRedisHuey("pitchday", url=app.config["REDIS_URL"], **options)
    if url.get_backend_name() == "postgresql":
        dsn = url.set(drivername="postgresql").render_as_string(hide_password=False)
        return PostgresHuey("pitchday", dsn=dsn, **options)
    Path(app.config["VAR"]).mkdir(parents=True, exist_ok=True)
    return SqliteHuey(
        "pitchday", filename=str(Path(app.config["VAR"]) / "queue.sqlite"), fsync=True, timeout=60, **options
    )


@job("jobs.beat", every_minutes=1)
@commits
def beat() -> None:
    """Say that a worker is alive, and forget runs that nobody will ask about."""
    values = {"name": f"{socket.gethostname()}:{os.getpid()}"[:100], "seen_at": clock.now()}
    insert = insert_into(WorkerBeat)
    # Two threads of one worker may beat for the first time at once.
    db.session.execute(insert.values(values).on_conflict_do_update(index_elements=["name"], set_=values))
    db.session.execute(sa.delete(WorkerBeat).where(WorkerBeat.seen_at < clock.now() - timedelta(days=1)))
    db.session.execute(sa.delete(JobRun).where(JobRun.started_at < clock.now() - KEEP_RUNS))


def init_app(app: Flask) -> None:
    app.extensions["pitchday-queue"] = Queue(app)
    watch()
