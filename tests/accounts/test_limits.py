"""How often somebody may guess, and how much mail anybody may cause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pitchday.accounts import passwords
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.extensions import limiter
from tests.conftest import make_app
from tests.databases import Database, Databases
from tests.factories import add_event, add_investor, add_person, add_role, add_startup
from tests.pages import CheckingClient

PASSWORD = "three quiet words"
HASH = passwords.hashed(PASSWORD)


@pytest.fixture
def limited(databases: Databases, database: Database, tmp_path: Path) -> Iterator[CheckingClient]:
    """A browser at an application that counts; the others, which share its limiter, go on without."""
    application = make_app(databases.fresh(database.kind), tmp_path / "var", RATELIMIT_ENABLED=True)
    with application.app_context():
        yield application.test_client()  # type: ignore[misc]
        db.session.remove()
        db.engine.dispose()
    limiter.enabled = False


def begin(browser: CheckingClient, person: Person) -> None:
    assert person.account is not None
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.account.session_key, True


def test_wrong_guesses_are_counted_by_address_and_right_ones_are_not(limited: CheckingClient) -> None:
    client, ada = limited, add_person(email="ada@pitchday.example", password_hash=HASH)
    for _ in range(12):
        assert client.post("/sign-in", data={"email": ada.email, "password": PASSWORD}).status_code == 303
        client.post("/sign-out")
    wrong = {"email": ada.email, "password": "three loud words"}
    statuses = [client.post("/sign-in", data=wrong).status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert client.get("/sign-in").status_code == 200
    other = {"email": "other@pitchday.example", "password": "three loud words"}
    assert client.post("/sign-in", data=other).status_code == 422, "others at the same place may still try"


def test_mails_that_somebody_causes_are_limited(limited: CheckingClient) -> None:
    founder = add_person()
    startup = add_startup(member=founder)
    begin(limited, founder)

    def add(email: str) -> Any:
        return limited.post(f"/startups/{startup.slug}/members", data={"name": "Somebody", "email": email})

    assert {add("nobody").status_code for _ in range(8)} == {422}, "what sends no mail does not count"
    assert {add(f"founder{number}@pitchday.example").status_code for number in range(60)} == {303}
    refused = add("one-more@pitchday.example")
    assert refused.status_code == 429
    assert "So many mails went out in your name" in refused.text
    assert "one-more" not in limited.get(f"/startups/{startup.slug}/members").text


def test_nobody_is_written_to_without_end(limited: CheckingClient) -> None:
    organiser, investor = add_person(), add_investor()
    event = add_event(organiser=organiser)
    add_role(event, investor, Role.INVESTOR)
    begin(limited, organiser)
    again = f"/organise/events/{event.slug}/investors/{investor.uid}/link"
    assert [limited.post(again).status_code for _ in range(7)] == [303] * 6 + [429]


@pytest.mark.parametrize("path", ["/sign-in/link", "/sign-up"])
def test_mail_to_one_address_is_limited_and_not_to_a_whole_hall(limited: CheckingClient, path: str) -> None:
    def ask(email: str) -> int:
        return limited.post(path, data={"email": email, "name": "Somebody"}).status_code

    assert [ask("hall@pitchday.example") for _ in range(7)] == [303] * 5 + [429] * 2
    assert {ask(f"hall{number}@pitchday.example") for number in range(40)} == {303}
