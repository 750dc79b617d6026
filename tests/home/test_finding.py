"""Finding pitch days: filters, words, months, the calendar, and calendars of exactly what was found."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
import vobject
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pitchday.db import db
from pitchday.events.enums import PUBLIC_STATES, EventKind, EventState
from pitchday.events.finding import Period
from pitchday.events.lines import Line
from pitchday.events.models import Event, Programme, Sector
from pitchday.home.calendar import weeks
from tests import factories
from tests.conftest import NOW

TITLES = ("Leeds heat", "Hull final", "Green 100% day", "Cafe_night", "Old one", "Draft one")


def add_all() -> None:
    """Pitch days that the filters tell apart."""
    programme = factories.add_event(title="Leeds heat", city_slug="leeds", description="For **robots** and drones.")
    factories.add_event(title="Hull final", city_slug="hull", kind=EventKind.FINAL, starts_at=NOW + timedelta(days=80))
    green = factories.add_event(title="Green 100% day", city_slug="york")
    green.sectors = [db.session.scalars(sa.select(Sector).where(Sector.slug == "other")).one()]
    closed = factories.add_event(title="Cafe_night", applications_close_at=NOW - timedelta(hours=1))
    closed.venue.name = "The O’Brien Room"
    factories.add_event(title="Old one", starts_at=NOW - timedelta(days=60))
    factories.add_event(title="Draft one", state=EventState.DRAFT, city_slug="leeds")
    programme.programme = Programme(slug="north", name="Northern Pitch")
    db.session.commit()


def found(page: str) -> set[str]:
    return {title for title in TITLES if f">{title}</a>" in page}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Leeds heat", "Hull final", "Green 100% day", "Cafe_night"}),
        ("q=LEEDS+heat", {"Leeds heat"}),
        ("q=leeds+hull", set()),
        ("q=robots", {"Leeds heat"}),
        ("q=northern+pitch", {"Leeds heat"}),
        ("q=york", {"Green 100% day"}),
        ("q=brien", {"Cafe_night"}),
        ("q=100%25", {"Green 100% day"}),
        ("q=%25", {"Green 100% day"}),
        ("q=_", {"Cafe_night"}),
        ("q=/", set()),
        ("q=+", {"Leeds heat", "Hull final", "Green 100% day", "Cafe_night"}),
        ("sector=other", {"Green 100% day"}),
        ("programme=north", {"Leeds heat"}),
        ("open=1", {"Leeds heat", "Hull final", "Green 100% day"}),
        ("open=1&kind=final", {"Hull final"}),
        ("when=2027-02", {"Leeds heat", "Green 100% day", "Cafe_night"}),
        ("when=2027-02-16&city=leeds", {"Leeds heat"}),
        ("when=2027-02-17", set()),
        ("when=2026-11", {"Old one"}),
        ("when=past", {"Old one"}),
        (
            "when=2027-13&sector=none&programme=none&kind=none&open=maybe",
            {"Leeds heat", "Hull final", "Green 100% day", "Cafe_night"},
        ),
    ],
)
def test_the_address_says_what_is_listed(client: Any, query: str, expected: set[str]) -> None:
    add_all()
    assert found(client.get(f"/events?{query}").text) == expected


def test_programmes_without_anything_public_are_not_offered(client: Any) -> None:
    add_all()
    factories.add_event(state=EventState.DRAFT, programme=Programme(slug="secret", name="Secret series"))
    assert "Secret series" not in client.get("/events?programme=secret").text


def test_each_filter_can_be_taken_away_alone(client: Any) -> None:
    add_all()
    page = BeautifulSoup(client.get("/events?q=heat&city=leeds&kind=heat&open=1").text, "html.parser")
    chips = {chip.bdi.text: chip["href"] for chip in page.select(".chip")}
    assert chips == {
        "“heat”": "/events?city=leeds&kind=heat&open=1",
        "Leeds": "/events?q=heat&kind=heat&open=1",
        "Heat": "/events?q=heat&city=leeds&open=1",
        "Open calls": "/events?q=heat&city=leeds&kind=heat",
    }


def test_views_pages_and_calendars_keep_the_filters(client: Any) -> None:
    for _ in range(26):
        factories.add_event(city_slug="leeds", title="Leeds & more")
    page = BeautifulSoup(client.get("/events?city=leeds&q=more").text, "html.parser")
    addresses = {link.text.strip(): link["href"] for link in page.select(".views a, .takeaway a")}
    assert addresses == {
        "List": "/events?q=more&city=leeds",
        "Calendar": "/events?q=more&city=leeds&when=2027-01&view=calendar",
        "These pitch days in your calendar": "/events.ics?q=more&city=leeds",
    }
    second = client.get("/events?city=leeds&q=more&page=2").text
    assert second.count("Leeds &amp; more</a>") == 1
    assert client.get("/events?city=leeds&q=more&page=99").text.count("Leeds &amp; more</a>") == 1


def test_a_calendar_file_holds_what_the_list_shows(client: Any) -> None:
    add_all()
    for query in ("city=leeds", "kind=final", "q=robots", "sector=other", "programme=north", "when=2027-02", "open=1"):
        calendar = vobject.readOne(client.get(f"/events.ics?{query}").text)
        entries = {entry.summary.value for entry in calendar.contents.get("vevent", [])}
        assert entries == found(client.get(f"/events?{query}").text), query


def test_the_calendar_is_a_table_of_weeks(client: Any) -> None:
    add_all()
    page = BeautifulSoup(client.get("/events?view=calendar&when=2027-02&kind=heat").text, "html.parser")
    table = page.select_one("table.month")
    assert page.h2.text == "February 2027"
    assert [cell["abbr"] for cell in table.select("th[scope=col]")][::6] == ["Monday", "Sunday"]
    assert [len(row.select("td")) for row in table.select("tbody tr")] == [7] * 4
    field = table.select_one("time[datetime='2027-02-16']").find_parent("td")
    assert {link["href"].partition("?")[0].count("/events/") for link in field.select("a")} == {1}
    assert len(field.select("a.month-entry")) == 3
    steps = [link["href"] for link in page.select(".month-steps a")]
    assert steps == [f"/events?kind=heat&when={month}&view=calendar" for month in ("2027-01", "2027-01", "2027-03")]
    assert [day.text for day in page.select(".month-list-day")] == ["Tue 16 Feb 2027"]


def test_a_full_day_leads_to_its_list(client: Any) -> None:
    for _ in range(6):
        factories.add_event(city_slug="leeds", title="One of six")
    page = client.get("/events?view=calendar&when=2027-02&city=leeds").text
    more = re.search(r'class="month-more" href="([^"]+)">3 more<', page)
    assert more and more[1] == "/events?city=leeds&amp;when=2027-02-16"
    assert client.get(more[1].replace("&amp;", "&")).text.count("One of six</a>") == 6


def test_an_empty_month_says_so(client: Any) -> None:
    page = client.get("/events?view=calendar&when=2031-07").text
    assert "No pitch day in July 2031" in page
    assert 'aria-label="Other months"' in page


@pytest.mark.parametrize("view", ["/events?view=calendar&when=2027-02", "/events?q=pitch&city=leeds&open=1"])
def test_finding_costs_the_same_for_many(client: Any, count_queries: Any, view: str) -> None:
    def cost() -> int:
        with count_queries() as counter:
            assert client.get(view).status_code == 200
        return int(counter.count)

    factories.add_event(city_slug="leeds")
    one = cost()
    for _ in range(30):
        factories.add_event(city_slug="leeds")
    assert cost() == one == 2


def test_all_public_states_are_all_but_drafts() -> None:
    assert set(EventState) - PUBLIC_STATES == {EventState.DRAFT}


def test_the_indexes_serve_the_lists(app: Any, client: Any) -> None:
    is_sqlite = db.engine.dialect.name == "sqlite"
    statement = "SELECT id FROM event WHERE event.state != 'draft' AND ends_at > '2027-01-12' ORDER BY starts_at, id"
    if not is_sqlite:
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"))
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    plan = str(db.session.execute(sa.text(f"{explain} {statement} LIMIT 25")).all())
    assert "ix_event_public_time" in plan
    assert "TEMP B-TREE" not in plan


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(text=st.text(max_size=40))
def test_any_words_are_answered(client: Any, text: str) -> None:
    said = quote(text.encode("utf-8", "surrogatepass"))
    assert client.get(f"/events?q={said}&when={said}").status_code == 200


@given(day=st.dates(date(2000, 1, 1), date(2199, 11, 30)))
def test_a_month_runs_from_its_first_day_to_the_next_ones(day: date) -> None:
    month = Period.month(day)
    assert (month.first.day, month.after.day) == (1, 1)
    assert month.first <= day < month.after
    assert Period.read(month.text) == month
    assert (month.after - month.first).days in (28, 29, 30, 31)


@given(
    minutes=st.integers(0, 39 * 24 * 60),
    hours=st.integers(1, 160),
)
def test_a_pitch_day_stands_on_each_of_its_days(minutes: int, hours: int) -> None:
    starts = datetime(2027, 2, 20, tzinfo=UTC) + timedelta(minutes=minutes)
    ends = starts + timedelta(hours=hours)
    line = Line(
        "s", "T", EventKind.HEAT, EventState.PUBLISHED, "Europe/London", starts, ends, None, starts, None, "c", "C", "V"
    )
    days = {day.date for week in weeks(date(2027, 3, 1), [line]) for day in week if day.lines}
    first, last = starts.astimezone(line.zone).date(), ends.astimezone(line.zone).date()
    wanted = {first + timedelta(days=number) for number in range((last - first).days + 1)}
    assert days == {day for day in wanted if day.month == 3}


def test_rows_look_as_the_macro_draws_them(app: Any) -> None:
    event = factories.add_event(title="Leeds <heat>", city_slug="leeds")
    with app.test_request_context("/events"):
        template = app.jinja_env.from_string(
            '{% import "events/_lines.html" as lines %}{{ lines.row(event, level=2) }}@@'
            '{% with level = 2 %}{% include "events/_public_rows.html" %}{% endwith %}'
        )
        line = Line.of(event)
        one, other = template.render(event=event, rows=[line.drawn(NOW)]).split("@@")
    assert [re.sub(r"\s+", "", text) for text in (one,)] == [re.sub(r"\s+", "", other)]
    assert db.session.get(Event, event.id) is event
