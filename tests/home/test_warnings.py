"""Warnings on the desk: read, dismissed with a reason, brought back, and never a window into another's draft."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pitchday.db import db
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event, Sector
from pitchday.places.travel import set_way
from tests import factories

CHOOSE = "There are only 7 days to choose"


@pytest.fixture
def event(app: Any, sign_in: Any) -> Event:
    """Applications close a week before: too late to choose."""
    organiser = factories.add_person("Grace Hale", may_create_events=True)
    sign_in(organiser)
    event = factories.add_event(organiser=organiser)
    event.venue.step_free = True
    db.session.commit()
    return event


def page(client: Any, event: Event, part: str = "") -> str:
    answer = client.get(f"/organise/events/{event.slug}{part}")
    assert answer.status_code == 200
    return str(answer.text)


def address(client: Any, event: Event) -> str:
    """Where the first warning of the desk is dismissed."""
    start = page(client, event).index(f"/organise/events/{event.slug}/warnings/")
    return page(client, event)[start:].split('"')[0]


def test_a_warning_is_dismissed_with_a_reason_and_brought_back(client: Any, event: Event) -> None:
    assert CHOOSE in page(client, event)
    dismissing = address(client, event)
    assert CHOOSE in client.get(dismissing).text
    refused = client.post(dismissing, data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why it is all right." in refused.text
    answer = client.post(dismissing, data={"reason": "The jury meets at once"})
    assert answer.status_code == 303
    desk = page(client, event)
    assert "1 dismissed warning" in desk
    assert "The jury meets at once" in desk
    assert "Nothing looks wrong that nobody has looked at." in desk
    assert "Grace Hale" in client.get(dismissing).text
    history = page(client, event, "/history")
    assert "dismissed <strong><bdi>Warning about the time there is to choose" in history
    assert "The jury meets at once" in history
    client.post(f"{dismissing}/back")
    assert "dismissed warning" not in page(client, event)
    assert "brought back" in page(client, event, "/history")


def test_it_comes_back_when_the_facts_change(client: Any, event: Event) -> None:
    dismissing = address(client, event)
    client.post(dismissing, data={"reason": "Fine"})
    event.applications_close_at -= timedelta(days=1)
    db.session.commit()
    desk = page(client, event)
    assert "There are only 8 days to choose" in desk
    assert "dismissed warning" not in desk
    assert client.get(dismissing).status_code == 404


def test_two_who_dismiss_at_once(client: Any, event: Event) -> None:
    dismissing = address(client, event)
    for reason in ("First", "Second"):
        client.post(dismissing, data={"reason": reason})
    desk = page(client, event)
    assert "First" in desk
    assert "Second" not in desk


def test_the_pages_that_change_and_publish_say_it_too(client: Any, event: Event) -> None:
    event.state = EventState.DRAFT
    db.session.commit()
    for part in ("/edit", "/publish"):
        assert CHOOSE in page(client, event, part)
    assert 'href="#applications_close_at"' in page(client, event, "/edit")
    assert f'href="/organise/events/{event.slug}/edit#applications_close_at"' in page(client, event, "/publish")


def test_a_draft_of_others_is_not_named(client: Any, event: Event, other_client: Any, sign_in: Any) -> None:
    lead = factories.add_person()
    theirs = factories.add_event(state=EventState.DRAFT, city_slug="manchester", title="Secret final", organiser=lead)
    for part in ("", "/edit"):
        found = page(client, event, part)
        assert "Another pitch day of ours that is not public yet is on at the same time" in found
        assert "Secret final" not in found
    factories.add_role(event, lead, Role.ORGANISER)
    assert "Secret final is on at the same time" in page(sign_in(lead, on=other_client()), event)
    theirs.state = EventState.CANCELLED
    db.session.commit()
    assert "on at the same time" not in page(client, event)


def test_the_history_keeps_the_secret_too(client: Any, event: Event, sign_in: Any, other_client: Any) -> None:
    lead = factories.add_person()
    factories.add_role(event, lead, Role.ORGANISER)
    factories.add_event(state=EventState.DRAFT, city_slug="manchester", title="Secret final", organiser=lead)
    theirs = sign_in(lead, on=other_client())
    theirs.post(address(theirs, event), data={"reason": "Known"})
    for part in ("", "/history"):
        assert "Secret final" not in page(client, event, part)


def test_a_shared_sector_in_another_city(client: Any, event: Event) -> None:
    sector = db.session.query(Sector).first()
    assert sector is not None
    elsewhere = factories.add_event(city_slug="leeds", title="Leeds heat")
    assert "Leeds heat" not in page(client, event)
    event.sectors, elsewhere.sectors = [sector], [sector]
    db.session.commit()
    assert "Leeds heat is on at the same time" in page(client, event)
    assert f"Both are about {sector.name}." in page(client, event).replace("&amp;", "&")


def test_founders_and_investors_are_counted_once(client: Any, event: Event) -> None:
    event.rooms[0].capacity = 2
    both = factories.add_investor()
    factories.add_application(event, factories.add_startup(member=both))
    factories.add_role(event, both, Role.INVESTOR)
    factories.add_role(event, factories.add_investor(), Role.INVESTOR)
    assert "places in all rooms" not in page(client, event)
    factories.add_application(event, factories.add_startup())
    assert "3 people and 2 places in all rooms" in page(client, event)


def test_cancelled_or_over_nothing_is_warned_of(client: Any, event: Event) -> None:
    dismissing = address(client, event)
    event.state = EventState.CANCELLED
    db.session.commit()
    assert CHOOSE not in page(client, event)
    assert client.get(dismissing).status_code == 404


def test_many_neighbours_cost_what_one_costs(client: Any, event: Event, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as counter:
            page(client, event)
        return int(counter.count)

    factories.add_event(state=EventState.DRAFT)
    one = cost()
    for _ in range(8):
        factories.add_event(state=EventState.DRAFT)
    assert cost() == one


def test_people_who_cannot_get_from_one_place_to_the_other(
    client: Any, event: Event, sign_in: Any, other_client: Any, count_queries: Any
) -> None:
    """Both sides are named only to who organises both: a team is nobody else's business."""
    judge = factories.add_person("Jo Judge")
    there = {
        "city_slug": "leeds",
        "title": "Leeds heat",
        "hours": 2,
        "starts_at": event.ends_at + timedelta(minutes=20),
    }
    other = factories.add_event(**there)
    for each in (event, other):
        factories.add_role(each, judge, Role.JUDGE)
    told = page(client, event)
    assert "Jo Judge has 20 minutes between another pitch day of ours and" in told
    assert "The way takes 1 hour 20 minutes." in told
    assert other.venue.name not in told
    both = factories.add_person()
    for each in (event, other):
        factories.add_role(each, both, Role.ORGANISER)
    told = page(sign_in(both, on=other_client()), event)
    assert f"Jo Judge and {both.name} have 20 minutes between Leeds heat at {other.venue.name} and" in told
    assert "The way takes about 1 hour 20 minutes (estimated)." in told

    def cost() -> int:
        with count_queries() as counter:
            page(client, event)
        return int(counter.count)

    one = cost()
    for _ in range(4):
        factories.add_role(factories.add_event(**there), judge, Role.JUDGE)
    assert cost() == one
    set_way(event.venue, other.venue, minutes=15)
    other.state = EventState.CANCELLED
    db.session.commit()
    assert "Leeds heat at" not in page(sign_in(both, on=other_client()), event)
    other.state = EventState.PUBLISHED
    db.session.commit()
    assert "Leeds heat at" not in page(sign_in(both, on=other_client()), event), "the own time leaves enough"
