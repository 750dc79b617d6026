"""Founders who all send their applications at once, each batch from a process of its own.

`python -m tests.applications.rush` reads a `Plan` as JSON from its input and writes what every founder was told. It is
a program because processes are forked from one that has no threads, which a test's own process has.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import BrokenBarrierError
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response
from flask.testing import FlaskClient

from pitchday import clock
from pitchday.applications.queries import stored_questions
from pitchday.applications.services import attach_deck, save_answers, start
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.startups.enums import Stage
from pitchday.startups.models import Sector
from pitchday.startups.services import add_deck
from tests import factories
from tests.applications.browser import WORDS
from tests.conftest import make_app

PATIENCE = 120


@dataclass(frozen=True)
class Draft:
    """An application with nothing missing, and the session of a founder who may send it."""

    application_uid: str
    session_key: str


@dataclass(frozen=True)
class Plan:
    """How many processes send which drafts of a pitch day. With `closes_in`, in seconds, each process sends its first
    in time, the others while the deadline passes, and its last after it."""

    url: str
    var: str
    event_id: int
    drafts: Sequence[Draft]
    processes: int
    closes_in: float | None


@dataclass(frozen=True)
class Told:
    """What the answer to one founder was: its status and, when it said no, in which words."""

    application_uid: str
    status: int
    words: str


@dataclass(frozen=True)
class Rush:
    """`seconds` run from the common start to the last answer."""

    told: Sequence[Told]
    seconds: float


def add_drafts(event: Event, count: int, deck: bytes) -> list[Draft]:
    """Startups, each with a founder of its own and everything that an application needs, not sent yet."""
    sector = db.session.scalars(sa.select(Sector).limit(1)).one()
    facts = {"description": "We mend looms.", "city": factories.city(), "sector": sector, "stage": Stage.SEED}
    drafts = []
    for number in range(count):
        founder = factories.add_person()
        startup = factories.add_startup(member=founder, **facts)
        slides = add_deck(startup, deck, f"deck-{number}.pdf", founder)
        application = start(event, startup)
        attach_deck(application, slides)
        asked = dict.fromkeys((question.uid for question in stored_questions(event.id)), WORDS)
        save_answers(application, asked, version=application.version, form=1)
        db.session.commit()
        drafts.append(Draft(application.uid, founder.account.session_key))
    return drafts


def rush(plan: Plan) -> Rush:
    """Let them all send. Fails when a process ends otherwise than it should."""
    command = [sys.executable, "-m", "tests.applications.rush"]
    asked = json.dumps(asdict(plan))
    ran = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    found = json.loads(ran.stdout)
    return Rush([Told(**told) for told in found["told"]], found["seconds"])


def _main() -> None:
    read = json.load(sys.stdin)
    plan = Plan(**{**read, "drafts": [Draft(**draft) for draft in read["drafts"]]})
    app = _app(plan)
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(plan.processes + 1, timeout=PATIENCE)
    results = context.SimpleQueue()
    shares = [plan.drafts[number :: plan.processes] for number in range(plan.processes)]
    senders = [context.Process(target=_send, args=(app, share, plan, gate, results)) for share in shares]
    for sender in senders:
        sender.start()
    gate.wait()
    begun = time.perf_counter()
    if plan.closes_in is not None:
        with suppress(BrokenBarrierError):  # one that failed has said why
            gate.wait()
            _close(app, plan)
            gate.wait()
    told = []
    for _ in senders:
        share = results.get()
        if isinstance(share, str):
            sys.exit(share)
        told += share
    seconds = time.perf_counter() - begun
    for sender in senders:
        sender.join()
    json.dump({"told": told, "seconds": seconds}, sys.stdout)


def _app(plan: Plan) -> Flask:
    pool = (
        {"pool_size": 1, "max_overflow": 1} if plan.url.startswith("postgresql") else {"connect_args": {"timeout": 60}}
    )
    return make_app(plan.url, Path(plan.var), SQLALCHEMY_ENGINE_OPTIONS=pool)


def _close(app: Flask, plan: Plan) -> None:
    """From here the deadline is so many seconds away."""
    assert plan.closes_in is not None
    closes_at = clock.now() + timedelta(seconds=plan.closes_in)
    with app.app_context():
        db.session.execute(sa.update(Event).where(Event.id == plan.event_id).values(applications_close_at=closes_at))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _send(app: Flask, share: Sequence[Draft], plan: Plan, gate: Any, results: Any) -> None:
    try:
        results.put(_told(app, share, plan, gate))
    except BaseException:
        results.put(traceback.format_exc())
        gate.abort()  # nobody waits for this one


def _told(app: Flask, share: Sequence[Draft], plan: Plan, gate: Any) -> list[dict[str, Any]]:
    told = []
    buttons = [(_signed_in(app, draft), draft) for draft in share]
    # A server has answered before; a process that has not would hold SQLite's lock while it warms up.
    page = buttons[0][0].get(f"/applications/{share[0].application_uid}/check")
    assert page.status_code == 200, page.text
    gate.wait()
    if plan.closes_in is None:
        told += [_sent(*button) for button in buttons]
    else:
        first, *rest, last = buttons
        told.append(_sent(*first))
        gate.wait()
        gate.wait()
        told += [_sent(*button) for button in rest]
        time.sleep(plan.closes_in)
        told.append(_sent(*last))
    return [asdict(one) for one in told]


def _signed_in(app: Flask, draft: Draft) -> FlaskClient:
    browser = FlaskClient(app, Response)
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = draft.session_key, True
    return browser


def _sent(browser: FlaskClient, draft: Draft) -> Told:
    answer = browser.post(f"/applications/{draft.application_uid}/check")
    words = "" if answer.status_code == 303 else " ".join(unescape(re.sub("<[^>]+>", " ", answer.text)).split())
    return Told(draft.application_uid, answer.status_code, words)


if __name__ == "__main__":
    _main()
