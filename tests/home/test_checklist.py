"""The checklist: each thing done or not, the present stage open, the way to do it beside it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from pitchday import clock
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.db import commits, db
from pitchday.equality import services
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.services import release
from tests import factories
from tests.equality.counted import add_report


@pytest.fixture
def event(app: Any, sign_in: Any) -> Event:
    organiser = factories.add_person(may_create_events=True)
    sign_in(organiser)
    return factories.add_event(organiser=organiser)


def desk(client: Any, event: Event) -> str:
    answer = client.get(f"/organise/events/{event.slug}")
    assert answer.status_code == 200
    return str(answer.text)


def current(page: str) -> str:
    """The stage that is open."""
    (found,) = re.findall(r'<details class="more fold" open>\s*<summary><span>([^<]+?) <', page)
    return str(found)


def done(page: str, words: str) -> bool:
    (found,) = re.findall(rf'<li( class="is-done")?>(?:(?!</li>).)*{re.escape(words)}</span>', page, re.DOTALL)
    return bool(found)


def test_the_stage_follows_the_phase(client: Any, event: Event) -> None:
    event.state = EventState.DRAFT
    db.session.commit()
    assert current(desk(client, event)) == "Before publishing"
    event.state, event.applications_open_at = EventState.PUBLISHED, clock.now() + timedelta(days=1)
    db.session.commit()
    assert current(desk(client, event)) == "Before applications open"
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert current(desk(client, event)) == "Before the decisions"
    with clock.frozen(event.starts_at - timedelta(days=1)):
        assert current(desk(client, event)) == "Before the decisions"
        factories.add_application(event, factories.add_startup())
        assert current(desk(client, event)) == "Before the schedule is released"
        factories.add_sitting(event, kind=SessionKind.TALK)
        release(event, note="First")
        db.session.commit()
        assert current(desk(client, event)) == "Before the day"
    with clock.frozen(event.starts_at):
        assert current(desk(client, event)) == "Before the day"
        assert not done(desk(client, event), "The schedule stands as it took place")
    with clock.frozen(event.ends_at):
        page = desk(client, event)
        assert current(page) == "After the day"
        assert done(page, "The schedule stands as it took place")
    event.state = EventState.CANCELLED
    db.session.commit()
    assert "Before the day" not in desk(client, event)


def test_what_publishing_takes_is_named_and_leads_to_its_field(client: Any, event: Event) -> None:
    event.state, event.description = EventState.DRAFT, ""
    db.session.commit()
    page = desk(client, event)
    words = "A description tells founders what to expect"
    assert not done(page, words)
    assert f"Still needed: {words}." in page
    assert f'href="/organise/events/{event.slug}/edit#description"' in page
    assert done(page, "The venue has an address")
    assert not done(page, "It is published")
    event.description = "Come."
    db.session.commit()
    assert "Still needed" not in desk(client, event)
    client.post(f"/organise/events/{event.slug}/publish")
    assert done(desk(client, event), "It is published")


def test_applications_and_decisions(client: Any, event: Event) -> None:
    factories.add_application(event, factories.add_startup(), state=ApplicationState.DRAFT)
    assert not done(desk(client, event), "Founders have applied")
    application = factories.add_application(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
    page = desk(client, event)
    assert done(page, "Founders have applied")
    assert not done(page, "Every application is decided")
    application.decision, application.decided_at = Decision.ACCEPT, clock.now()
    db.session.commit()
    page = desk(client, event)
    assert done(page, "Every application is decided")
    assert not done(page, "Every decision is released")
    application.state, application.released_at = ApplicationState.INVITED, clock.now()
    db.session.commit()
    page = desk(client, event)
    assert done(page, "Every decision is released")
    assert not done(page, "Every invited startup has answered")
    application.state = ApplicationState.CONFIRMED
    db.session.commit()
    page = desk(client, event)
    assert done(page, "Every invited startup has answered")
    assert not done(page, "Every confirmed startup has a slot")
    factories.add_slot(factories.add_sitting(event), application)
    assert done(desk(client, event), "Every confirmed startup has a slot")


def test_team_and_investors(client: Any, event: Event) -> None:
    page = desk(client, event)
    stand_in = "Somebody can stand in for you: two organisers or more"
    for words in (stand_in, "Judges are in the team", "Investors are invited"):
        assert not done(page, words)
    factories.add_role(event, factories.add_person(), Role.ORGANISER)
    factories.add_role(event, factories.add_person(), Role.JUDGE)
    signed, unsigned = factories.add_investor(), factories.add_investor(basis=False)
    factories.add_role(event, signed, Role.INVESTOR)
    factories.add_role(event, unsigned, Role.INVESTOR)
    page = desk(client, event)
    for words in (stand_in, "Judges are in the team", "Investors are invited"):
        assert done(page, words)
    assert not done(page, "Every investor has a statement that holds")
    factories.add_statement(unsigned)
    assert done(desk(client, event), "Every investor has a statement that holds")


def test_the_schedule(client: Any, event: Event) -> None:
    block = factories.add_sitting(event, kind=SessionKind.MEETINGS, table_count=2)
    page = desk(client, event)
    assert done(page, "There are tables for one-to-one meetings")
    assert not done(page, "The schedule is released")
    assert not done(page, "Meetings are booked")
    release(event, note="First")
    db.session.commit()
    page = desk(client, event)
    assert done(page, "The schedule is released")
    assert done(page, "People see the schedule as you have it")
    block.starts_at += timedelta(minutes=5)
    db.session.commit()
    assert not done(desk(client, event), "People see the schedule as you have it")


def test_warnings_are_part_of_it(client: Any, event: Event) -> None:
    event.venue.step_free, event.applications_close_at = True, event.starts_at - timedelta(days=14)
    db.session.commit()
    assert done(desk(client, event), "Every warning has been looked at")
    event.venue.step_free = False
    db.session.commit()
    assert not done(desk(client, event), "Every warning has been looked at")


def test_the_report_on_equality_questions(client: Any, event: Event) -> None:
    words = "The report on equality questions is made"
    assert words not in desk(client, event), "where nobody is asked, nobody is told of it"
    commits(services.ask)(event, together=False)
    assert not done(desk(client, event), words)
    with clock.frozen(event.applications_close_at + timedelta(minutes=1)):
        add_report(event)
        assert done(desk(client, event), words)
