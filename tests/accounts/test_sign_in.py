"""Signing in and out: by password, by link, and through the demo's door."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask

from pitchday import clock
from pitchday.accounts import passwords, services
from pitchday.accounts.models import Person, SignInLink
from pitchday.db import db
from pitchday.mail import Mail
from tests.conftest import NOW
from tests.factories import add_person
from tests.pages import CheckingClient

Mails = Callable[[], list[Mail]]
SignIn = Callable[..., CheckingClient]
PASSWORD = "three quiet words"
HASH = passwords.hashed(PASSWORD)
NO_MATCH = "do not belong together"
GONE = "This link no longer works"


@pytest.fixture
def ada(app: Flask) -> Person:
    return add_person("Ada Penhollow", email="ada@pitchday.example", password_hash=HASH)


@pytest.fixture
def demo(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(app.config, "DEMO", True)
    monkeypatch.setitem(app.jinja_env.globals, "demo_mode", True)


def is_in(client: CheckingClient) -> bool:
    return client.get("/me/account").status_code == 200


def link_for(email: str, *, next_url: str = "/me", **values: Any) -> str:
    path = services.make_link(email=email, name="Somebody", next_url=next_url, **values)
    db.session.commit()
    return path.removeprefix("https://pitchday.test")


# By password


def test_the_password_opens_and_leads_where_one_wanted_to_go(client: CheckingClient, ada: Person) -> None:
    asked = client.get("/me/account")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/me/account")
    answer = client.post(asked.location, data={"email": "ADA@pitchday.example", "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/me/account")
    assert is_in(client)


def test_wrong_words_and_unknown_people_get_the_same_answer(client: CheckingClient, ada: Person) -> None:
    add_person("No Password", email="link@pitchday.example")
    add_person("No Account", email="none@pitchday.example", account=False)
    pages = []
    for email in ("ada@pitchday.example", "link@pitchday.example", "none@pitchday.example", "who@pitchday.example"):
        page = client.post("/sign-in", data={"email": email, "password": "three loud words"})
        assert page.status_code == 422
        assert NO_MATCH in page.text
        pages.append(page.text.replace(email, "X"))
    assert len(set(pages)) == 1
    assert not is_in(client)


def test_all_comparisons_cost_the_same_work(
    client: CheckingClient, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, kept, word: compared.append(kept[:30]) or verify(self, kept, word)
    )
    for email in ("ada@pitchday.example", "who@pitchday.example"):
        client.post("/sign-in", data={"email": email, "password": "three loud words"})
    assert len(compared) == 2
    assert compared[0] == compared[1], "the same settings, so the same work"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": "", "password": PASSWORD}, "Enter your email address."),
        ({"email": "ada@pitchday.example", "password": ""}, "Enter your password."),
        ({"email": "\x00\ud800@", "password": PASSWORD}, "Enter an email address such as"),
        ({"email": "ada@pitchday.example", "password": "x" * 100_000}, NO_MATCH),
    ],
)
def test_bad_input_gets_a_sentence(client: CheckingClient, ada: Person, data: dict[str, str], words: str) -> None:
    body = {key: value.encode("utf-8", "surrogatepass") for key, value in data.items()}
    page = client.post("/sign-in", data=body)
    assert page.status_code == 422
    assert words in page.text


def test_an_old_hash_is_renewed_when_its_password_is_known(client: CheckingClient, app: Flask) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    old = add_person(email="old@pitchday.example", password_hash=weak)
    client.post("/sign-in", data={"email": old.email, "password": PASSWORD})
    assert is_in(client)
    db.session.refresh(old)
    assert old.account is not None
    assert old.account.password_hash != weak
    assert passwords.matches(old.account.password_hash, PASSWORD)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//evil.example", "evil"],
)
def test_nobody_is_sent_elsewhere(client: CheckingClient, ada: Person, target: str) -> None:
    data = {"email": ada.email, "password": PASSWORD}
    assert client.post("/sign-in", query_string={"next": target}, data=data).location == "/me"
    assert client.get("/sign-in", query_string={"next": target}).location == "/me"
    assert client.post(link_for(ada.email, next_url=target)).location == "/me"


def test_a_remembered_device_stays_signed_in_when_the_browser_closes(client: CheckingClient, ada: Person) -> None:
    data = {"email": ada.email, "password": PASSWORD}
    client.post("/sign-in", data=data)
    client.delete_cookie("pitchday")
    assert not is_in(client)
    client.post("/sign-in", data={**data, "remember": "y"})
    kept = client.get_cookie("pitchday-remember")
    assert kept is not None
    assert kept.http_only
    assert kept.same_site == "Lax"
    assert kept.max_age == 30 * 24 * 3600 or kept.expires is not None
    client.delete_cookie("pitchday")
    assert is_in(client)
    client.post("/sign-out")
    assert client.get_cookie("pitchday-remember") is None
    assert not is_in(client)


def test_signing_in_starts_a_session_that_holds_nothing_from_before(client: CheckingClient, ada: Person) -> None:
    with client.session_transaction() as session:
        session["inbox"] = "somebody@pitchday.example"
    client.post("/sign-in", data={"email": ada.email, "password": PASSWORD})
    with client.session_transaction() as session:
        assert "inbox" not in session


def test_signing_out_is_a_post(client: CheckingClient, ada: Person, sign_in: SignIn) -> None:
    sign_in(ada)
    assert client.get("/sign-out").status_code == 405
    assert is_in(client)
    assert client.post("/sign-out").status_code == 303
    assert not is_in(client)


# By link


def test_a_link_is_mailed_and_works_once(client: CheckingClient, ada: Person, mails: Mails, other_client: Any) -> None:
    answer = client.post("/sign-in/link?next=/events", data={"email": "Ada@pitchday.example"})
    assert (answer.status_code, answer.location) == (303, "/sign-in/sent")
    (mail,) = mails()
    assert mail.template == "sign_in"
    path = mail.values["secret_link"].removeprefix("https://pitchday.test")
    for _ in range(3):
        assert "sign in as" in client.get(path).text
    assert not is_in(client)
    assert client.post(path).location == "/events"
    assert is_in(client)

    stranger = other_client()
    for again in (stranger.get(path), stranger.post(path)):
        assert again.status_code == 410
        assert GONE in again.text
    assert not is_in(stranger)


def test_whoever_has_used_the_link_and_clicks_again_goes_on(client: CheckingClient, ada: Person) -> None:
    path = link_for(ada.email, next_url="/events")
    client.post(path)
    assert client.get(path).location == "/events"
    assert client.post(path).location == "/events"


def test_a_link_that_two_press_at_once_opens_for_one(client: CheckingClient, ada: Person) -> None:
    token = link_for(ada.email).rpartition("/")[2]
    link = services.open_link(token)
    db.session.execute(
        sa.update(SignInLink)
        .where(SignInLink.id == link.id)
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    with pytest.raises(services.LinkGone):
        services.use_link(token, same_browser=True)


def test_a_link_ends_after_an_hour(client: CheckingClient, ada: Person) -> None:
    path = link_for(ada.email)
    with clock.frozen(NOW + timedelta(minutes=59, seconds=59)):
        assert client.get(path).status_code == 200
    with clock.frozen(NOW + timedelta(hours=1)):
        assert client.get(path).status_code == 410
        assert client.post(path).status_code == 410
    assert not is_in(client)


@pytest.mark.parametrize("token", ["0" * 32, "x", "é", "a" * 3000])
def test_an_invented_link_opens_nothing(client: CheckingClient, token: str) -> None:
    assert client.get(f"/sign-in/{token}").status_code == 410
    assert client.post(f"/sign-in/{token}").status_code == 410


def test_a_link_replaces_whoever_is_signed_in_and_says_so(client: CheckingClient, ada: Person, sign_in: SignIn) -> None:
    sign_in(add_person("Somebody Else", email="else@pitchday.example"))
    path = link_for(ada.email)
    assert "signed in as else@pitchday.example" in client.get(path).text
    client.post(path)
    assert "ada@pitchday.example" in client.get("/me/account").text


def test_an_unknown_address_gets_the_same_page_and_a_mail_that_says_so(
    client: CheckingClient, ada: Person, mails: Mails
) -> None:
    answers = [client.post("/sign-in/link", data={"email": email}) for email in (ada.email, "who@pitchday.example")]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, "/sign-in/sent")}
    assert [mail.template for mail in mails()] == ["sign_in", "no_account"]
    client.post("/sign-in/link", data={"email": "who@pitchday.example"})
    assert len(mails()) == 2, "once an hour is enough to say that there is nothing"


def test_somebody_invited_gets_an_account_by_their_first_link(client: CheckingClient, mails: Mails) -> None:
    judge = add_person("Invited Judge", email="judge@pitchday.example", account=False)
    client.post("/sign-in/link", data={"email": judge.email})
    client.post(mails()[0].values["secret_link"].removeprefix("https://pitchday.test"))
    assert is_in(client)
    db.session.refresh(judge)
    assert judge.account is not None


def test_old_links_are_forgotten(app: Flask, ada: Person) -> None:
    from pitchday.jobs.services import perform

    link_for(ada.email)
    with clock.frozen(NOW + timedelta(days=7, hours=2)):
        link_for(ada.email)
        perform(app, "accounts.forget_links", ())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInLink)) == 1


# The rest of the house


def test_a_forged_form_is_refused(
    client: CheckingClient, app: Flask, ada: Person, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = link_for(ada.email)
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    for address in ("/sign-in", "/sign-up", "/sign-in/link", "/sign-out", "/demo/sign-in/judge", path):
        assert client.post(address, data={"email": ada.email, "password": PASSWORD}).status_code == 400, address
    sign_in(ada)
    for address in ("/me/account/name", "/me/account/password", "/me/account/sign-out-everywhere"):
        assert client.post(address, data={"name": "X", "version": 1}).status_code == 400, address
    assert is_in(client)
    db.session.refresh(ada)
    assert ada.name == "Ada Penhollow"


def test_a_visitor_costs_no_query_and_gets_no_cookie(client: CheckingClient, count_queries: Any) -> None:
    with count_queries() as counter:
        answer = client.get("/sign-in/sent")
    assert counter.count == 0
    assert "Set-Cookie" not in answer.headers


def test_who_is_signed_in_costs_one_query(
    client: CheckingClient, ada: Person, sign_in: SignIn, count_queries: Any
) -> None:
    sign_in(ada)
    with count_queries() as counter:
        assert is_in(client)
    assert counter.count == 1


def test_a_key_that_nobody_has_is_a_stranger(client: CheckingClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "0" * 32
    assert not is_in(client)


def test_changes_are_put_down_to_whoever_made_them_and_to_nobody_afterwards(
    client: CheckingClient, ada: Person, sign_in: SignIn
) -> None:
    from pitchday.history import HistoryEntry
    from pitchday.history.services import SYSTEM, _acting

    sign_in(ada)
    client.post("/me/account/name", data={"name": "Ada P", "version": ada.version})
    entry = db.session.scalars(
        sa.select(HistoryEntry).where(HistoryEntry.subject == f"person:{ada.id}", HistoryEntry.action == "changed")
    ).one()
    assert entry.actor == f"person:{ada.id}"
    assert _acting.get() is SYSTEM


# The demo


def test_without_the_demo_its_door_and_its_mail_are_nowhere(client: CheckingClient) -> None:
    add_person("Demo Judge", email="judge@pitchday.example")
    for answer in (
        client.post("/demo/sign-in/judge"),
        client.get("/demo/mail"),
        client.get("/demo/mail/abc"),
    ):
        assert answer.status_code == 404
    assert "Look around" not in client.get("/sign-in").text


def test_the_demo_has_a_button_for_each_role(client: CheckingClient, demo: None) -> None:
    page = client.get("/sign-in?next=/events").text
    for role in ("organiser", "founder", "investor", "judge", "attendee"):
        add_person(role.capitalize(), email=f"{role}@pitchday.example")
        assert f"/demo/sign-in/{role}?next=/events" in page
        assert client.post(f"/demo/sign-in/{role}?next=/events").location == "/events"
        assert f"{role}@pitchday.example" in client.get("/me/account").text
        client.post("/sign-out")


def test_the_demo_opens_for_its_own_people_only(client: CheckingClient, ada: Person, demo: None) -> None:
    assert client.post("/demo/sign-in/ada").status_code == 404
    assert client.post("/demo/sign-in/judge").status_code == 404
    assert not is_in(client)
