"""Two quick clicks make one thing, and both lead to it."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, redirect, request

from pitchday.db import commits, db
from pitchday.startups.models import Startup
from pitchday.web.once import once
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


def test_back_changed_and_sent_again_is_more_work(live_app: Flask) -> None:
    founder = factories.add_person()
    assert founder.account is not None
    with live_app.test_client() as browser:
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = founder.account.session_key, True
        first, again = (browser.post("/startups/new", data=SENT).location for _ in range(2))
        changed, twice = (browser.post("/startups/new", data={**SENT, "name": "Loomgrid"}).location for _ in range(2))
        assert (first, changed) == (again, twice)
        assert first != changed
        assert browser.post("/startups/new", data=SENT).location == first
    names = db.session.scalars(sa.select(Startup.name).order_by(Startup.id)).all()
    assert names == [SENT["name"], "Loomgrid"]


@pytest.mark.parametrize(
    ("name", "content", "is_new"), [("a.png", b"A", False), ("b.png", b"A", True), ("a.png", b"B", True)]
)
def test_files_count_by_name_and_content(live_app: Flask, name: str, content: bytes, is_new: bool) -> None:
    done: list[bytes] = []

    @live_app.post("/tests/upload")
    @commits
    @once
    def upload() -> Any:
        done.append(request.files["picture"].read())
        return redirect(f"/{len(done)}", 303)

    browser = live_app.test_client()
    for sent in (("a.png", b"A"), (name, content)):
        picture = (io.BytesIO(sent[1]), sent[0])
        browser.post("/tests/upload", data={"once": SENT["once"], "picture": picture})
    assert done == ([b"A", content] if is_new else [b"A"])


def test_a_refused_post_can_be_mended_and_sent_again(live_app: Flask) -> None:
    founder = factories.add_person()
    assert founder.account is not None
    with live_app.test_client() as browser:
        with browser.session_transaction() as session:
            session["_user_id"], session["_fresh"] = founder.account.session_key, True
        assert browser.post("/startups/new", data={**SENT, "name": ""}).status_code == 422
        assert browser.post("/startups/new", data=SENT).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Startup)) == 1
