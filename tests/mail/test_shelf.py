"""The demo's mail, read in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from pitchday.db import db
from pitchday.jobs.services import perform
from tests.mail.test_outbox import MEETING, tell
from tests.pages import CheckingClient


@pytest.fixture
def shelf(app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setitem(app.config, "DEMO", True)
    monkeypatch.setitem(app.config, "VAR", tmp_path)
    yield tmp_path / "mail"


def deliver(app: Flask) -> None:
    db.session.commit()
    perform(app, "mail.deliver", ())


def test_an_empty_shelf_says_what_will_be_there(client: CheckingClient, shelf: Path) -> None:
    assert "No mail yet" in client.get("/demo/mail").text


def test_mails_are_listed_and_read_with_links_that_work(client: CheckingClient, app: Flask, shelf: Path) -> None:
    tell(name="Ada <b>", secret_link="https://pitchday.test/sign-in/abc")
    deliver(app)
    page = client.get("/demo/mail").text
    assert "Your sign-in link for pitchday" in page
    assert "ada1@pitchday.example" in page
    assert "<b>" not in page
    (kept,) = shelf.glob("*.eml")
    mail = client.get(f"/demo/mail/{kept.stem}").text
    assert '<a href="https://pitchday.test/sign-in/abc"' in mail
    assert "Hello Ada &lt;b&gt;," in mail
    assert "Tue 12 Jan 2027, 10:00" in mail


@pytest.mark.parametrize(
    ("method", "words"), [("REQUEST", "Calendar: changed entry"), ("CANCEL", "Calendar: cancelled")]
)
def test_a_calendar_part_is_described(client: CheckingClient, app: Flask, shelf: Path, method: str, words: str) -> None:
    tell(calendar={**MEETING, "method": method})
    deliver(app)
    assert "With a calendar entry" in client.get("/demo/mail").text
    (kept,) = shelf.glob("*.eml")
    page = client.get(f"/demo/mail/{kept.stem}").text
    for expected in (words, "Meeting: Wrenfell Robotics", "Tue 16 Feb, 14:00–14:20", "Table 4"):
        assert expected in page


def test_the_newest_comes_first(client: CheckingClient, app: Flask, shelf: Path) -> None:
    for number in (1, 2, 3):
        tell(number)
        deliver(app)
    page = client.get("/demo/mail").text
    assert page.index("ada3@") < page.index("ada2@") < page.index("ada1@")


@pytest.mark.parametrize("key", ["nothing", "..", "%2e%2e%2fqueue", "../secret-key", "a" * 200, "%00"])
def test_only_mails_are_on_the_shelf(client: CheckingClient, shelf: Path, key: str) -> None:
    shelf.mkdir(exist_ok=True)
    (shelf.parent / "secret-key").write_text("secret")
    (shelf.parent / "queue.eml").write_text("secret")
    answer = client.get(f"/demo/mail/{key}")
    assert answer.status_code in (404, 308)
    assert "secret" not in answer.text
