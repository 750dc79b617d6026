"""What is answered in front of Flask is what Flask would have answered, and nothing that it would have refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask_login.utils import encode_cookie

from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.exports.cache import store
from pitchday.exports.shortcut import Shortcut
from pitchday.schedule import services
from tests.databases import end_connections
from tests.factories import add_person
from tests.pages import CheckingClient
from tests.schedule.conftest import Day

ENDINGS = ("", ".ics", ".json", ".csv", ".xlsx", ".pdf")


@pytest.fixture
def ready(released: Day, run_jobs: Callable[[], int]) -> Day:
    run_jobs()
    return released


@pytest.fixture
def flask_reached(app: Flask) -> Any:
    """The addresses that came through to Flask."""
    reached: list[str] = []
    shortcut = app.wsgi_app
    while not isinstance(shortcut, Shortcut):
        shortcut = shortcut.application  # type: ignore[attr-defined]
    inner = shortcut.application

    def noting(environ: Any, start_response: Any) -> Any:
        reached.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    shortcut.application = noting
    yield reached
    shortcut.application = inner


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("knows", [False, True])
def test_bytes_and_headers_are_those_of_the_view(
    ready: Day, client: CheckingClient, flask_reached: list[str], ending: str, method: str, knows: bool
) -> None:
    address = f"/events/{ready.event.slug}/schedule{ending}"
    tag = client.get(address).headers["ETag"]
    headers = {"If-None-Match": tag} if knows else {}
    flask_reached.clear()
    short = client.open(address, method=method, headers=headers)
    assert flask_reached == []
    store.clear()
    through = client.open(f"{address}/", method=method, headers=headers)
    assert flask_reached == [f"{address}/"], "with a slash at its end the address is none of the shortcut's"
    assert (short.status, short.data) == (through.status, through.data)
    assert sorted(short.headers) == sorted(through.headers)
    assert short.headers["Content-Security-Policy"]


def test_those_with_a_session_and_those_who_post_pass_by(
    ready: Day, client: CheckingClient, sign_in: Any, flask_reached: list[str]
) -> None:
    address = f"/events/{ready.event.slug}/schedule"
    client.get(address)
    client.get(address)
    flask_reached.clear()
    assert client.post(address).status_code == 405
    assert "Vera" in sign_in(add_person("Vera Visitor")).get(address).text
    assert flask_reached == [address, address]


def test_a_change_is_seen_at_once(ready: Day, client: CheckingClient, run_jobs: Callable[[], int]) -> None:
    address = f"/events/{ready.event.slug}/schedule"
    for _ in range(2):
        assert "Coffee" in client.get(address).text
    ready.coffee.title = "Tea"
    services.release(ready.event, note="")
    db.session.commit()
    assert "Tea" in client.get(address).text
    run_jobs()
    for _ in range(2):
        assert "Tea" in client.get(address).text
    ready.event.state = EventState.CANCELLED
    db.session.commit()
    for _ in range(2):
        assert "This pitch day is cancelled" in client.get(address).text
    ready.event.state = EventState.DRAFT
    db.session.commit()
    for ending in ENDINGS:
        assert client.get(address + ending).status_code == 404


def test_a_database_that_fails_is_met_by_flask(live_app: Flask) -> None:
    from sqlalchemy import text

    live_app.config["PROPAGATE_EXCEPTIONS"] = False
    db.session.execute(text("ALTER TABLE rendition RENAME TO elsewhere"))
    db.session.commit()
    assert live_app.test_client().get("/events/any/schedule").status_code == 500
    db.session.rollback()
    db.session.execute(text("ALTER TABLE elsewhere RENAME TO rendition"))
    db.session.commit()
    assert live_app.test_client().get("/events/any/schedule").status_code == 404


def test_real_connections_go_back_to_the_pool(live_app: Flask) -> None:
    from tests.schedule.conftest import make_day

    day = make_day()
    services.release(day.event, note="")
    db.session.commit()
    client = live_app.test_client()
    answers = {client.get(f"/events/{day.event.slug}/schedule.ics").data for _ in range(40)}
    assert len(answers) == 1
    db.session.remove()
    assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_lost_server_is_met_again(live_app: Flask) -> None:
    from tests.schedule.conftest import make_day

    day = make_day()
    services.release(day.event, note="")
    db.session.commit()
    client, address = live_app.test_client(), f"/events/{day.event.slug}/schedule.ics"
    before = [client.get(address) for _ in range(3)]
    db.session.remove()
    end_connections()
    after = [client.get(address) for _ in range(3)]
    assert {answer.status_code for answer in (*before, *after)} == {200}
    assert {answer.data for answer in (*before, *after)} == {before[0].data}


def test_a_statement_that_the_server_forgot_is_prepared_again(live_app: Flask) -> None:
    """As behind a pool of connections that clears them between two visitors."""
    from tests.schedule.conftest import make_day

    day = make_day()
    services.release(day.event, note="")
    db.session.commit()
    client, address = live_app.test_client(), f"/events/{day.event.slug}/schedule.ics"
    assert client.get(address).status_code == client.get(address).status_code == 200
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("DEALLOCATE ALL")
    assert client.get(address).status_code == client.get(address).status_code == 200


def test_a_remembered_visitor_leaves_no_trace_on_the_page_of_others(
    ready: Day, client: CheckingClient, other_client: Callable[[], CheckingClient]
) -> None:
    """A device that remembers somebody brings no session of its own when the browser was closed in between."""
    person = add_person("Vera Visitor")
    assert person.account is not None
    address = f"/events/{ready.event.slug}/schedule"
    client.set_cookie("pitchday-remember", encode_cookie(person.account.session_key))
    assert "Vera Visitor" in client.get(address).text
    for _ in range(2):
        assert "Vera" not in other_client().get(address).text
    client.delete_cookie("pitchday")
    assert "Vera Visitor" in client.get(address).text, "an answer from memory would show them signed out"
