"""Teams of pitch days and programmes through the front door: inviting, answering, changing, leaving, handing over."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.invitations import InvitationState
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.events import teams
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event, Programme
from pitchday.events.team_queries import Team
from pitchday.history import HistoryEntry
from tests import factories
from tests.events.team_pages import add, asked, page_of, roles, root, typed

SignIn = Callable[..., Any]


@pytest.fixture
def lead(app: Any, sign_in: SignIn) -> Person:
    person = factories.add_person("Zoë Lead", may_create_events=True)
    sign_in(person)
    return person


@pytest.fixture
def event(lead: Person) -> Event:
    return factories.add_event(organiser=lead, title="Leeds heat", city_slug="leeds", state=EventState.DRAFT)


@pytest.fixture
def programme(lead: Person) -> Programme:
    return factories.add_programme("Northern Pitch", lead=lead)


@pytest.fixture(params=["event", "programme"])
def team(request: pytest.FixtureRequest, lead: Person) -> Team:
    """Either; whatever holds for one team holds for the other."""
    found: Team = request.getfixturevalue(request.param)
    return found


def link_in(mail: Any) -> str:
    return str(mail.values["secret_link"]).removeprefix("https://pitchday.test")


def happened(team: Team) -> list[str]:
    """The history of the team in words, as its page tells it."""
    entries = db.session.scalars(
        sa.select(HistoryEntry).where(HistoryEntry.scope == team.history_key).order_by(HistoryEntry.id)
    )
    return [f"{entry.actor_name} {entry.action} {entry.subject_label}" for entry in entries]


def test_an_invitation_from_the_form_to_the_team(client: Any, team: Team, mails: Any, other_client: Any) -> None:
    form = typed(once="team-1")
    for _ in range(2):
        assert client.post(page_of(team), data=form).location == page_of(team)
    (mail,) = mails()
    assert (mail.template, mail.to_address) == ("team_invitation", "nkechi@pitchday.example")
    page = client.get(page_of(team)).text
    assert "Not answered yet" in page and "Nkechi" in page
    assert roles(team) == {"Zoë Lead": "lead"}, "not before she accepts"
    newcomer = other_client()
    question = newcomer.post(link_in(mail)).location
    assert question == f"/me/invitations/{asked().uid}"
    assert newcomer.get(root(team)).status_code == 404, "asked is not in"
    day = newcomer.get("/me").text
    assert f"Zoë Lead invites you to the team of {team.called}" in day and question in day
    text = newcomer.get(question).text
    for words in (team.called, "organiser", "Zoë Lead"):
        assert words in text
    for _ in range(2):
        assert newcomer.post(question).location == root(team), "twice leads to the same place"
    assert newcomer.get(question).location == root(team)
    assert newcomer.get(root(team)).status_code == 200
    assert "invites you" not in newcomer.get("/me").text
    assert roles(team) == {"Zoë Lead": "lead", "Nkechi": "organiser"}
    assert "Not answered yet" not in client.get(page_of(team)).text
    told = client.get(f"{root(team)}/history").text
    for words in ("invited <strong><bdi>Nkechi as organiser", "accepted <strong><bdi>the invitation as organiser"):
        assert words in told


def test_nobody_is_asked_twice_or_against_the_rules(client: Any, event: Event, mails: Any) -> None:
    factories.add_invitation(event, email="nkechi@pitchday.example")
    add(event, factories.add_person("Judge Jo", email="jo@pitchday.example"), Role.JUDGE)
    before = len(mails())
    for changes, sentence in (
        ({"name": ""}, "Enter their name."),
        ({"email": "nobody"}, "Enter an email address such as name@example.org."),
        ({"role": ""}, "Choose what they do."),
        ({"role": "investor"}, "Choose what they do."),
        ({"role": "lead"}, "Choose what they do."),
        ({}, "Somebody with this address is invited already."),
        (
            {"email": "jo@pitchday.example", "role": "judge"},
            "Somebody with this address is in the team as judge already.",
        ),
    ):
        answer = client.post(page_of(event), data=typed(**changes))
        assert (answer.status_code, sentence in answer.text) == (422, True), sentence
    assert len(mails()) == before
    assert client.post(page_of(event), data=typed(role="judge")).status_code == 303, "for something else, she may be"


def test_the_name_of_somebody_known_stays_theirs(client: Any, team: Team, mails: Any, sign_in: SignIn) -> None:
    """Whoever types an address learns nothing about who it belongs to, on the page, in the mail or in the history."""
    known = factories.add_person("Aoife O’Hara-Singh", email="nkechi@pitchday.example")
    page = client.post(page_of(team), data=typed(name="Somebody"), follow_redirects=True).text
    (mail,) = mails()
    for text in (page, client.get(f"{root(team)}/history").text, str(mail.values), mail.to_name):
        assert "Aoife" not in text
    assert "Somebody" in page
    again = client.post(page_of(team), data=typed(name="Else")).text
    assert "Aoife" not in again
    assert sign_in(known).post(f"/me/invitations/{asked().uid}").status_code == 303
    assert roles(team)["Aoife O’Hara-Singh"] == "organiser", "it is told by joining"


def test_only_the_owner_of_the_address_answers(
    team: Team, lead: Person, client: Any, other_client: Any, sign_in: SignIn
) -> None:
    question = f"/me/invitations/{factories.add_invitation(team).uid}"
    stranger = sign_in(factories.add_person(), on=other_client())
    for browser in (stranger, client):
        assert browser.get(question).status_code == 404
        assert browser.post(question).status_code == browser.post(f"{question}/decline").status_code == 404
    assert other_client().post(question).location.startswith("/sign-in")
    with pytest.raises(NotFound):
        teams.accept(asked(), by=lead)
    assert asked().state is InvitationState.OPEN


def test_declined_expired_taken_back_and_sent_again(
    client: Any, team: Team, mails: Any, other_client: Any, sign_in: SignIn
) -> None:
    invited = factories.add_person("Ines Invited", email="ines@pitchday.example")
    hers = sign_in(invited, on=other_client())
    invitation = factories.add_invitation(team, email=invited.email, role=Role.STAGE_MANAGER)
    question, desk = f"/me/invitations/{invitation.uid}", page_of(team, "invitations", invitation.uid)
    with clock.frozen(clock.now() + timedelta(days=15)):
        assert "This invitation ended on" in hers.get(question).text
        assert "invites you" not in hers.get("/me").text
        late = hers.post(question)
        assert (late.status_code, "This invitation is too old." in late.text) == (422, True)
        assert "Expired" in client.get(page_of(team)).text
        assert client.post(f"{desk}/again").location == page_of(team)
        assert len(mails()) == 2
        assert "Not answered yet" in client.get(page_of(team)).text
        assert "Join the team" in hers.get(question).text
        assert hers.post(f"{question}/decline").location == "/me"
        assert "Declined" in client.get(page_of(team)).text
        refused = client.post(f"{desk}/again", follow_redirects=True).text
        assert "This invitation was declined already." in refused
        assert "You have declined" in hers.get(question).text
        refused = hers.post(question)
        assert (refused.status_code, "was declined already" in refused.text) == (422, True)
        another = factories.add_invitation(team, email=invited.email, role=Role.STAGE_MANAGER)
        client.post(page_of(team, "invitations", another.uid, "take-back"))
        assert "This invitation has been taken back." in hers.get(f"/me/invitations/{another.uid}").text
        assert hers.post(f"/me/invitations/{another.uid}").status_code == 422
    assert roles(team) == {"Zoë Lead": "lead"}
    told = happened(team)
    for words in ("Zoë Lead invited_again Ines", "Ines Invited declined the invit", "took_back_the_invitation_of Ines"):
        assert any(words in line for line in told), (words, told)


def test_an_invitation_is_found_in_its_own_team_only(client: Any, event: Event, lead: Person) -> None:
    other = factories.add_event(organiser=lead)
    invitation = factories.add_invitation(event)
    for act in ("again", "take-back"):
        assert client.post(page_of(other, "invitations", invitation.uid, act)).status_code == 404
    assert asked().state is InvitationState.OPEN


def test_changing_what_somebody_does_and_taking_them_out(client: Any, team: Team, lead: Person) -> None:
    jo = factories.add_person("Judge Jo")
    add(team, jo, Role.JUDGE)
    theirs = page_of(team, jo.uid, "judge")
    assert client.post(theirs, data={"role": "lead"}).status_code == 422
    assert client.post(theirs, data={"role": "coach"}).location == page_of(team)
    assert client.get(theirs).status_code == 404
    assert roles(team) == {"Zoë Lead": "lead", "Judge Jo": "coach"}
    add(team, jo, Role.JUDGE)
    doubled = client.post(theirs, data={"role": "coach"})
    assert (doubled.status_code, "Judge Jo is coach already." in doubled.text) == (422, True)
    assert "Remove Judge Jo from the team?" in client.get(f"{theirs}/remove").text
    assert client.post(f"{theirs}/remove").location == page_of(team)
    assert client.post(f"{theirs}/remove").status_code == 404
    assert client.get(page_of(team, jo.uid, "stranger")).status_code == 404
    mine = page_of(team, lead.uid, "lead")
    assert "owns" in client.get(mine).text
    for refused in (client.post(mine, data={"role": "judge"}), client.post(f"{mine}/remove")):
        assert (refused.status_code, "Hand it over to another organiser first." in refused.text) == (422, True)
    assert roles(team) == {"Zoë Lead": "lead", "Judge Jo": "coach"}


def test_whoever_leaves_is_led_out(team: Team, client: Any, sign_in: SignIn) -> None:
    colleague = factories.add_person()
    add(team, colleague, Role.ORGANISER)
    browser = sign_in(colleague)
    assert browser.post(page_of(team, colleague.uid, "organiser", "remove")).location == "/me"
    assert browser.get(page_of(team)).status_code == 404


def test_handing_over(client: Any, team: Team, lead: Person, mails: Any, other_client: Any, sign_in: SignIn) -> None:
    colleague, judge = factories.add_person("Cora Colleague"), factories.add_person("Judge Jo")
    newcomer = factories.add_person("Nils Newcomer", account=False)
    add(team, colleague, Role.ORGANISER)
    add(team, judge, Role.JUDGE)
    add(team, newcomer, Role.ORGANISER)
    theirs = sign_in(colleague, on=other_client())
    hand_over = page_of(team, colleague.uid, "organiser", "hand-over")
    assert theirs.post(hand_over).status_code == 403, "an organiser does not take what she is not given"
    assert "hand-over" not in theirs.get(page_of(team, newcomer.uid, "organiser")).text
    for who, role, sentence in (
        (judge, "judge", "Only an organiser can"),
        (newcomer, "organiser", "not signed in yet"),
    ):
        refused = client.post(page_of(team, who.uid, role, "hand-over"))
        assert (refused.status_code, sentence in refused.text) == (422, True)
    assert "Both get a mail" in client.get(hand_over).text
    assert client.post(hand_over).location == page_of(team)
    assert roles(team)["Cora Colleague"] == "lead"
    assert roles(team)["Zoë Lead"] == "organiser"
    assert {(mail.template, mail.to_name) for mail in mails()} == {
        ("team_handed_over", "Cora Colleague"),
        ("team_handed_over", "Zoë Lead"),
    }
    assert any("handed_over the lead to Cora Colleague" in line for line in happened(team))
    assert client.post(page_of(team, newcomer.uid, "organiser", "hand-over")).status_code == 403
    assert theirs.post(page_of(team, lead.uid, "organiser", "hand-over")).status_code == 303


def test_a_lead_who_organises_besides_keeps_one_role(team: Team, lead: Person, client: Any) -> None:
    colleague = factories.add_person("Cora Colleague")
    add(team, lead, Role.ORGANISER)
    add(team, colleague, Role.ORGANISER)
    assert client.post(page_of(team, colleague.uid, "organiser", "hand-over")).status_code == 303
    assert roles(team) == {"Cora Colleague": "lead", "Zoë Lead": "organiser"}


def test_the_lead_of_a_programme_hands_its_pitch_days_over(app: Any, client: Any, programme: Programme) -> None:
    owner, colleague = factories.add_person("Owen Owner"), factories.add_person("Cora Colleague")
    event = factories.add_event(organiser=owner, programme=programme)
    add(event, colleague, Role.ORGANISER)
    assert "Northern Pitch, and so of this day as well: Zoë Lead (lead)" in client.get(page_of(event)).text
    assert client.post(page_of(event, colleague.uid, "organiser", "hand-over")).status_code == 303
    assert roles(event) == {"Cora Colleague": "lead", "Owen Owner": "organiser"}


def test_the_database_refuses_a_second_lead(team: Team) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        add(team, factories.add_person(), Role.LEAD)
    db.session.rollback()


def test_a_team_costs_the_same_for_many(client: Any, event: Event, count_queries: Any) -> None:
    def grow(by: int) -> None:
        for _ in range(by):
            add(event, factories.add_person(), Role.JUDGE)
            factories.add_invitation(event, role=Role.COACH)

    def cost(page: str) -> int:
        with count_queries() as counter:
            assert client.get(page).status_code == 200
        return int(counter.count)

    grow(1)
    few = cost(page_of(event))
    grow(12)
    assert cost(page_of(event)) == few
    assert len(re.findall("Not answered yet", client.get(page_of(event)).text)) == 13
