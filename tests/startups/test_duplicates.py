"""A company that is here already is spotted, and joined instead of added twice; a stranger learns nothing by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.startups.duplicates import domain, is_close, name_key
from pitchday.startups.enums import Registration
from pitchday.startups.models import Startup
from tests.factories import add_startup
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]
NUMBER = {"registration": Registration.COMPANIES_HOUSE, "company_number": "SC123456"}


@pytest.fixture
def client(client: CheckingClient, founder: Person, sign_in: SignIn) -> CheckingClient:
    return sign_in(founder)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Startup)) or 0


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("Wrenfell Robotics Ltd", "WRENFELL ROBOTICS", True),
        ("Café Zoë Limited", "cafe zoe", True),
        ("Wrenfel Robotics", "Wrenfell Robotics", True),
        ("Loom", "Loop", False),
        ("Startup 12", "Startup 13", False),
        ("Ousefold Materials", "Ousefold Energy", False),
        ("Ltd", "Limited", False),
        ("東京", "東京 Ltd", True),
        ("!!!", "???", False),
    ],
)
def test_names_are_compared_without_what_does_not_matter(one: str, other: str, close: bool) -> None:
    assert is_close(name_key(one), name_key(other)) is close


@given(st.text(max_size=40), st.text(max_size=40))
def test_every_name_is_close_to_itself_however_it_is_written(name: str, other: str) -> None:
    key = name_key(name)
    assert is_close(key, key) is bool(key)
    assert is_close(key, name_key(other)) in (True, False)


@pytest.mark.parametrize(
    ("website", "host"),
    [
        ("", ""),
        ("https://www.Loomgrid.example/about", "loomgrid.example"),
        ("http://loomgrid.example:8080", "loomgrid.example"),
        ("https://uk.linkedin.com/company/loomgrid", ""),
        ("https://loomgrid.github.io", ""),
        ("https://notlinkedin.com", "notlinkedin.com"),
    ],
)
def test_a_shared_host_is_nobodys_own(website: str, host: str) -> None:
    assert domain(website) == host


def test_the_same_number_is_refused_whatever_is_said(client: CheckingClient) -> None:
    startup = add_startup(name="Hidden Works", **NUMBER)
    answer = client.post("/startups/new", data={"name": "Other", "company_number": "sc 123456", "is_another": "y"})
    assert answer.status_code == 422
    assert "A startup with this company number is here already." in answer.text
    assert "Hidden Works" not in answer.text
    assert startup.slug not in answer.text
    assert f"/startups/ask/{startup.uid}" in answer.text
    assert 'name="is_another"' not in answer.text
    mine = add_startup(name="Mine")
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(sa.update(Startup).where(Startup.id == mine.id).values(NUMBER))


@pytest.mark.parametrize("sent", [{"website": "loomgrid.example"}, {"name": "LOOMGRID Systems Limited"}])
def test_the_same_website_or_name_is_asked_about(client: CheckingClient, sent: dict[str, str]) -> None:
    add_startup(name="Loomgrid Systems", website="https://www.loomgrid.example/", listed=True)
    sent = {"name": "Something else", **sent, "ask": "70k"}
    answer = client.post("/startups/new", data=sent)
    assert answer.status_code == 422
    assert "Loomgrid Systems</a> has" in answer.text
    assert 'value="70k"' in answer.text
    assert count() == 1
    assert client.post("/startups/new", data={**sent, "is_another": "y"}).status_code == 303
    assert count() == 2


def test_an_edit_is_asked_about_what_it_changes_only(client: CheckingClient, founder: Person) -> None:
    add_startup(name="Loomgrid Systems", listed=True)
    startup = add_startup(member=founder, name="Loomgrid Systems")
    path = f"/startups/{startup.slug}/edit"
    sent = {"version": str(startup.version), "name": "Loomgrid Systems", "traction": "One"}
    assert client.post(path, data=sent).status_code == 303
    add_startup(name="Peakthread", listed=True)
    sent = {"version": str(startup.version), "name": "Peak-Thread Ltd"}
    assert "Is it here already?" in client.post(path, data=sent).text
    assert client.post(path, data={**sent, "is_another": "y"}).status_code == 303


def test_a_request_to_join_goes_to_the_members_who_let_in(
    client: CheckingClient, founder: Person, mails: Any, run_jobs: Any, other_client: Any, sign_in: SignIn
) -> None:
    startup = add_startup(name="Hidden Works", ask=123_456, **NUMBER)
    page = client.post("/startups/new", data={"name": "Hidden Works", "company_number": "SC123456"}).text
    path = re.search(r'"(/startups/ask/[^"]+)"', page)
    assert path is not None
    asking = client.get(path[1]).text
    for secret in ("Hidden", startup.slug, "SC123456", "123,456", startup.members[0].person.name):
        assert secret not in asking
    assert client.post(path[1], data={"message": "I am the <b>other</b> founder."}).location == "/me"
    again = client.post(path[1], data={"message": "Please"})
    assert "You have asked them already." in again.text
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("startup_join_request", startup.members[0].person.email)
    assert client.get(f"/startups/{startup.slug}").status_code == 404
    browser = sign_in(startup.members[0].person, on=other_client())
    members = browser.get(f"/startups/{startup.slug}/members").text
    assert "I am the &lt;b&gt;other&lt;/b&gt; founder." in members
    accept = re.search(r'action="([^"]+/accept)"', members)
    assert accept is not None
    assert client.post(accept[1]).status_code == 404, "nobody lets themselves in"
    assert browser.post(accept[1]).status_code == 303
    assert founder.id in {member.person_id for member in startup.members}
    assert "answered already" in browser.post(accept[1], follow_redirects=True).text
    assert client.get(f"/startups/{startup.slug}/edit").status_code == 200
    run_jobs()
    assert [mail.template for mail in mails()] == ["startup_join_request", "startup_join_request_answered"]
    assert {mail.state.value for mail in mails()} == {"sent"}


def test_who_is_declined_is_told_without_a_name(
    client: CheckingClient, founder: Person, mails: Any, other_client: Any, sign_in: SignIn
) -> None:
    startup = add_startup(name="Hidden Works", **NUMBER)
    client.post(f"/startups/ask/{startup.uid}", data={})
    browser = sign_in(startup.members[0].person, on=other_client())
    decline = re.search(r'action="([^"]+/decline)"', browser.get(f"/startups/{startup.slug}/members").text)
    assert decline is not None
    assert browser.post(decline[1]).status_code == 303
    assert founder.id not in {member.person_id for member in startup.members}
    mail = mails()[-1]
    assert (mail.to_address, "Hidden" in str(mail.values)) == (founder.email, False)
    assert "You have asked them already." in client.post(f"/startups/ask/{startup.uid}", data={}).text
