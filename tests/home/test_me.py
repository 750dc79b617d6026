"""My day: what needs somebody now, what is next, and what is theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import stage_decks
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.db import commits, db
from pitchday.events.enums import EventState, Role
from pitchday.schedule.services import release
from pitchday.startups.queries import newest_deck
from tests.conftest import NOW
from tests.factories import (
    add_application,
    add_event,
    add_investor,
    add_person,
    add_role,
    add_sitting,
    add_slot,
    add_startup,
    add_statement,
)
from tests.pages import CheckingClient
from tests.startups.facts import add_deck

SignIn = Callable[..., CheckingClient]
INVITED, DRAFT, SUBMITTED = ApplicationState.INVITED, ApplicationState.DRAFT, ApplicationState.SUBMITTED
PAST = datetime(2027, 1, 11, 13, 0, tzinfo=UTC)
NOTHING = "Nothing: everything up to here is done."


@pytest.fixture
def me(client: CheckingClient, sign_in: SignIn) -> Callable[[Person], str]:
    def page(person: Person) -> str:
        answer = sign_in(person).get("/me")
        assert answer.status_code == 200
        return answer.text

    return page


def needs_of(page: str) -> str:
    """The part of the page that says what needs somebody now."""
    return page.partition("What needs you now")[2].partition("What is next")[0]


def test_a_stranger_signs_in_first(client: CheckingClient) -> None:
    assert client.get("/me").location == "/sign-in?next=/me"


def test_somebody_new_is_offered_three_ways_in(me: Callable[[Person], str]) -> None:
    page = me(add_person("Ada"))
    assert page.index("What brings you here?") < page.index("What is next")
    for words in ("Apply to pitch", 'href="/startups/new"', "Invest", 'href="/me/investor"', "Organise"):
        assert words in page
    assert 'href="/organise/events/new"' not in page
    assert "What needs you now" not in page


def test_somebody_new_who_may_create_pitch_days_is_led_to_it(me: Callable[[Person], str]) -> None:
    assert 'href="/organise/events/new"' in me(add_person(may_create_events=True))


def test_an_invitation_comes_before_a_draft(me: Callable[[Person], str]) -> None:
    ada = add_person()
    wrenfell = add_startup(member=ada, name="Wrenfell")
    add_application(add_event(title="Leeds heat"), wrenfell, state=DRAFT)
    add_application(add_event(title="Hull heat", starts_at=NOW + timedelta(days=90)), wrenfell, state=INVITED)
    needs = needs_of(me(ada))
    assert needs.index("Wrenfell is invited to Hull heat") < needs.index("to Leeds heat is not sent")
    assert "You can send it until Tue 9 Feb 2027, 13:00." in needs


def test_the_deck_for_the_stage_is_asked_for_when_the_day_is_near(me: Callable[[Person], str]) -> None:
    ada = add_person()
    wrenfell = add_startup(member=ada, name="Wrenfell")
    add_deck(wrenfell)
    near = add_event(title="Leeds heat", starts_at=NOW + timedelta(days=10))
    application = add_application(near, wrenfell, deck_id=newest_deck(wrenfell).id)
    add_application(add_event(title="Hull heat", starts_at=NOW + timedelta(days=90)), wrenfell)
    needs = needs_of(me(ada))
    assert "Leeds heat needs the deck" in needs and "before Thu 21 Jan 2027, 10:00" in needs
    assert "Hull heat needs the deck" not in needs
    with clock.frozen(near.starts_at - timedelta(hours=23)):
        assert "needs the deck" not in me(ada)
    commits(stage_decks.confirm)(application, newest_deck(wrenfell).uid, by=ada)
    assert "needs the deck" not in me(ada)


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (DRAFT, {"applications_close_at": NOW - timedelta(seconds=1)}),
        (DRAFT, {"state": EventState.CANCELLED}),
        (INVITED, {"state": EventState.CANCELLED}),
        (INVITED, {"starts_at": PAST}),
        (SUBMITTED, {}),
        (ApplicationState.CONFIRMED, {}),
        (ApplicationState.DECLINED, {}),
        (ApplicationState.WITHDRAWN, {}),
    ],
)
def test_what_nobody_can_do_anything_about_needs_nobody(
    me: Callable[[Person], str], state: ApplicationState, event: dict[str, Any]
) -> None:
    ada = add_person()
    add_application(add_event(**event), add_startup(member=ada, name="Wrenfell"), state=state)
    assert NOTHING in needs_of(me(ada))


def test_a_decision_that_is_not_released_shows_to_organisers_only(me: Callable[[Person], str]) -> None:
    founder, organiser = add_person(), add_person()
    event = add_event(organiser=organiser, title="Leeds heat")
    add_application(
        event,
        add_startup(member=founder),
        state=SUBMITTED,
        decision=Decision.DECLINE,
        decided_at=NOW,
        decision_reason="Too early for this room",
    )
    page = me(founder)
    assert "Sent" in page
    for secret in ("Too early", "Not chosen", "eclined"):
        assert secret not in page
    assert "1 decision not released at Leeds heat" in needs_of(me(organiser))


def test_organisers_are_told_of_applications_to_read(me: Callable[[Person], str]) -> None:
    organiser = add_person()
    event = add_event(organiser=organiser, title="Leeds heat")
    for state in (SUBMITTED, SUBMITTED, DRAFT, ApplicationState.CONFIRMED):
        add_application(event, add_startup(), state=state)
    add_application(add_event(title="Somebody else's heat"), add_startup(), state=SUBMITTED)
    add_application(add_event(organiser=organiser, starts_at=PAST, title="Old heat"), add_startup(), state=SUBMITTED)
    page = me(organiser)
    assert "2 applications to read for Leeds heat" in needs_of(page)
    assert "Somebody else" not in page
    assert "Old heat" not in page


@pytest.mark.parametrize(
    ("last_valid_day", "words"),
    [
        (None, "You have no valid investor statement"),
        (date(2027, 1, 11), "You have no valid investor statement"),
        (date(2027, 1, 12), "It holds through Tue 12 Jan 2027."),
        (date(2027, 2, 10), "Your investor statement ends soon"),
        (date(2027, 2, 11), NOTHING),
    ],
)
def test_investors_are_told_when_their_statement_is_missing_or_ends(
    me: Callable[[Person], str], last_valid_day: date | None, words: str
) -> None:
    investor = add_investor(basis=False)
    if last_valid_day:
        add_statement(investor, signed_at=NOW - timedelta(days=300), last_valid_day=last_valid_day)
    assert words in needs_of(me(investor))


def test_what_is_next_are_pitches_and_sessions_to_judge(me: Callable[[Person], str]) -> None:
    founder, judge = add_person(), add_person()
    event = add_event(title="Leeds heat", city_slug="leeds")
    wrenfell = add_startup(member=founder, name="Wrenfell")
    add_role(event, judge, Role.JUDGE)
    add_slot(add_sitting(event, title="Morning pitches"), add_application(event, wrenfell))
    assert "Nothing has a time yet" in me(founder)
    release(event, note="")
    db.session.commit()
    assert "Wrenfell pitches" in me(founder)
    page = me(judge)
    assert "Morning pitches: you judge" in page
    assert "Pitch days I judge" in page


def test_the_rest_is_everything_that_is_ones_own(me: Callable[[Person], str]) -> None:
    person = add_investor("Ada", may_create_events=True)
    startup = add_startup(member=person, name="Wrenfell")
    add_application(add_event(title="Leeds heat"), startup)
    add_role(add_event(title="Hull showcase"), person, Role.INVESTOR)
    add_event(organiser=person, title="York final", state=EventState.DRAFT)
    page = me(person)
    for words in ("Wrenfell", "Leeds heat", "Hull showcase", "York final", "Browse startups"):
        assert words in page
    assert "More that you can do" not in page


def test_the_page_costs_the_same_with_more_to_show(
    client: CheckingClient, sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    person = add_investor()
    sign_in(person)

    def add_more() -> None:
        event = add_event(organiser=person)
        startup = add_startup(member=person)
        add_slot(add_sitting(event), add_application(event, startup))
        add_application(add_event(), startup, state=INVITED)
        add_application(event, add_startup(), state=SUBMITTED)
        for role in (Role.JUDGE, Role.INVESTOR):
            add_role(event, person, role)
        release(event, note="")
        db.session.commit()

    add_more()
    with count_queries() as one:
        client.get("/me")
    for _ in range(3):
        add_more()
    with count_queries() as many:
        client.get("/me")
    assert one.count == many.count
