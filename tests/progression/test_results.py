"""Entering results: places, scores, ties, and when they become public."""

from __future__ import annotations

from typing import Any

import pytest

from pitchday import clock
from pitchday.events.models import Event
from pitchday.progression import queries
from tests.conftest import NOW
from tests.progression.heats import DAY, add_route, enter, heat, places, tell


def test_a_tie_at_the_cut_waits_for_a_decision(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event)
    enter(client, event, 1, 2, 2)
    page = client.get("/organise/events/final/progression").text
    assert "Birch and Cedar share place 2" in page
    assert "Look and tell" not in page, "with a tie open nobody of this heat is told"
    assert client.get("/organise/events/final/progression/release").status_code == 303
    address = "/organise/events/leeds-heat/results/ties"
    birch, cedar = (row.startup_id for row in queries.contenders(event.id)[1:])
    decided = {f"order_{birch}": "002", f"order_{cedar}": "001"}
    assert "Write how it was decided." in client.post(address, data=decided).text
    both_first = {f"order_{birch}": "001", f"order_{cedar}": "001", "reason": "By lot."}
    assert "Give each of them a place of its own" in client.post(address, data=both_first).text
    assert client.post(address, data={**decided, "reason": "The judges voted four to one."}).status_code == 303
    assert "The judges voted four to one." in client.get("/organise/events/leeds-heat/results").text
    tell(client)
    assert {name: place.is_reserve for name, place in places().items()} == {"Ash": False, "Cedar": False, "Birch": True}
    assert "four to one" in client.get("/organise/events/leeds-heat/history").text


def test_a_decision_ends_when_others_tie(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    enter(client, event, 1, 1, 3)
    ash, birch, _ = (row.startup_id for row in queries.contenders(event.id))
    data = {f"order_{ash}": "001", f"order_{birch}": "002", "reason": "By lot."}
    client.post("/organise/events/leeds-heat/results/ties", data=data)
    enter(client, event, 1, 1, 3)
    assert "By lot." in client.get("/organise/events/leeds-heat/results").text
    enter(client, event, 1, 1, 1)
    page = client.get("/organise/events/leeds-heat/results").text
    assert "By lot." not in page and "Place 1: Ash, Birch, Cedar" in page


def test_scores_alone_make_the_places(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event, rule="above", above="6,5", places="5", reserves="0")
    enter(client, event, "6.5", "9", "7", field="score")
    result = queries.result_of(event.id)
    assert result is not None
    assert {row.application.startup.name: row.rank for row in result.placings} == {"Birch": 1, "Cedar": 2, "Ash": 3}
    tell(client)
    assert set(places()) == {"Birch", "Cedar"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("rank", "first", "Enter a place from 1 on."),
        ("rank", "0", "Enter a place from 1 on."),
        ("score", "-1", "Enter a score from 0 on, such as 7.5."),
        ("score", "nan", "Enter a score from 0 on, such as 7.5."),
    ],
)
def test_results_that_make_no_sense(client: Any, final: Event, field: str, value: str, sentence: str) -> None:
    event = heat(final, "leeds", "Ash")
    answer = enter(client, event, value, field=field)
    assert answer.status_code == 422
    assert sentence in answer.text and f'value="{value}"' in answer.text


def test_an_older_page_of_results_is_refused(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch")
    enter(client, event, 1, 2)
    row = queries.contenders(event.id)[0]
    answer = client.post("/organise/events/leeds-heat/results", data={"version": "0", f"rank_{row.uid}": "7"})
    assert answer.status_code == 422 and "What you typed is still here" in answer.text
    assert client.get("/organise/events/leeds-heat/results").text.count('value="7"') == 0


def test_results_are_entered_from_the_start_of_the_day(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", days_ago=-3)
    page = client.get("/organise/events/leeds-heat/results").text
    assert "They are entered here once the pitch day has begun" in page
    assert "Results can be entered once the pitch day has begun." in enter(client, event, 1).text


def test_results_become_public_at_the_chosen_moment(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    enter(client, event, 1)
    when = {"public_from-date": "2027-01-13", "public_from-time": "09:00"}
    assert client.post("/organise/events/leeds-heat/results/publish", data=when).status_code == 303
    assert "They become public on Wed 13 Jan 2027, 09:00" in client.get("/organise/events/leeds-heat/results").text
    assert client.post("/organise/events/leeds-heat/results/hide").status_code == 303
    assert not queries.is_public(queries.result_of(event.id))
    client.post("/organise/events/leeds-heat/results/publish", data=when)
    with clock.frozen(NOW + DAY):
        assert queries.is_public(queries.result_of(event.id))
        assert "These results are public" in client.get("/organise/events/leeds-heat/results").text
        assert client.post("/organise/events/leeds-heat/results/hide").status_code == 409
