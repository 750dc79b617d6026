"""Jobs: asked for in a transaction, run once it is committed, each run with a row."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import commits, db
from pitchday.jobs import JobRun, JobState, after_commit, enqueue, job
from pitchday.jobs.models import WorkerBeat
from pitchday.jobs.queue import KEEP_RUNS, Queue
from pitchday.jobs.services import JOBS, perform
from tests.conftest import NOW
from tests.diary.test_claims import race

RunJobs = Callable[[], int]


@pytest.fixture
def calls() -> Iterator[list[tuple[object, ...]]]:
    """What the job `tests.note` was called with; `tests.break` fails half-way."""
    made: list[tuple[object, ...]] = []

    @job("tests.note")
    def note(*arguments: object) -> None:
        made.append(arguments)

    @job("tests.break")
    @commits
    def break_down(text: str) -> None:
        db.session.add(WorkerBeat(name="half-way", seen_at=clock.now()))
        db.session.flush()
        raise RuntimeError(text)

    yield made
    del JOBS["tests.note"], JOBS["tests.break"]


def runs() -> list[JobRun]:
    db.session.commit()
    db.session.expire_all()
    return list(db.session.scalars(sa.select(JobRun).order_by(JobRun.id)))


def test_a_job_runs_with_its_arguments_and_leaves_a_row(
    app: Flask, calls: list[tuple[object, ...]], run_jobs: RunJobs
) -> None:
    enqueue("tests.note", 7, "seven")
    assert runs() == []
    assert run_jobs() == 1
    assert calls == [(7, "seven")]
    (run,) = runs()
    assert (run.job, run.arguments, run.state, run.error) == ("tests.note", [7, "seven"], JobState.DONE, None)
    assert run.started_at == run.finished_at == NOW


def test_a_job_is_queued_by_the_commit_and_only_then(
    app: Flask, calls: list[tuple[object, ...]], run_jobs: RunJobs
) -> None:
    @commits
    def work(fails: bool) -> None:
        db.session.add(WorkerBeat(name=f"fails {fails}", seen_at=clock.now()))
        after_commit("tests.note", fails)
        after_commit("tests.note", fails)
        if fails:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        work(True)
    assert run_jobs() == 0
    work(False)
    assert run_jobs() == 1
    assert calls == [(False,)], "asked for twice in one transaction, it runs once"


def test_a_job_that_fails_changes_nothing_and_says_why(app: Flask, calls: list[tuple[object, ...]]) -> None:
    with pytest.raises(RuntimeError):
        perform(app, "tests.break", ("the printer is on fire",))
    (run,) = runs()
    assert (run.state, run.finished_at) == (JobState.FAILED, NOW)
    assert "the printer is on fire" in (run.error or "")
    assert db.session.get(WorkerBeat, "half-way") is None


def test_a_job_that_fails_does_not_hold_up_the_next(
    app: Flask, calls: list[tuple[object, ...]], run_jobs: RunJobs
) -> None:
    enqueue("tests.break", "x")
    enqueue("tests.note", 1)
    assert run_jobs() == 2
    assert calls == [(1,)]
    assert [run.state for run in runs()] == [JobState.FAILED, JobState.DONE]


def test_mail_goes_before_what_can_wait(app: Flask, calls: list[tuple[object, ...]], run_jobs: RunJobs) -> None:
    for name in ("tests.note", "tests.note", "mail.deliver"):
        enqueue(name)
    run_jobs()
    assert [run.job for run in runs()] == ["mail.deliver", "tests.note", "tests.note"]


def test_every_periodic_job_can_run_twice(app: Flask) -> None:
    periodic = [known.name for known in JOBS.values() if known.every_minutes]
    assert {"jobs.beat", "mail.deliver", "accounts.forget_links", "web.forget_posts"} <= set(periodic)
    for name in periodic:
        perform(app, name, ())
        perform(app, name, ())
    assert {run.state for run in runs()} == {JobState.DONE}


def test_the_clock_of_the_queue_asks_for_every_periodic_job(app: Flask) -> None:
    registry = app.extensions["pitchday-queue"].huey._registry
    asked = {task.name for task in registry.periodic_tasks}
    assert {known.name for known in JOBS.values() if known.every_minutes} <= asked


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that take turns after every few steps, so that those who are not careful meet."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty_threads")
def test_the_first_requests_of_a_server_put_their_jobs_at_once(app: Flask) -> None:
    def put(queue: Queue) -> str:
        queue.put("jobs.beat", ())
        return "put"

    def crowd() -> list[str]:
        queue = Queue(app)
        return race(app, 8, lambda _: put(queue))

    assert [answer for _ in range(30) for answer in crowd()] == ["put"] * 240


def test_two_threads_of_a_worker_beat_at_once(live_app: Flask) -> None:
    def beat(_number: int) -> str:
        perform(live_app, "jobs.beat", ())
        return "alive"

    assert race(live_app, 4, beat) == ["alive"] * 4
    assert len(db.session.scalars(sa.select(WorkerBeat)).all()) == 1


def test_the_beat_says_that_a_worker_lives_and_clears_up(app: Flask) -> None:
    perform(app, "jobs.beat", ())
    with clock.frozen(NOW + KEEP_RUNS + timedelta(minutes=1)):
        perform(app, "jobs.beat", ())
        (beat,) = db.session.scalars(sa.select(WorkerBeat))
        assert beat.seen_at == clock.now()
    assert len(runs()) == 1, "runs of a fortnight ago are forgotten"
