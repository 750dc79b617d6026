"""The organiser's overview: what needs them now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pitchday import clock
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.events.team_queries import members
from pitchday.schedule.services import release
from tests import factories


@pytest.fixture
def event(app: Any, sign_in: Any) -> Event:
    organiser = factories.add_person(may_create_events=True)
    sign_in(organiser)
    return factories.add_event(organiser=organiser)


def overview(client: Any, event: Event) -> str:
    answer = client.get(f"/organise/events/{event.slug}")
    assert answer.status_code == 200
    return str(answer.text)


def test_nothing_to_do(client: Any, event: Event) -> None:
    assert "Nothing: everything up to here is done." in overview(client, event)


def test_each_thing_to_do_is_counted_and_linked(client: Any, event: Event) -> None:
    add = factories.add_application
    for _ in range(2):
        add(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
    add(
        event,
        factories.add_startup(),
        state=ApplicationState.SUBMITTED,
        decision=Decision.ACCEPT,
        decided_at=clock.now(),
    )
    add(event, factories.add_startup(), state=ApplicationState.INVITED)
    add(event, factories.add_startup(), state=ApplicationState.CONFIRMED)
    add(event, factories.add_startup(), state=ApplicationState.DRAFT)
    factories.add_sitting(event)
    page = overview(client, event)
    desk = f"/organise/events/{event.slug}"
    for sentence, address in (
        ("2 applications to decide", f"{desk}/applications"),
        ("1 decision not released", f"{desk}/decisions"),
        ("1 invited startup has not confirmed", f"{desk}/applications?state=invited"),
        ("1 confirmed startup without a slot", f"{desk}/schedule"),
    ):
        assert sentence in page
        assert f'href="{address}"' in page


def test_the_schedule_until_it_is_released_and_when_it_changes_again(client: Any, event: Event) -> None:
    sitting = factories.add_sitting(event)
    factories.add_slot(sitting, factories.add_application(event, factories.add_startup()))
    assert "The schedule is not released" in overview(client, event)
    release(event, note="First")
    db.session.commit()
    page = overview(client, event)
    assert "The schedule is not released" not in page
    assert "Nothing: everything up to here is done." in page
    sitting.starts_at += timedelta(minutes=10)
    db.session.commit()
    assert "The schedule has changed since release 1" in overview(client, event)


def test_a_day_that_is_over_or_off_needs_nobody(client: Any, event: Event) -> None:
    factories.add_application(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
    event.state = EventState.CANCELLED
    db.session.commit()
    assert "to decide" not in overview(client, event)
    event.state = EventState.PUBLISHED
    db.session.commit()
    with clock.frozen(datetime(2027, 3, 1, 9, 0, tzinfo=UTC)):
        assert "to decide" not in overview(client, event)


def test_the_overview_costs_the_same_for_many_applications(client: Any, event: Event, count_queries: Any) -> None:
    sitting = factories.add_sitting(event)

    def add() -> None:
        factories.add_application(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
        factories.add_slot(sitting, factories.add_application(event, factories.add_startup()))
        factories.add_application(event, factories.add_startup())

    def cost() -> int:
        with count_queries() as counter:
            overview(client, event)
        return int(counter.count)

    add()
    one = cost()
    for _ in range(11):
        add()
    assert cost() == one


def test_my_pitch_days(client: Any, event: Event, other_client: Any, sign_in: Any) -> None:
    foreign = factories.add_event()
    page = client.get("/organise").text
    assert event.title in page
    assert foreign.title not in page
    assert "Create a pitch day" in page
    assert other_client().get("/organise").location.startswith("/sign-in?next=")
    member = sign_in(factories.add_person(), on=other_client())
    page = member.get("/organise").text
    assert "You organise no pitch day yet" in page
    assert "/organise/events/new" not in page


def test_what_happened_by_kind(client: Any, event: Event) -> None:
    sitting = factories.add_sitting(event)
    factories.add_slot(sitting, factories.add_application(event, factories.add_startup(name="Millrace")))
    desk = f"/organise/events/{event.slug}"

    def happened(about: str) -> str:
        page = client.get(f"{desk}?about={about}").text
        return str(page[page.index('id="history"') :])

    everything = happened("")
    assert f'href="{desk}/history"' in everything
    for words in ("Application of Millrace", "Pitch of Millrace", "Pitch session"):
        assert words in everything
    schedule = happened("schedule")
    assert "Pitch of Millrace" in schedule
    assert "Application of Millrace" not in schedule
    assert "Nothing yet of this kind." in happened("meetings")
    assert "Application of Millrace" in happened("no-such-kind")
    for _ in range(12):
        factories.add_sitting(event)
    assert happened("schedule").count("<time") == 10


def test_what_needs_me_at_all_my_pitch_days(client: Any, event: Event, count_queries: Any) -> None:
    person = members(event)[0].person

    def page() -> str:
        with count_queries() as counter:
            found = str(client.get("/organise").text)
        costs.append(counter.count)
        return found

    costs: list[int] = []
    assert "What needs you now" not in page()
    factories.add_application(event, factories.add_startup(), state=ApplicationState.SUBMITTED)
    draft = factories.add_event(
        organiser=person, state=EventState.DRAFT, starts_at=factories.STARTS_AT - timedelta(days=1)
    )
    theirs = factories.add_event()
    factories.add_application(theirs, factories.add_startup(), state=ApplicationState.SUBMITTED)
    found = page()
    assert f"{draft.title}: this pitch day is a draft" in found
    assert f"{event.title}: 1 application to decide" in found
    assert found.index(draft.title) < found.index(event.title)
    assert theirs.title not in found
    assert f'href="/organise/events/{event.slug}/applications"' in found
    assert "What needs you now" not in client.get("/organise?page=1").text
    for _ in range(9):
        another = factories.add_event(organiser=person)
        factories.add_application(another, factories.add_startup(), state=ApplicationState.INVITED)
    assert "5 more things" in page()
    assert costs[2] == costs[1]
