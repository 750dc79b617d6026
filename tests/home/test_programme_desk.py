"""The desk of a programme: cities side by side."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.db import commits, db
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.events.models import Programme
from pitchday.progression import queries, results, services
from pitchday.progression.enums import RouteRule
from tests import factories
from tests.conftest import NOW

PAGE = "/organise/programmes/northern-pitch"
DAY = timedelta(days=1)


@pytest.fixture
def programme(app: Flask, sign_in: Any) -> Programme:
    lead: Person = factories.add_person("Zoë Lead", may_create_events=True)
    sign_in(lead)
    return factories.add_programme("Northern Pitch", lead=lead)


def test_an_empty_programme_says_what_will_be_here(client: Any, programme: Programme) -> None:
    assert "No pitch days yet" in client.get(PAGE).text


def test_cities_without_a_heat_get_one_with_what_is_known_filled_in(client: Any, programme: Programme) -> None:
    programme.cities = [factories.city("leeds"), factories.city("hull")]
    db.session.commit()
    factories.add_event(programme=programme, city_slug="leeds")
    page = client.get(PAGE).text
    link = "/organise/events/new?programme=northern-pitch&amp;city=hull&amp;kind=heat"
    assert link in page and "city=leeds" not in page
    form = client.get(link.replace("&amp;", "&")).text
    for chosen in ("northern-pitch", "hull", "heat"):
        assert f'<option selected value="{chosen}">' in form


def test_each_city_says_where_it_stands_and_what_it_needs(client: Any, programme: Programme) -> None:
    leeds = factories.add_event(
        programme=programme, title="Leeds heat", starts_at=NOW + 5 * DAY, applications_close_at=NOW - DAY
    )
    for state in (ApplicationState.SUBMITTED, ApplicationState.CONFIRMED, ApplicationState.DRAFT):
        factories.add_application(leeds, factories.add_startup(), state=state)
    noted = {"decision": Decision.DECLINE, "decided_at": NOW, "decision_reason": "Too early."}
    factories.add_application(leeds, factories.add_startup(), state=ApplicationState.SUBMITTED, **noted)
    factories.add_event(programme=programme, title="Hull heat", state=EventState.DRAFT, city_slug="hull")
    page = client.get(PAGE).text
    assert "Leeds heat: 1 application to decide" in page and "Leeds heat: 1 decision not released" in page
    assert "Hull heat: is a draft" in page
    assert '<td data-label="Applications" class="is-number"><span>3<svg' in page, "drafts are the founders' own"


def test_results_and_those_who_are_through_are_asked_for(client: Any, programme: Programme) -> None:
    final = factories.add_event(programme=programme, title="The final", kind=EventKind.FINAL, starts_at=NOW + 60 * DAY)
    heat = factories.add_event(programme=programme, title="Leeds heat", starts_at=NOW - 3 * DAY)
    application = factories.add_application(heat, factories.add_startup())
    commits(services.add_route)(final, services.RouteFacts(RouteRule.TOP, heat, 1))
    assert "Leeds heat: has no results yet" in client.get(PAGE).text
    commits(results.record)(heat, [results.Standing(application.id, 1)], version=0)
    page = client.get(PAGE).text
    assert "Leeds heat: its results are a draft" in page and "The final: 1 startup to be told" in page
    commits(results.publish)(queries.result_of(heat.id), NOW)
    commits(services.release)(final)
    assert "Nothing: everything up to here is done." in client.get(PAGE).text


def test_the_team_of_one_city_sees_nothing_of_it(client: Any, programme: Programme, sign_in: Any) -> None:
    event = factories.add_event(programme=programme)
    organiser = factories.add_person()
    factories.add_role(event, organiser, Role.ORGANISER)
    sign_in(organiser)
    assert client.get(PAGE).status_code == 403


def test_it_costs_the_same_for_many_cities_and_startups(client: Any, programme: Programme, count_queries: Any) -> None:
    def cost() -> int:
        client.get(PAGE)
        with count_queries() as counter:
            client.get(PAGE)
        return int(counter.count)

    final = factories.add_event(programme=programme, kind=EventKind.FINAL, starts_at=NOW + 60 * DAY)

    def add(number: int, city: str) -> None:
        heat = factories.add_event(programme=programme, city_slug=city, starts_at=NOW - 3 * DAY)
        rows = [factories.add_application(heat, factories.add_startup()) for _ in range(number)]
        commits(services.add_route)(final, services.RouteFacts(RouteRule.TOP, heat, 1))
        lines = [results.Standing(row.id, place) for place, row in enumerate(rows, start=1)]
        commits(results.record)(heat, lines, version=0)

    add(1, "leeds")
    before = cost()
    for city in ("hull", "york", "preston"):
        add(4, city)
    assert cost() == before
