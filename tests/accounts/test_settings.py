"""The account's own pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from pitchday import clock
from pitchday.accounts import passwords, services
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.mail import Mail
from tests.conftest import NOW
from tests.factories import add_person
from tests.pages import CheckingClient

PASSWORD = "three quiet words"
OTHER = "four rather loud words"
HASH = passwords.hashed(PASSWORD)
CHANGE = "/me/account/password"
SignIn = Callable[..., CheckingClient]


@pytest.fixture
def ada(app: Flask) -> Person:
    return add_person("Ada Penhollow", email="ada@pitchday.example", password_hash=HASH)


def is_in(client: CheckingClient) -> bool:
    return client.get("/me/account").status_code == 200


def opens(person: Person, password: str) -> bool:
    db.session.refresh(person)
    assert person.account is not None
    return passwords.matches(person.account.password_hash, password)


@pytest.mark.parametrize("path", ["", "/name", "/password", "/sign-out-everywhere"])
def test_strangers_sign_in_first(client: CheckingClient, path: str) -> None:
    assert client.get(f"/me/account{path}").location == f"/sign-in?next=/me/account{path}"
    if path:
        assert client.post(f"/me/account{path}").location == "/sign-in"


def test_a_name_is_changed(client: CheckingClient, ada: Person, sign_in: SignIn) -> None:
    sign_in(ada)
    assert 'value="Ada Penhollow"' in client.get("/me/account/name").text
    answer = client.post("/me/account/name", data={"name": "  Ada   Byron ", "version": ada.version})
    assert answer.location == "/me/account"
    assert "Ada Byron" in client.get("/me/account").text


@pytest.mark.parametrize(
    ("name", "version", "words"),
    [
        ("", 1, "Enter your name."),
        ("x" * 201, 1, "at most 200"),
        ("Ada Byron", 7, "Somebody else has changed this"),
        ("Ada Byron", "", "Not a valid integer"),
        ("Ada Byron", 2**40, "Open the page again"),
    ],
)
def test_names_that_are_refused(
    client: CheckingClient, ada: Person, sign_in: SignIn, name: str, version: object, words: str
) -> None:
    page = sign_in(ada).post("/me/account/name", data={"name": name, "version": version})
    assert page.status_code == 422
    assert words in page.text
    db.session.refresh(ada)
    assert ada.name == "Ada Penhollow"


def test_a_name_that_was_changed_meanwhile_can_be_saved_again(
    client: CheckingClient, ada: Person, sign_in: SignIn
) -> None:
    old = {"name": "Ada Byron", "version": ada.version}
    sign_in(ada).post("/me/account/name", data={**old, "name": "Ada King"})
    refused = client.post("/me/account/name", data=old)
    assert "Ada Byron" in refused.text
    assert f'name="version" type="hidden" value="{ada.version}"' in refused.text
    assert client.post("/me/account/name", data={**old, "version": ada.version}).status_code == 303


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(
    client: CheckingClient,
    ada: Person,
    sign_in: SignIn,
    other_client: Callable[[], CheckingClient],
    mails: Callable[[], list[Mail]],
) -> None:
    elsewhere = other_client()
    elsewhere.post("/sign-in", data={"email": ada.email, "password": PASSWORD, "remember": "y"})
    assert is_in(elsewhere)
    sign_in(ada)
    answer = client.post(CHANGE, data={"current": PASSWORD, "password": OTHER})
    assert (answer.status_code, answer.location) == (303, "/me/account")
    assert is_in(client)
    assert not is_in(elsewhere)
    elsewhere.delete_cookie("pitchday")
    assert not is_in(elsewhere), "a remembered device is a session too"
    assert opens(ada, OTHER)
    assert not opens(ada, PASSWORD)
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("password_changed", "ada@pitchday.example")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"current": "three loud words", "password": OTHER}, "not your present password"),
        ({"current": "", "password": OTHER}, "Enter your present password."),
        ({"password": OTHER}, "Enter your present password."),
        ({"current": PASSWORD, "password": ""}, "Enter a new password."),
        ({"current": PASSWORD, "password": "short"}, "at least 10 characters"),
        ({"current": PASSWORD, "password": "ada@pitchday.example"}, "no secret"),
    ],
)
def test_passwords_that_are_refused(
    client: CheckingClient, ada: Person, sign_in: SignIn, data: dict[str, str], words: str
) -> None:
    page = sign_in(ada).post(CHANGE, data=data)
    assert page.status_code == 422
    assert words in page.text
    assert opens(ada, PASSWORD)
    assert is_in(client)


def test_a_first_password_needs_no_present_one(client: CheckingClient, sign_in: SignIn) -> None:
    bob = add_person("Bob", email="bob@pitchday.example")
    sign_in(bob)
    assert "Present password" not in client.get(CHANGE).text
    assert client.post(CHANGE, data={"password": OTHER}).status_code == 303
    assert opens(bob, OTHER)


def test_a_forgotten_password_is_replaced_after_a_mailed_link(client: CheckingClient, ada: Person) -> None:
    link = services.make_link(email=ada.email, name="", next_url=CHANGE)
    db.session.commit()
    assert client.post(link.removeprefix("https://pitchday.test")).location == CHANGE
    assert "Present password" not in client.get(CHANGE).text
    with clock.frozen(NOW + timedelta(minutes=15)):
        assert "Present password" in client.get(CHANGE).text
        assert client.post(CHANGE, data={"password": OTHER}).status_code == 422
    assert client.post(CHANGE, data={"password": OTHER}).status_code == 303
    assert opens(ada, OTHER)


def test_a_new_password_ends_links_that_were_mailed_before(
    client: CheckingClient, ada: Person, sign_in: SignIn
) -> None:
    bob = add_person("Bob", email="bob@pitchday.example")
    old, of_another = (services.make_link(email=who.email, name="", next_url=CHANGE) for who in (ada, bob))
    db.session.commit()
    sign_in(ada)
    assert client.post(CHANGE, data={"current": PASSWORD, "password": OTHER}).status_code == 303
    new = services.make_link(email=ada.email, name="", next_url=CHANGE)
    db.session.commit()
    answers = [client.get(link.removeprefix("https://pitchday.test")).status_code for link in (old, of_another, new)]
    assert answers == [410, 200, 200]
    assert client.post(old.removeprefix("https://pitchday.test")).status_code == 410


def test_signing_out_everywhere(
    client: CheckingClient, ada: Person, sign_in: SignIn, other_client: Callable[[], CheckingClient]
) -> None:
    elsewhere = sign_in(ada, other_client())
    sign_in(ada)
    assert "this one too" in client.get("/me/account/sign-out-everywhere").text
    assert is_in(client)
    client.post("/me/account/sign-out-everywhere")
    assert not is_in(client)
    assert not is_in(elsewhere)


def test_what_somebody_typed_as_a_name_is_text(client: CheckingClient, ada: Person, sign_in: SignIn) -> None:
    sign_in(ada)
    client.post("/me/account/name", data={"name": "<b>Ada</b> {{ 7*7 }}", "version": ada.version})
    page = client.get("/me/account").text
    assert "<b>Ada" not in page
    assert "{{ 7*7 }}" in page
