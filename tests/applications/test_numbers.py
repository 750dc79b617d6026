"""Applications in numbers: what is counted, where a number leads, what a page that stays open is told."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import rules
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.startups.enums import Stage
from tests import factories
from tests.applications.browser import text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.conftest import NOW


def add(call: Call, state: ApplicationState = ApplicationState.SUBMITTED, **facts: Any) -> Any:
    return factories.add_application(call.event, add_complete_startup(factories.add_person(), **facts), state=state)


def bars(html: str, key: str) -> dict[str, tuple[int, str]]:
    """Words of a chart with their number and where it leads."""
    table = re.search(rf'<table class="plot-counts" id="by-{key}">(.*?)</table>', html, re.S)
    rows = (
        re.findall(r'<th scope="row">(?:<a href="([^"]*)"[^>]*>)?([^<]*).*?<td[^>]*>([\d,]+)', table[1], re.S)
        if table
        else []
    )
    return {unescape(words): (int(count), unescape(url)) for url, words, count in rows}


def test_every_number_leads_to_as_many_rows(app: Flask, call: Call) -> None:
    add(call, stage=Stage.SEED)
    add(call, stage=Stage.SEED, city=factories.city("hull"))
    add(call, ApplicationState.CONFIRMED, stage=Stage.IDEA, city=None)
    add(call, ApplicationState.DRAFT)
    page = call.organiser.get("applications").get_data(as_text=True)
    assert {words: count for words, (count, _) in bars(page, "city").items()} == {"Hull": 1, "Leeds": 1, "Not said": 1}
    assert bars(page, "state").keys() == {"To decide", "Confirmed"}
    found = [bar for key in ("state", "city", "sector", "stage") for bar in bars(page, key).values()]
    assert len(found) >= 8
    for count, url in found:
        assert call.organiser.client.get(url).get_data(as_text=True).count('data-label="State"') == count


def test_numbers_follow_the_other_filters_and_lead_back(app: Flask, call: Call) -> None:
    add(call, stage=Stage.SEED)
    add(call, stage=Stage.IDEA, city=factories.city("hull"))
    page = call.organiser.get("applications?city=hull&sort=sent").get_data(as_text=True)
    assert bars(page, "stage").keys() == {"Idea"}
    assert {words: count for words, (count, _) in bars(page, "city").items()} == {"Hull": 1, "Leeds": 1}
    assert bars(page, "city")["Hull"][1].endswith("/applications?sort=sent")
    assert bars(page, "city")["Leeds"][1].endswith("/applications?sort=sent&city=leeds")


def test_drafts_are_counted_by_when_they_were_last_written_in(app: Flask, call: Call) -> None:
    add(call)
    for days in (0, 2, 3, 9):
        add(call, ApplicationState.DRAFT).changed_at = NOW - timedelta(days=days)
    db.session.commit()
    counted = {words: count for words, (count, _) in bars(call.organiser.get("applications").text, "progress").items()}
    assert counted == {"Begun": 5, "Sent": 1, "Written in lately": 2, "Stalled": 2}
    with clock.frozen(call.event.applications_close_at + timedelta(minutes=1)):
        closed = bars(call.organiser.get("applications").text, "progress")
    assert {words: count for words, (count, _) in closed.items()} == {"Begun": 5, "Sent": 1, "Not sent": 4}


INSTANTS = st.integers(-2_000_000, 2_000_000).map(lambda seconds: NOW + timedelta(seconds=seconds))


@given(closes_at=INSTANTS, now=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_whoever_has_stalled_stays_so_until_somebody_writes(
    closes_at: datetime, now: datetime, later: timedelta
) -> None:
    since = rules.quiet_since(closes_at, now)
    assert timedelta(hours=6) <= now - since <= timedelta(days=3)
    assert rules.quiet_since(closes_at, now + later) >= since


def test_a_page_that_stays_open_hears_only_of_what_has_changed(app: Flask, call: Call) -> None:
    add(call)
    page = call.organiser.get("applications?stage=seed").text
    address = unescape(re.search(r'data-live="([^"]+)"', page)[1])  # type: ignore[index]
    first = call.organiser.client.get(address)
    assert "private" in first.headers["Cache-Control"]
    assert first.json is not None and first.json["parts"]["numbers"] in page
    same = call.organiser.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    add(call)
    later = call.organiser.client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert json.loads(later.data)["total"] == 2
    assert "2 sent, 2 to decide" in later.text


@pytest.mark.parametrize("path", ["applications", "applications/numbers.json"])
def test_numbers_cost_the_same_for_many(app: Flask, call: Call, count_queries: Callable[[], Any], path: str) -> None:
    for _ in range(3):
        add(call)
        add(call, ApplicationState.DRAFT)
    with count_queries() as few:
        assert call.organiser.get(path).status_code == 200
    for _ in range(57):
        add(call)
    with count_queries() as many:
        assert call.organiser.get(path).status_code == 200
    assert many.count == few.count


def test_who_may_look(app: Flask, call: Call, other_client: Any, sign_in: Any) -> None:
    add(call)
    path = f"/organise/events/{call.event.slug}/applications/numbers.json"
    coordinator, judge, stranger = (factories.add_person() for _ in range(3))
    factories.add_role(call.event, coordinator, Role.REVIEWER_COORDINATOR)
    factories.add_role(call.event, judge, Role.JUDGE)
    factories.add_event(organiser=stranger)
    assert sign_in(coordinator, on=other_client()).get(path).status_code == 200
    for person in (judge, stranger, call.ada):
        answer = sign_in(person, on=other_client()).get(path)
        assert answer.status_code == 403
        assert "Leeds" not in text_of(answer)
