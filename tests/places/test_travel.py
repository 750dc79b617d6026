"""How long ways between venues take: the estimate from values, and its pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.db import db
from pitchday.places import travel
from pitchday.places.models import Venue
from pitchday.places.rules import EARTH, STEP, Place, Point, Way, distance, estimated_minutes, estimated_way, lasting
from tests import factories

LEEDS, SHEFFIELD = (53.8020, -1.5487), (53.3803, -1.4701)
POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
KILOMETRES = st.floats(0, 20_100)


@given(POINTS, POINTS)
def test_distance_is_the_same_both_ways(one: Point, other: Point) -> None:
    assert distance(one, other) == distance(other, one)
    assert 0 <= distance(one, other) <= EARTH * 3.1416
    assert distance(one, one) == 0


@given(POINTS, st.floats(0, 90))
def test_a_degree_is_as_long_along_every_meridian(start: Point, degrees: float) -> None:
    """Along a meridian the great circle is plain: 111.195 km a degree."""
    north, east = start
    there = (north - degrees if north > 0 else north + degrees, east)
    assert distance(start, there) == pytest.approx(degrees * 111.1951, abs=0.02)


def test_known_distances() -> None:
    assert distance(LEEDS, SHEFFIELD) == pytest.approx(47.2, abs=0.1)
    assert distance((51.5, 0), (51.5, 179.9)) > 8000, "across the pole and the date line"


@given(KILOMETRES, KILOMETRES)
def test_a_longer_way_never_takes_less(one: float, other: float) -> None:
    nearer, further = sorted((one, other))
    assert estimated_minutes(nearer) <= estimated_minutes(further)
    assert estimated_minutes(nearer) % STEP == 0


@pytest.mark.parametrize(
    ("kilometres", "minutes"), [(0, 0), (0.001, 5), (0.3, 5), (1, 20), (1.3, 25), (2, 25), (47.2, 70), (200, 215)]
)
def test_the_sooner_of_walking_and_riding(kilometres: float, minutes: int) -> None:
    assert estimated_minutes(kilometres) == minutes


@given(POINTS | st.none(), POINTS | st.none(), st.booleans())
def test_the_estimate_is_the_same_both_ways(one: Point | None, other: Point | None, is_one_city: bool) -> None:
    here = Place(1, 1, one, LEEDS)
    there = Place(2, 1, other, LEEDS) if is_one_city else Place(2, 2, other, SHEFFIELD)
    way = estimated_way(here, there)
    assert way == estimated_way(there, here)
    assert estimated_way(here, here) == Way(0, is_estimate=False)
    assert (way is None) == (is_one_city and not (one and other))


def test_lengths_in_words() -> None:
    words = {0: "0 minutes", 1: "1 minute", 35: "35 minutes", 60: "1 hour", 125: "2 hours 5 minutes"}
    assert {minutes: lasting(minutes) for minutes in words} == words
    assert Way(35, is_estimate=True).words == "about 35 minutes (estimated)"
    assert Way(35, is_estimate=False, note="tram").words == "35 minutes (tram)"


@pytest.fixture
def venue(app: Any) -> Venue:
    found = factories.add_venue(city_slug="leeds")
    found.owner = factories.add_person(may_create_events=True)
    found.latitude, found.longitude = LEEDS
    db.session.commit()
    return found


def test_ways_are_estimated_entered_and_forgotten(venue: Venue, sign_in: Any, other_client: Any) -> None:
    client, page = sign_in(venue.owner), f"/organise/venues/{venue.uid}/ways"
    assert "No other venue yet" in client.get(page).text
    near, far = factories.add_venue(city_slug="leeds"), factories.add_venue(city_slug="sheffield")
    found = client.get(page).text
    assert found.index(near.name) < found.index(far.name)
    assert found.count("Not known: one of the two does not say where it is") == 1
    assert "about 1 hour 10 minutes (estimated)" in found, "between the cities, as far as is known"
    assert far.name not in client.get(f"{page}?city=leeds").text
    assert "No other venue in Hull yet" in client.get(f"{page}?city=hull").text
    for minutes, words in (("", "Enter how many minutes it takes."), ("1441", "Enter a number from 1 to 1,440.")):
        refused = client.post(f"{page}/{far.uid}", data={"minutes": minutes, "note": "By train"})
        assert refused.status_code == 422
        assert words in refused.text
    for minutes in ("60", "65"):
        assert client.post(f"{page}/{far.uid}", data={"minutes": minutes, "note": "By train"}).location == page
    assert "1 hour 5 minutes (By train)" in client.get(page).text
    back = sign_in(factories.add_person(may_create_events=True), on=other_client())
    other_way = back.get(f"/organise/venues/{far.uid}/ways").text
    assert "1 hour 5 minutes (By train)" in other_way
    assert back.get(f"{page}/{far.uid}").status_code == 403
    assert 'value="65"' in back.get(f"/organise/venues/{far.uid}/ways/{venue.uid}").text, "nobody owns that one"
    client.post(f"{page}/{far.uid}/forget")
    client.post(f"{page}/{far.uid}/forget")
    assert "about 1 hour 10 minutes (estimated)" in client.get(page).text
    assert client.get(f"{page}/{venue.uid}").status_code == 404


def test_many_ways_cost_what_one_costs(venue: Venue, sign_in: Any, count_queries: Any) -> None:
    client = sign_in(venue.owner)

    def cost() -> int:
        with count_queries() as counter:
            client.get(f"/organise/venues/{venue.uid}/ways")
        return int(counter.count)

    factories.add_venue()
    one = cost()
    for _ in range(9):
        travel.set_way(venue, factories.add_venue(), minutes=9)
        db.session.commit()
    assert cost() == one
