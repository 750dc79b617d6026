"""`pitchday user`."""

from __future__ import annotations

from flask import Flask

from pitchday.accounts.queries import person_by_email
from pitchday.db import db
from tests.factories import add_person
from tests.pages import CheckingClient


def run(app: Flask, *words: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["user", *words])
    db.session.expire_all()
    return result.exit_code, result.output.strip()


def test_an_account_is_added_with_its_rights_and_a_link_that_opens_it(app: Flask, client: CheckingClient) -> None:
    code, link = run(app, "add", "Ada@Pitchday.Example", "--name", "Ada Penhollow", "--organiser", "--administrator")
    assert code == 0
    ada = person_by_email("ada@pitchday.example")
    assert ada is not None
    assert ada.account is not None
    assert (ada.name, ada.is_administrator, ada.account.may_create_events) == ("Ada Penhollow", True, True)
    assert client.post(link.removeprefix("https://pitchday.test")).location == "/me"
    assert "Ada Penhollow" in client.get("/me/account").text


def test_an_account_has_no_rights_unless_asked_for(app: Flask) -> None:
    run(app, "add", "bob@pitchday.example", "--name", "Bob")
    bob = person_by_email("bob@pitchday.example")
    assert bob is not None
    assert bob.account is not None
    assert (bob.is_administrator, bob.account.may_create_events) == (False, False)


def test_refusals_are_sentences(app: Flask) -> None:
    add_person("Ada", email="ada@pitchday.example")
    assert run(app, "add", "ada@pitchday.example", "--name", "Ada") == (
        1,
        "Error: This person has an account already.",
    )
    assert run(app, "add", "ada", "--name", "Ada")[1].startswith("Error: Enter an email address")
    assert run(app, "link", "who@pitchday.example")[1].startswith("Error: who@pitchday.example has no account.")


def test_a_link_for_somebody_who_is_locked_out(app: Flask, client: CheckingClient) -> None:
    add_person("Ada", email="ada@pitchday.example")
    code, link = run(app, "link", "ADA@pitchday.example")
    assert code == 0
    client.post(link.removeprefix("https://pitchday.test"))
    assert client.get("/me/account").status_code == 200


def test_all_accounts_are_listed(app: Flask) -> None:
    add_person("Bob", email="bob@pitchday.example", may_create_events=True)
    add_person("Ada", email="ada@pitchday.example", is_administrator=True, may_create_events=True)
    add_person("No Account", email="none@pitchday.example", account=False)
    assert run(app, "list")[1].splitlines() == [
        "ada@pitchday.example\tAda\tadministrator, organiser",
        "bob@pitchday.example\tBob\torganiser",
    ]
