"""Pitch days as calendars to subscribe to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import vobject
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Programme
from tests.conftest import NOW
from tests.factories import add_event
from tests.pages import CheckingClient


def feed(client: CheckingClient, address: str) -> dict[str, Any]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    return {entry.summary.value: entry for entry in vobject.readOne(answer.text).contents.get("vevent", [])}


def test_lists_by_city_by_programme_and_of_all(app: Flask, client: CheckingClient) -> None:
    programme = Programme(slug="northern", name="Northern")
    db.session.add(programme)
    add_event(title="Leeds heat", city_slug="leeds", programme=programme)
    add_event(title="Hull heat", city_slug="hull")
    add_event(title="Draft", state=EventState.DRAFT)
    add_event(title="Off", state=EventState.CANCELLED)
    add_event(title="Long ago", starts_at=NOW - timedelta(days=32))
    add_event(title="Just over", starts_at=NOW - timedelta(days=30))
    assert set(feed(client, "/events.ics")) == {"Leeds heat", "Hull heat", "Just over"}
    assert set(feed(client, "/cities/leeds.ics")) == {"Leeds heat"}
    assert set(feed(client, "/programmes/northern.ics")) == {"Leeds heat"}
    assert feed(client, "/cities/york.ics") == {}
    for address in ("/cities/atlantis.ics", "/programmes/none.ics", "/events/none.ics"):
        assert client.get(address).status_code == 404


def test_feeds_say_when_to_come_back_and_answer_304(app: Flask, client: CheckingClient) -> None:
    event = add_event()
    first = client.get("/events.ics")
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in first.text
    with clock.frozen(NOW + timedelta(hours=1)):
        assert client.get("/events.ics").data == first.data
        again = client.get("/events.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    event.title = "Another name"
    db.session.commit()
    assert client.get("/events.ics", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_one_pitch_day_by_itself_also_when_cancelled(app: Flask, client: CheckingClient) -> None:
    event = add_event(title="Leeds heat", description="**Bold** plans", calendar_sequence=3)
    address = f"/events/{event.slug}.ics"
    entry = feed(client, address)["Leeds heat"]
    assert entry.uid.value == f"event-{event.uid}@pitchday.test"
    assert entry.sequence.value == "3"
    assert entry.dtstamp.value == event.changed_at
    assert entry.description.value.startswith("Bold plans")
    event.state = EventState.CANCELLED
    db.session.commit()
    assert feed(client, address)["Cancelled: Leeds heat"].status.value == "CANCELLED"
    event.state = EventState.DRAFT
    db.session.commit()
    assert client.get(address).status_code == 404


def test_a_feed_costs_the_same_for_many(app: Flask, client: CheckingClient, count_queries: Any) -> None:
    add_event()
    with count_queries() as few:
        client.get("/events.ics")
    for _ in range(5):
        add_event()
    with count_queries() as many:
        client.get("/events.ics")
    assert many.count == few.count


def test_a_programme_that_nobody_was_told_of_has_no_calendar(app: Flask, client: CheckingClient) -> None:
    programme = Programme(slug="secret-series", name="Secret series")
    db.session.add(programme)
    db.session.commit()
    add_event(programme=programme, state=EventState.DRAFT)
    assert client.get("/programmes/secret-series.ics").status_code == 404
