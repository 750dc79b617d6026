"""What anybody reads: the landing page, lists, a city, a programme, a pitch day."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.web.paging import Page
from tests import factories
from tests.conftest import NOW

PAST = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def test_an_empty_database_says_what_will_be_here(client: Any) -> None:
    page = client.get("/").text
    assert "No pitch day is planned yet" in page
    assert "Middlesbrough" not in page
    assert "Tees Valley" in page
    assert "No pitch day is planned at the moment" in client.get("/events").text
    assert "No pitch day has taken place yet" in client.get("/events?when=past").text
    assert "Nothing is planned in Hull at the moment" in client.get("/cities/hull").text


def test_the_landing_page_shows_what_is_on(client: Any, app: Any) -> None:
    event = factories.add_event(city_slug="leeds", title="Leeds heat")
    factories.add_event(title="Secret draft", state=EventState.DRAFT)
    factories.add_event(title="Fallen through", state=EventState.CANCELLED)
    factories.add_event(title="Last year", starts_at=PAST)
    page = client.get("/").text
    assert "Leeds heat" in page
    assert "Leeds, Tue 16 Feb" in page
    assert "Apply by Tue 9 Feb 2027, 13:00" in page
    assert f"/events/{event.slug}/apply" in page
    for title in ("Secret draft", "Fallen through", "Last year"):
        assert title not in page


@pytest.mark.parametrize("page", ["/", "/events", "/events?when=past", "/cities/manchester", "/cities.css", "/healthz"])
def test_visitors_without_a_cookie_get_none(client: Any, page: str) -> None:
    factories.add_event()
    answer = client.get(page)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Leeds heat", "Hull final", "Off"}),
        ("?city=leeds", {"Leeds heat", "Off"}),
        ("?kind=final", {"Hull final"}),
        ("?kind=final&city=leeds", set()),
        ("?when=past", {"Old"}),
        ("?when=past&city=hull", set()),
        ("?city=atlantis&kind=&when=whenever&page=0", {"Leeds heat", "Hull final", "Off"}),
    ],
)
def test_the_list_is_narrowed_by_its_address(client: Any, query: str, shown: set[str]) -> None:
    factories.add_event(city_slug="leeds", title="Leeds heat")
    factories.add_event(city_slug="hull", title="Hull final", kind=EventKind.FINAL)
    factories.add_event(city_slug="leeds", title="Off", state=EventState.CANCELLED)
    factories.add_event(city_slug="leeds", title="Draft", state=EventState.DRAFT)
    factories.add_event(city_slug="leeds", title="Old", starts_at=PAST)
    page = client.get(f"/events{query}").text
    found = {title for title in ("Leeds heat", "Hull final", "Off", "Draft", "Old") if f">{title}</a>" in page}
    assert found == shown
    if not shown:
        assert "Show all pitch days" in page


@pytest.mark.parametrize("page", ["/", "/events", "/cities/leeds", "/organise", "/programmes/northern-pitch"])
def test_lists_cost_the_same_for_many_rows(client: Any, sign_in: Any, count_queries: Any, page: str) -> None:
    organiser = factories.add_person(may_create_events=True)
    programme = factories.add_programme("Northern Pitch", lead=organiser)
    db.session.commit()
    sign_in(organiser)

    def add(number: int) -> None:
        kind = EventKind.FINAL if number == 0 else EventKind.HEAT
        factories.add_event(organiser=organiser, city_slug="leeds", programme=programme, kind=kind)

    def cost() -> int:
        with count_queries() as counter:
            assert client.get(page).status_code == 200
        return int(counter.count)

    add(0)
    one = cost()
    for number in range(1, 12):
        add(number)
    assert cost() == one


def test_long_lists_have_pages_that_keep_the_filter(client: Any, app: Any) -> None:
    for _ in range(26):
        factories.add_event(city_slug="leeds")
    page = client.get("/events?city=leeds").text
    assert "?city=leeds&amp;page=2" in page
    assert "Page 2 of 2" in client.get("/events?city=leeds&page=2").text


def test_the_page_of_a_pitch_day(client: Any, app: Any) -> None:
    event = factories.add_event(title="Leeds heat", description="**Six** startups.<script>alert(1)</script>")
    event.venue.step_free, event.venue.nearest_station = True, "Leeds, 10 minutes"
    db.session.commit()
    page = client.get(f"/events/{event.slug}").text
    assert "Tue 16 Feb 2027, 13:00–19:00" in page
    assert page.count("UK time") == 1
    assert "<strong>Six</strong> startups." in page
    assert "<script>alert" not in page
    assert "Leeds, 10 minutes" in page
    assert "Yes, from the street to every room we use" in page
    assert page.count("Not confirmed") == 2, "hearing loop and quiet room"
    assert "openstreetmap" not in page
    assert "Apply to pitch" in page
    assert "Tue 9 Feb 2027, 13:00" in page
    assert "The programme is not out yet." in page
    assert f"/events/{event.slug}.ics" in page
    assert "Who pitches" not in page
    factories.add_application(event, factories.add_startup(), state=ApplicationState.CONFIRMED)
    event.venue.step_free, event.venue.quiet_room = False, True
    event.venue.latitude, event.venue.longitude = 53.8, -1.55
    db.session.commit()
    page = client.get(f"/events/{event.slug}").text
    assert "Who pitches: 1 startup" in page
    assert "No, there are steps on the way." in page
    assert "Yes, ask at the front desk" in page
    assert "https://www.openstreetmap.org/?mlat=53.80000&amp;mlon=-1.55000#map=17/53.80000/-1.55000" in page


def test_a_summer_day_names_summer_time(client: Any, app: Any) -> None:
    event = factories.add_event(starts_at=datetime(2027, 6, 3, 12, 0, tzinfo=UTC))
    page = client.get(f"/events/{event.slug}").text
    assert "Thu 3 Jun 2027, 13:00–19:00" in page
    assert "UK time (BST)" in page


def test_closed_cancelled_and_past_days_offer_no_application(client: Any, app: Any) -> None:
    closed = factories.add_event(applications_close_at=datetime(2027, 1, 12, 9, 59, tzinfo=UTC))
    off = factories.add_event(state=EventState.CANCELLED)
    over = factories.add_event(starts_at=PAST)
    pages = [client.get(f"/events/{event.slug}").text for event in (closed, off, over)]
    assert all("Apply to pitch" not in page for page in pages)
    assert "Applications closed on Tue 12 Jan 2027, 09:59" in pages[0]
    assert "This pitch day is cancelled" in pages[1]
    assert "This pitch day is over." in pages[2]


def test_a_draft_is_there_for_its_organisers_only(client: Any, sign_in: Any, other_client: Any) -> None:
    organiser = factories.add_person()
    event = factories.add_event(organiser=organiser, state=EventState.DRAFT)
    page = f"/events/{event.slug}"
    judge = factories.add_person()
    factories.add_role(event, judge, Role.JUDGE)
    assert client.get(page).status_code == 404
    assert sign_in(judge, on=other_client()).get(page).status_code == 404
    assert "Only its organisers see this page" in sign_in(organiser).get(page).text
    assert "This is how the page will look to others." in client.get(f"/organise/events/{event.slug}/preview").text


def test_a_programme_joins_its_heats_into_the_final(client: Any, app: Any) -> None:
    lead = factories.add_person()
    programme = factories.add_programme("Northern Pitch", lead=lead, funder="Northern Growth Fund (demo)")
    db.session.commit()
    assert client.get("/programmes/northern-pitch").status_code == 404
    factories.add_event(programme=programme, state=EventState.DRAFT, title="Draft heat")
    assert client.get("/programmes/northern-pitch").status_code == 404
    factories.add_event(programme=programme, title="Leeds heat", city_slug="leeds")
    page = client.get("/programmes/northern-pitch").text
    assert "Leeds heat" in page
    assert "From the heats to the final" not in page
    final = factories.add_event(programme=programme, title="Grand final", kind=EventKind.FINAL)
    factories.add_event(programme=programme, title="Warm-up", kind=EventKind.WORKSHOP)
    page = client.get("/programmes/northern-pitch").text
    assert "From the heats to the final" in page
    assert "Also in this programme" in page
    assert "Northern Growth Fund (demo)" in page
    assert "Draft heat" not in page
    assert f"/events/{final.slug}" in page


@pytest.mark.parametrize("page", ["/cities/atlantis", "/programmes/none", "/events/none", "/events/none/x"])
def test_what_is_not_there_is_404(client: Any, page: str) -> None:
    assert client.get(page).status_code == 404


def test_a_call_says_how_soon_it_closes(client: Any) -> None:
    for days, title in ((0.2, "Today"), (1, "Tomorrow"), (3, "In three")):
        factories.add_event(title=title, applications_close_at=NOW + timedelta(days=days))
    page = client.get("/").text
    assert [f"Closes {words}" in page for words in ("today", "tomorrow", "in 3 days")] == [True] * 3
    assert "Apply by Fri 15 Jan 2027, 10:00" in page


def test_a_city_shows_its_place_on_the_line_its_days_and_its_venues(client: Any) -> None:
    event = factories.add_event(city_slug="leeds", title="Leeds heat")
    event.venue.step_free, event.city.summary = True, "Where the **canal** begins."
    factories.add_event(city_slug="leeds", title="Last year", starts_at=PAST, venue=event.venue)
    db.session.commit()
    page = client.get("/cities/leeds").text
    for text in ("Leeds heat</a>", "Last year</a>", event.venue.name, "Step-free", "<strong>canal</strong>"):
        assert text in page, text
    beside = page.partition('class="beside')[2].partition("</nav>")[0]
    assert beside.count("<a ") == 2
    assert '<span aria-current="page">Leeds</span>' in beside


def test_the_ends_of_the_line_have_one_neighbour(client: Any) -> None:
    counts = {}
    for city in ("liverpool", "hull", "york"):
        page = client.get(f"/cities/{city}").text
        counts[city] = page.partition('class="beside')[2].partition("</nav>")[0].count("<a ")
    assert counts == {"liverpool": 1, "hull": 1, "york": 2}


def test_paging_does_not_walk_over_all_pages(app: Any) -> None:
    with app.test_request_context("/events?page=500"):
        template = app.jinja_env.from_string('{% from "macros/paging.html" import pages %}{{ pages(listing, "days") }}')
        text = template.render(listing=Page([], 500, 4000, 100_000))
    shown = re.findall(r"Page </span>(\d+)", text)
    assert shown == ["1", "499", "500", "501", "4000"]
