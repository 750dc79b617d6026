"""Two quick clicks make one thing, and both lead to it."""

from __future__ import annotations

import threading

import sqlalchemy as sa
from flask import Flask

from pitchday.db import db
from pitchday.startups.models import Startup
from tests import factories

SENT = {"name": "Wrenfell Robotics", "once": "abcdefghjkmnpqrstvwx"}


def test_clicks_at_the_same_instant(live_app: Flask) -> None:
    founder = factories.add_person()
    assert founder.account is not None
    key = founder.account.session_key
    db.session.remove()
    found: list[tuple[int, str | None]] = []
    start = threading.Barrier(6, timeout=20)

    def click() -> None:
        with live_app.app_context(), live_app.test_client() as browser:
            with browser.session_transaction() as session:
                session["_user_id"], session["_fresh"] = key, True
            start.wait()
            answer = browser.post("/startups/new", data=SENT)
            found.append((answer.status_code, answer.location))

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert found[0][0] == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Startup)) == 1


def test_a_refused_post_can_be_mended_and_sent_again(live_app: Flask) -> None:
    founder = factories.add_person()
    assert founder.account is not None
    with live_app.test_client() as browser:
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = founder.account.session_key, True
        assert browser.post("/startups/new", data={**SENT, "name": ""}).status_code == 422
        assert browser.post("/startups/new", data=SENT).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Startup)) == 1
