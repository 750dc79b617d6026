"""Signing up: the same answer for everybody, an account only for whoever reads the mail."""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask

from pitchday.accounts.models import Account, Person, SignInLink
from pitchday.db import db
from pitchday.mail import Mail
from tests.factories import add_person
from tests.pages import CheckingClient

Mails = Callable[[], list[Mail]]
ADA = {"name": "Ada Penhollow", "email": "Ada@Pitchday.Example", "password": "three quiet words"}


def path_of(mail: Mail) -> str:
    """The path of the link in a mail that has not gone yet."""
    link: str = mail.values["secret_link"]
    return link.removeprefix("https://pitchday.test")


def person(email: str = "ada@pitchday.example") -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.email == email))


def test_an_account_is_made_when_the_link_comes_back(client: CheckingClient, mails: Mails) -> None:
    answer = client.post("/sign-up?next=/events", data=ADA)
    assert (answer.status_code, answer.location) == (303, "/sign-in/sent")
    assert "ada@pitchday.example" in client.get("/sign-in/sent").text
    assert person() is None

    (mail,) = mails()
    assert (mail.template, mail.to_name, mail.to_address) == (
        "finish_sign_up",
        "Ada Penhollow",
        "ada@pitchday.example",
    )
    page = client.get(path_of(mail))
    assert "Open my account" in page.text
    assert person() is None, "a program that looks into mails follows links"

    answer = client.post(path_of(mail))
    assert (answer.status_code, answer.location) == (303, "/events")
    ada = person()
    assert ada is not None
    assert ada.account is not None
    assert (ada.name, ada.is_administrator, ada.account.may_create_events) == ("Ada Penhollow", False, False)
    assert "Ada Penhollow" in client.get("/me/account").text

    client.post("/sign-out")
    answer = client.post("/sign-in", data=ADA)
    assert (answer.status_code, answer.location) == (303, "/me")


def test_a_password_counts_only_in_the_browser_it_was_chosen_in(
    client: CheckingClient, other_client: Callable[[], CheckingClient], mails: Mails
) -> None:
    stranger, ada = client, other_client()
    stranger.post("/sign-up", data={**ADA, "name": "Not Ada"})
    answer = ada.post(path_of(mails()[0]))
    assert answer.location == "/me/account"
    assert "the password is not set" in ada.get("/me/account").text
    assert stranger.post("/sign-in", data=ADA).status_code == 422


def test_signing_up_without_a_password(client: CheckingClient, mails: Mails) -> None:
    client.post("/sign-up", data={**ADA, "password": ""})
    assert client.post(path_of(mails()[0])).location == "/me"
    assert "mailed links" in client.get("/me/account").text


def test_a_known_address_gets_the_same_answer_and_another_mail(client: CheckingClient, mails: Mails) -> None:
    known = add_person("Known Person", email="known@pitchday.example", password_hash="kept")
    new = client.post("/sign-up", data=ADA)
    old = client.post("/sign-up", data={**ADA, "email": known.email})
    assert (new.status_code, new.location) == (old.status_code, old.location)
    assert client.get("/sign-in/sent").text.replace(known.email, "X") == re.sub(
        "known@pitchday.example", "X", client.get("/sign-in/sent").text
    )

    second = mails()[1]
    assert (second.template, second.to_name) == ("account_exists", "Known Person")
    client.post(path_of(second))
    db.session.refresh(known)
    assert known.account is not None
    assert (known.name, known.account.password_hash) == ("Known Person", "kept")


def test_somebody_who_was_invited_keeps_their_name_and_gets_an_account(client: CheckingClient, mails: Mails) -> None:
    invited = add_person("Invited Judge", email="ada@pitchday.example", account=False)
    client.post("/sign-up", data=ADA)
    client.post(path_of(mails()[0]))
    db.session.refresh(invited)
    assert invited.account is not None
    assert invited.name == "Invited Judge"


def test_refusals_stand_beside_their_fields(client: CheckingClient, mails: Mails) -> None:
    for change, words in (
        ({"email": "ada"}, "Enter an email address such as"),
        ({"email": " "}, "Enter your email address."),
        ({"name": "\x00 "}, "Enter your name."),
        ({"name": "x" * 201}, "at most 200"),
        ({"password": "short"}, "at least 10 characters"),
        ({"password": "ada@pitchday.example"}, "no secret"),
        ({"password": "PASSWORD123"}, "guessed first"),
    ):
        page = client.post("/sign-up", data={**ADA, **change})
        assert page.status_code == 422, change
        assert words in page.text, change
    assert mails() == []
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInLink)) == 0


def test_what_was_typed_is_still_there_but_for_the_password(client: CheckingClient) -> None:
    page = client.post("/sign-up", data={**ADA, "email": "ada-at-home"})
    assert 'value="Ada Penhollow"' in page.text
    assert 'value="ada-at-home"' in page.text
    assert "three quiet words" not in page.text


def test_whoever_is_signed_in_need_not_sign_up(client: CheckingClient, sign_in: Callable[..., CheckingClient]) -> None:
    sign_in(add_person())
    assert client.get("/sign-up").location == "/me"


def test_no_secret_is_kept_in_plain_words(client: CheckingClient, app: Flask, run_jobs: Callable[[], int]) -> None:
    client.post("/sign-up", data=ADA)
    (mail,) = db.session.scalars(sa.select(Mail))
    token = path_of(mail).rpartition("/")[2]
    (link,) = db.session.scalars(sa.select(SignInLink))
    assert token not in (link.token_hash, link.password_hash)
    assert "three quiet words" not in (link.password_hash or "")
    run_jobs()
    (mail,) = db.session.scalars(sa.select(Mail))
    assert "secret_link" not in mail.values
    assert token not in str(mail.values)


def test_history_knows_of_the_account_but_of_none_of_its_secrets(client: CheckingClient, mails: Mails) -> None:
    from pitchday.history import HistoryEntry

    client.post("/sign-up", data=ADA)
    client.post(path_of(mails()[0]))
    account = db.session.scalars(sa.select(Account)).one()
    entries = db.session.scalars(sa.select(HistoryEntry).where(HistoryEntry.subject == f"account:{account.id}")).all()
    assert [entry.action for entry in entries] == ["created"]
    assert account.session_key not in str(entries[0].changes)
    assert "argon2" not in str(entries[0].changes)


def test_all_problems_are_shown_at_once(client: CheckingClient) -> None:
    page = client.post("/sign-up", data={"name": "", "email": "ada", "password": "short"}).text
    for words in ("Enter your name.", "Enter an email address such as", "at least 10 characters"):
        assert page.count(words) >= 2, "in the summary and beside the field"
