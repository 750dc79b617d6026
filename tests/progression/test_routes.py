"""Routes from heats to a final: made, changed, copied, removed."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.events.cloning import Carry, clone_programme
from pitchday.events.enums import EventKind, EventState
from pitchday.events.models import Event
from pitchday.progression import queries, services
from pitchday.progression.models import Route
from tests import factories
from tests.conftest import NOW
from tests.progression.heats import DAY, add_route, enter, heat, places, tell


def test_a_route_stays_as_it_is_once_somebody_was_told(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    route = db.session.scalars(sa.select(Route)).one()
    address = f"/organise/events/final/progression/routes/{route.uid}"
    changed = {"places": "1", "reserves": "0", "above": ""}
    assert client.post(address, data={**changed, "version": str(route.version)}).status_code == 303
    assert "Zoë Lead changed" in client.post(address, data={**changed, "version": "1"}).text
    enter(client, event, 1)
    tell(client)
    for page, data in ((address, {**changed, "version": "2"}), (f"{address}/remove", {})):
        answer = client.post(page, data=data)
        assert answer.status_code == 422 and "so it stays as it is" in answer.text


def test_a_route_can_be_removed_with_its_picks(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event, rule="pick")
    route = db.session.scalars(sa.select(Route)).one()
    address = f"/organise/events/final/progression/routes/{route.uid}"
    client.post(f"{address}/pick", data={"startup": queries.contenders(event.id)[0].uid})
    assert client.post(f"{address}/remove").status_code == 303
    assert not db.session.scalars(sa.select(Route)).all() and not places()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"places": "0"}, "Enter a number from 1 to 50."),
        ({"reserves": ""}, "Enter how many wait as reserves, 0 for none."),
        ({"rule": "luck"}, "Choose a rule from the list."),
        ({"source": "elsewhere"}, "Choose a pitch day from the list."),
        ({"rule": "above"}, "Enter the score that is needed."),
        ({"above": "7"}, "A score counts only for the rule that asks for one."),
        ({"rule": "wild_card"}, "A wild card may come from any pitch day, so leave this empty."),
        ({"source": ""}, "Choose the pitch day that it comes from."),
    ],
)
def test_routes_that_make_no_sense(client: Any, final: Event, values: dict[str, str], sentence: str) -> None:
    answer = add_route(client, heat(final), **values)
    assert answer.status_code == 422 and sentence in answer.text
    assert not db.session.scalars(sa.select(Route)).all()


def test_the_same_route_twice_is_refused(client: Any, final: Event) -> None:
    event = heat(final)
    add_route(client, event)
    assert "There is such a route already." in add_route(client, event, places="3").text


def test_routes_are_copied_between_the_copies(client: Any, final: Event) -> None:
    leeds, hull = heat(final, "leeds"), heat(final, "hull")
    for event in (leeds, hull, None):
        add_route(client, event, rule="wild_card" if event is None else "top")
    later = {
        "programme": final.programme,
        "starts_at": NOW + 400 * DAY,
    }
    copies = {
        final.id: factories.add_event(**{**later, "starts_at": NOW + 500 * DAY}, kind=EventKind.FINAL),
        leeds.id: factories.add_event(**later),
    }
    made = commits(services.copy_routes)(copies)
    assert {(route.origin, route.words) for route in made} == {
        (copies[leeds.id].title, "The best 2, with 1 reserve"),
        ("Wild cards", "2 wild cards, with 1 reserve"),
    }


def test_the_clone_of_a_programme_leads_the_same_way(client: Any, final: Event, lead: Person) -> None:
    leeds = heat(final, "leeds", "Ash")
    add_route(client, leeds)
    assert final.programme is not None
    clone = commits(clone_programme)(
        final.programme, name="Again", weeks=52, events=[leeds, final], carry=frozenset(Carry), by=lead
    )
    (route,) = db.session.scalars(
        sa.select(Route).join(Event, Route.event_id == Event.id).where(Event.programme_id == clone.id)
    )
    assert (route.origin, route.event.title, route.words) == ("Leeds heat", "The final", "The best 2, with 1 reserve")
    assert not places(), "nobody who is through comes along"


def test_a_heat_that_is_cancelled_sends_nobody(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    enter(client, event, 1)
    event.state = EventState.CANCELLED
    db.session.commit()
    page = client.get("/organise/events/final/progression").text
    assert "Leeds heat is cancelled, so nobody comes from it." in page and "Look and tell" not in page
