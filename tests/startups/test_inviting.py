"""Members are invited by mail, and are members once they accept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import person_by_email
from pitchday.db import db
from pitchday.startups.models import MemberInvitation, Startup, StartupMember
from tests.factories import add_person, add_startup
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]
ZOE = {"name": "Zoë Ash", "email": "ZOE@loomgrid.example", "role": "Engineering"}


@pytest.fixture
def client(client: CheckingClient, founder: Person, sign_in: SignIn) -> CheckingClient:
    return sign_in(founder)


@pytest.fixture
def startup(founder: Person) -> Startup:
    return add_startup(member=founder, name="Loomgrid", listed=True)


def members(startup: Startup) -> set[int]:
    return set(db.session.scalars(sa.select(StartupMember.person_id).where(StartupMember.startup_id == startup.id)))


def link(mail: Any) -> str:
    return str(mail.values["secret_link"]).removeprefix("https://pitchday.test")


def buttons(page: str) -> dict[str, str]:
    return {kind: path for path, kind in re.findall(r'action="([^"]+/(send-again|take-back))"', page)}


def test_somebody_invited_accepts_and_may_edit(
    client: CheckingClient, founder: Person, startup: Startup, mails: Any, run_jobs: Any, other_client: Any
) -> None:
    path = f"/startups/{startup.slug}/members"
    page = client.post(path, data=ZOE, follow_redirects=True).text
    assert "Invited, not answered yet" in page
    assert "Tue 26 Jan 2027" in page
    assert members(startup) == {founder.id}
    assert "Zoë Ash" not in other_client().get(f"/startups/{startup.slug}").text
    again = client.post(path, data={**ZOE, "name": "Zoë"})
    assert again.status_code == 422
    assert "is invited already" in again.text
    (mail,) = mails()
    assert (mail.template, mail.values["invited_by"]) == ("startup_invitation", "Nkechi")
    browser = other_client()
    where = browser.post(link(mail)).location
    assert browser.get(f"/startups/{startup.slug}/edit").status_code == 404
    assert "Join Loomgrid" in browser.get(where).text
    assert client.get(where).status_code == 404, "it is not the founder's"
    assert browser.post(where, data={"choice": "accept"}).location == f"/startups/{startup.slug}"
    person = person_by_email("zoe@loomgrid.example")
    assert person is not None
    assert members(startup) == {founder.id, person.id}
    assert browser.get(f"/startups/{startup.slug}/edit").status_code == 200
    assert "was accepted already" in browser.get(where).text
    assert browser.post(where, data={"choice": "accept"}).status_code == 422
    run_jobs()
    assert mails()[0].state.value == "sent"
    refused = client.post(path, data=ZOE)
    assert "Somebody with this address is a member already." in refused.text
    assert len(mails()) == 1


def test_an_invitation_is_sent_again_taken_back_and_gets_too_old(
    client: CheckingClient, founder: Person, startup: Startup, mails: Any, other_client: Any, sign_in: SignIn
) -> None:
    zoe = add_person("Zoë Ash", email="zoe@loomgrid.example")
    path = f"/startups/{startup.slug}/members"
    client.post(path, data=ZOE)
    invitation = db.session.scalars(sa.select(MemberInvitation)).one()
    where, browser = f"/startups/invitations/{invitation.uid}", sign_in(zoe, on=other_client())
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert "Ask Nkechi for another." in browser.get(where).text
        assert "too old" in browser.post(where, data={"choice": "accept"}).text
        page = client.get(path).text
        assert "The link ended on" in page
        assert client.post(buttons(page)["send-again"]).status_code == 303
        assert len(mails()) == 2
        assert link(mails()[0]) != link(mails()[1])
        assert "Accept" in browser.get(where).text
        assert client.post(buttons(page)["take-back"]).status_code == 303
        assert "was taken back already" in browser.get(where).text
        assert "was taken back already" in browser.post(where, data={"choice": "accept"}).text
    assert members(startup) == {founder.id}
    assert "Invited, not answered yet" not in client.get(path).text
    assert client.post(path, data=ZOE).status_code == 303, "whoever was taken back can be invited again"


def test_somebody_invited_declines(
    client: CheckingClient, founder: Person, startup: Startup, other_client: Any, sign_in: SignIn
) -> None:
    zoe = add_person(email="zoe@loomgrid.example")
    client.post(f"/startups/{startup.slug}/members", data=ZOE)
    invitation = db.session.scalars(sa.select(MemberInvitation)).one()
    browser = sign_in(zoe, on=other_client())
    assert browser.post(f"/startups/invitations/{invitation.uid}", data={"choice": "decline"}).location == "/me"
    assert members(startup) == {founder.id}
    assert "zoe@loomgrid.example" not in client.get(f"/startups/{startup.slug}/members").text


def test_an_address_does_not_tell_whose_it_is(
    client: CheckingClient, startup: Startup, mails: Any, other_client: Any
) -> None:
    add_person("Dr Private Person", email="secret@elsewhere.example")
    path = f"/startups/{startup.slug}/members"
    page = client.post(path, data={"name": "A guess", "email": "secret@elsewhere.example"}, follow_redirects=True)
    assert "A guess is invited" in page.text
    again = client.post(path, data={"name": "Once more", "email": "secret@elsewhere.example"})
    public = other_client().get(f"/startups/{startup.slug}")
    for shown in (page, again, public):
        assert "Private" not in shown.text
    assert mails()[-1].to_name == "A guess"
