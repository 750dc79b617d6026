"""Pages for everybody are not drawn again while the database answers as before, and never outlive a change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, template_rendered

from pitchday import clock
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from tests import factories
from tests.conftest import NOW

PAGES = ("/", "/events", "/events?when=2027-02&city=leeds", "/cities/leeds", "/programmes/north", "/events/leeds-heat")


@pytest.fixture
def event(live_app: Flask) -> Event:
    programme = factories.add_programme("North")
    event = factories.add_event(title="Leeds heat", slug="leeds-heat", city_slug="leeds")
    event.programme = programme
    db.session.commit()
    return event


@contextmanager
def drawn(app: Flask) -> Iterator[list[str]]:
    """The templates of the pages that are drawn meanwhile."""
    names: list[str] = []

    def put_down(_sender: object, template: object, **_: object) -> None:
        names.append(str(getattr(template, "name", "")))

    with template_rendered.connected_to(put_down, app):
        yield names


def page(app: Flask, address: str) -> str:
    answer = app.test_client().get(address)
    assert answer.status_code == 200, answer.status
    return answer.text


def test_pages_are_drawn_again_when_what_they_show_has_changed(live_app: Flask, event: Event) -> None:
    def look(times: int) -> list[set[str]]:
        return [{page(live_app, address) for _ in range(times)} for address in PAGES]

    first = look(2)
    with drawn(live_app) as names:
        assert look(1) == first
    assert names == [], "the database has said nothing new"
    event.title = "Leeds final"
    db.session.commit()
    renamed = look(3)
    assert all("Leeds final" in only and "Leeds heat" not in only for (only,) in renamed)
    event.state = EventState.CANCELLED
    db.session.commit()
    assert all(one.isdisjoint(other) for one, other in zip(look(3), renamed, strict=True))


def test_a_page_changes_with_the_minute(live_app: Flask, event: Event) -> None:
    before = [page(live_app, "/events/leeds-heat") for _ in range(3)][-1]
    with clock.frozen(event.ends_at):
        assert page(live_app, "/events/leeds-heat") != before
    with clock.frozen(NOW + timedelta(minutes=1)), drawn(live_app) as names:
        assert page(live_app, "/events/leeds-heat") == before
    assert names


def test_a_page_of_somebody_s_own_is_never_anybody_else_s(live_app: Flask, event: Event) -> None:
    for _ in range(3):
        page(live_app, "/events")
    somebody = live_app.test_client()
    somebody.set_cookie(live_app.config["SESSION_COOKIE_NAME"], "stale")
    with drawn(live_app) as names:
        assert somebody.get("/events").status_code == 200
        assert somebody.get("/events").status_code == 200
    assert names.count("events/index.html") == 2


def test_headers_stay_and_addresses_are_told_apart(live_app: Flask, event: Event) -> None:
    answers = [live_app.test_client().get("/events") for _ in range(3)]
    assert answers[0].headers == answers[1].headers == answers[2].headers
    assert "Content-Security-Policy" in answers[2].headers
    assert "Leeds heat" not in page(live_app, "/events?when=past")


def test_what_cannot_be_asked_is_answered_as_ever(live_app: Flask, event: Event) -> None:
    for _ in range(3):
        page(live_app, "/events")
    db.session.remove()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE sector RENAME TO sector_away")
    try:
        with pytest.raises(sa.exc.DBAPIError):
            page(live_app, "/events")
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE sector_away RENAME TO sector")
    assert "Leeds heat" in page(live_app, "/events")
