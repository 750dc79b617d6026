"""Organisers invite investors and see whether their basis holds on the day, and nothing else about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.accounts.queries import person_by_email
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole
from pitchday.investors.models import InvestorProfile
from tests.factories import add_event, add_investor, add_person, add_role, add_statement
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]
SENT = {"name": "Wei Ling Tan", "email": "Wei.Ling@Larkrigg.example", "kind": "angel", "firm": "Larkrigg Angels"}


@pytest.fixture
def organiser(app: Any) -> Person:
    return add_person("Olu")


@pytest.fixture
def event(organiser: Person) -> Event:
    return add_event(organiser=organiser, title="Leeds heat")


def page_of(event: Event) -> str:
    return f"/organise/events/{event.slug}/investors"


def investors_of(event: Event) -> list[EventRole]:
    return list(
        db.session.scalars(sa.select(EventRole).where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR))
    )


def test_an_invited_investor_signs_in_by_the_link_and_finds_their_profile(
    event: Event, organiser: Person, sign_in: SignIn, mails: Any, run_jobs: Any, other_client: Any
) -> None:
    client = sign_in(organiser)
    assert "No investors invited yet" in client.get(page_of(event)).text
    assert client.post(page_of(event), data=SENT).status_code == 303
    person = person_by_email("wei.ling@larkrigg.example")
    assert person is not None
    assert [role.person_id for role in investors_of(event)] == [person.id]
    assert db.session.scalars(sa.select(InvestorProfile)).one().firm == "Larkrigg Angels"
    assert "Wei Ling Tan" in client.get(page_of(event)).text
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("investor_invitation", "wei.ling@larkrigg.example")
    assert mail.values["event_title"] == "Leeds heat"
    link = mail.values["secret_link"].removeprefix("https://pitchday.test")
    browser = other_client()
    assert browser.get(link).status_code == 200
    assert browser.post(link).location == "/me/investor"
    run_jobs()
    (mail,) = mails()
    assert mail.state.value == "sent"


def test_nobody_is_invited_twice(event: Event, organiser: Person, sign_in: SignIn, mails: Any) -> None:
    client = sign_in(organiser)
    client.post(page_of(event), data=SENT)
    refused = client.post(page_of(event), data={**SENT, "email": "WEI.LING@larkrigg.example"})
    assert refused.status_code == 422
    assert "Somebody with this address is on the list already." in refused.text
    assert 'value="WEI.LING@larkrigg.example"' in refused.text
    assert len(investors_of(event)) == 1
    assert len(mails()) == 1


def test_a_double_click_invites_once(event: Event, organiser: Person, sign_in: SignIn, mails: Any) -> None:
    client = sign_in(organiser)
    for _ in range(2):
        assert client.post(page_of(event), data={**SENT, "once": "0123456789abcdefghjk"}).status_code in (302, 303)
    assert len(mails()) == 1


def test_who_is_an_investor_already_keeps_their_profile(event: Event, organiser: Person, sign_in: SignIn) -> None:
    known = add_investor("Nkechi", email="nkechi@fund.example")
    sign_in(organiser).post(page_of(event), data={**SENT, "email": "nkechi@fund.example"})
    assert [role.person.name for role in investors_of(event)] == ["Nkechi"]
    profile = db.session.scalars(sa.select(InvestorProfile)).one()
    assert (profile.person_id, profile.firm) == (known.id, "Penhollow Ventures")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Enter the investor"),
        ({"email": ""}, "Enter an email address such as"),
        ({"email": "nobody"}, "Enter an email address such as"),
        ({"kind": "gambler"}, "Not a valid choice"),
    ],
)
def test_a_fault_is_said_beside_the_field(
    event: Event, organiser: Person, sign_in: SignIn, mails: Any, change: dict[str, str], sentence: str
) -> None:
    refused = sign_in(organiser).post(page_of(event), data={**SENT, **change})
    assert refused.status_code == 422
    assert sentence in refused.text
    assert 'value="Larkrigg Angels"' in refused.text
    assert not mails()


def test_the_list_tells_whether_a_basis_holds_on_the_day_and_no_more(
    event: Event, organiser: Person, sign_in: SignIn
) -> None:
    holds, ends_before, never = (add_investor(name, basis=False) for name in ("Ann", "Bea", "Cem"))
    day = event.starts_at.date()
    signed = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    statement = add_statement(holds, signed_at=signed, last_valid_day=day)
    add_statement(ends_before, signed_at=signed, last_valid_day=date(day.year, day.month, day.day - 1))
    for person in (holds, ends_before, never):
        add_role(event, person, Role.INVESTOR)
    page = sign_in(organiser).get(page_of(event)).text
    assert page.count("Basis holds") == 1
    assert page.count("No basis yet") == 2
    assert "1 of 3 investors has a basis that holds on Tue 16 Feb 2027." in page
    assert statement.grounds[0] not in page
    assert "high net worth" not in page.casefold()


def test_the_list_costs_the_same_with_many(
    event: Event, organiser: Person, sign_in: SignIn, count_queries: Any
) -> None:
    client = sign_in(organiser)
    add_role(event, add_investor(), Role.INVESTOR)
    with count_queries() as one:
        client.get(page_of(event))
    for _ in range(4):
        add_role(event, add_investor(), Role.INVESTOR)
    with count_queries() as many:
        client.get(page_of(event))
    assert many.count == one.count


def test_the_link_is_sent_again_and_once_a_minute(event: Event, organiser: Person, sign_in: SignIn, mails: Any) -> None:
    person = add_investor("Zoë", email="zoe@fund.example")
    add_role(event, person, Role.INVESTOR)
    client = sign_in(organiser)
    for _ in range(2):
        assert client.post(f"{page_of(event)}/{person.uid}/link").status_code == 303
    assert [mail.to_address for mail in mails()] == ["zoe@fund.example"]


def test_links_go_to_invited_investors_only(event: Event, organiser: Person, sign_in: SignIn, mails: Any) -> None:
    judge = add_person()
    add_role(event, judge, Role.JUDGE)
    client = sign_in(organiser)
    assert client.post(f"{page_of(event)}/{judge.uid}/link").status_code == 404
    assert client.post(f"{page_of(event)}/nobody/link").status_code == 404
    assert not mails()


def test_the_page_is_for_the_organisers_of_this_pitch_day(
    event: Event, client: CheckingClient, sign_in: SignIn
) -> None:
    assert "/sign-in" in client.get(page_of(event)).location
    invited, elsewhere = add_investor(), add_person()
    add_role(event, invited, Role.INVESTOR)
    add_event(organiser=elsewhere)
    for stranger in (invited, elsewhere):
        assert sign_in(stranger).get(page_of(event)).status_code == 403
