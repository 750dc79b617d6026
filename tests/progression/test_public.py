"""What everybody reads of the way to the final."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.db import commits, db
from pitchday.events.enums import EventKind
from pitchday.events.models import Event
from pitchday.progression import queries, results, services
from pitchday.progression.enums import RouteRule
from tests import factories
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def final(app: Flask) -> Event:
    lead: Person = factories.add_person(may_create_events=True)
    programme = factories.add_programme(
        "Northern Pitch", lead=lead, funder="The Growth Fund", description="Seven cities, **one** final."
    )
    programme.funder.acknowledgement = "Paid for by the Growth Fund."
    programme.funder.website = "https://fund.example"
    db.session.commit()
    return factories.add_event(programme=programme, kind=EventKind.FINAL, title="The final", starts_at=NOW + 60 * DAY)


def heat(final: Event, *names: str, city: str = "leeds") -> Event:
    """A heat that is over, with results that are a draft, and the first of these startups told to be through."""
    event = factories.add_event(
        programme=final.programme, title=f"{city.title()} heat", city_slug=city, starts_at=NOW - 3 * DAY
    )
    for name in names:
        factories.add_application(event, factories.add_startup(name=name, listed=True))
    facts = services.RouteFacts(RouteRule.TOP, event, 1, 0)
    commits(services.add_route)(final, facts)
    rows = queries.contenders(event.id)
    commits(results.record)(event, [results.Standing(row.id, n) for n, row in enumerate(rows, start=1)], version=0)
    commits(services.release)(final)
    return event


def publish(event: Event) -> None:
    result = queries.result_of(event.id)
    assert result is not None
    commits(results.publish)(result, clock.now())


def test_nobody_is_named_before_the_results_are_public(client: Any, final: Event) -> None:
    event = heat(final, "Ash", "Birch")
    programme = client.get("/programmes/northern-pitch").text
    assert "Who is through" not in programme and "Ash" not in programme
    page = client.get(f"/events/{event.slug}").text
    assert "Results" not in page
    assert "The winner: through to" in page and "The final" in page
    publish(event)
    programme = client.get("/programmes/northern-pitch").text
    assert "Who is through to the final" in programme and "Ash" in programme and "Birch" not in programme
    page = client.get(f"/events/{event.slug}").text
    assert "Results" in page and page.index("Ash") < page.index("Birch")


def test_whoever_gives_the_place_up_is_not_named_any_more(client: Any, final: Event) -> None:
    publish(heat(final, "Ash"))
    (way,) = queries.ways_into(final)
    application = way.through[0].application
    assert application is not None
    application.state, application.withdrawn_at = ApplicationState.WITHDRAWN, clock.now()
    db.session.commit()
    assert "Ash" not in client.get("/programmes/northern-pitch").text


def test_a_wild_card_is_named_once_it_has_confirmed(client: Any, final: Event) -> None:
    heat(final, "Ash", "Birch")
    commits(services.add_route)(final, services.RouteFacts(RouteRule.WILD_CARD, None, 1))
    way = queries.ways_into(final)[-1]
    (birch,) = queries.candidates(way, final)
    place = commits(services.pick)(way, birch, as_reserve=False)
    commits(services.release)(final)
    assert "Birch" not in client.get("/programmes/northern-pitch").text
    place.application.state, place.application.confirmed_at = ApplicationState.CONFIRMED, clock.now()
    db.session.commit()
    programme = client.get("/programmes/northern-pitch").text
    assert "By wild card" in programme and "Birch" in programme


def test_the_programme_says_what_it_is_who_pays_and_which_calls_are_open(client: Any, final: Event) -> None:
    open_call = factories.add_event(programme=final.programme, title="Hull heat", city_slug="hull")
    page = client.get("/programmes/northern-pitch").text
    assert "<strong>one</strong> final" in page
    assert "Paid for by the Growth Fund." in page and 'href="https://fund.example"' in page
    assert "Calls that are open" in page and f"/events/{open_call.slug}/apply" in page


def test_the_page_costs_the_same_for_many_startups(client: Any, final: Event, count_queries: Any) -> None:
    def cost(event: Event) -> list[int]:
        found = []
        for page in ("/programmes/northern-pitch", f"/events/{event.slug}"):
            client.get(page)
            with count_queries() as counter:
                client.get(page)
            found.append(counter.count)
        return found

    first = heat(final, "Ash")
    publish(first)
    before = cost(first)
    second = heat(final, *(f"Startup {number}" for number in range(9)), city="hull")
    publish(second)
    assert cost(second) == before
