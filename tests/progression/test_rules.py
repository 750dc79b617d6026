"""Who goes through, decided from values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.errors import DomainError
from pitchday.events.enums import EventKind, EventState
from pitchday.progression import rules
from pitchday.progression.enums import RouteRule
from pitchday.progression.rules import Asked, Outcome, Placed

SCORES = st.none() | st.sampled_from([0.0, 5.5, 7.0, 9.25])
PLACED = st.lists(
    st.builds(Placed, st.integers(1, 12), st.integers(1, 6), SCORES, st.none()),
    unique_by=lambda one: one.startup_id,
    max_size=8,
)
NUMBERS = st.integers(1, 4), st.integers(0, 3)


@st.composite
def routes(draw: st.DrawFn) -> list[Asked]:
    return [
        Asked(key, draw(NUMBERS[0]), draw(NUMBERS[1]), draw(PLACED), draw(SCORES))
        for key in range(draw(st.integers(1, 3)))
    ]


@given(routes(), st.sets(st.integers(1, 12)), st.randoms())
def test_the_order_in_which_results_stand_means_nothing(asked: list[Asked], gone: set[int], luck: Random) -> None:
    shuffled = [
        Asked(one.key, one.places, one.reserves, luck.sample(one.placed, len(one.placed)), one.above) for one in asked
    ]
    assert rules.select(asked, gone) == rules.select(shuffled, gone)


@given(routes(), st.sets(st.integers(1, 12)))
def test_nobody_counts_twice_and_no_route_gives_more_than_it_has(asked: list[Asked], gone: set[int]) -> None:
    found = rules.select(asked, gone)
    named = [startup for outcome in found.values() for startup in (*outcome.through, *outcome.reserves)]
    assert len(named) == len(set(named))
    assert not set(named) & gone
    for one in asked:
        assert len(found[one.key].through) <= one.places
        assert len(found[one.key].reserves) <= one.reserves


@given(routes(), st.sets(st.integers(1, 12)))
def test_nobody_is_passed_over_for_somebody_placed_worse(asked: list[Asked], gone: set[int]) -> None:
    found = rules.select(asked, gone)
    through = gone | {startup for outcome in found.values() for startup in outcome.through}
    for one in asked:
        ranks = {placed.startup_id: placed.rank for placed in one.placed if enough(one, placed)}
        outcome = found[one.key]
        assert set(outcome.through) | set(outcome.reserves) <= ranks.keys()
        worst = max((ranks[startup] for startup in outcome.through), default=0)
        for startup, rank in ranks.items():
            assert rank >= worst or startup in through


def enough(route: Asked, placed: Placed) -> bool:
    return route.above is None or (placed.score is not None and placed.score > route.above)


@given(routes(), st.sets(st.integers(1, 12)))
def test_a_place_stays_open_only_for_a_tie_or_for_want_of_startups(asked: list[Asked], gone: set[int]) -> None:
    found = rules.select(asked, gone)
    taken = gone | {startup for outcome in found.values() for startup in (*outcome.through,)}
    for one in asked:
        outcome = found[one.key]
        free = one.places - len(outcome.through)
        left = [placed for placed in one.placed if enough(one, placed) and placed.startup_id not in taken]
        if free and left:
            assert len(outcome.tied) > free, "those who tie are more than the places that are left"
            assert not outcome.reserves, "no reserve while it is open who is through"
        else:
            assert not outcome.tied


@given(routes(), st.sets(st.integers(1, 12)))
def test_once_every_tie_is_decided_nothing_is_open(asked: list[Asked], gone: set[int]) -> None:
    decided = [
        Asked(
            one.key,
            one.places,
            one.reserves,
            [Placed(placed.startup_id, placed.rank, placed.score, placed.startup_id) for placed in one.placed],
            one.above,
        )
        for one in asked
    ]
    assert all(outcome.is_settled for outcome in rules.select(decided, gone).values())


def placed(*ranks: int) -> list[Placed]:
    """Startups 1, 2, 3 ... with these ranks."""
    return [Placed(number, rank) for number, rank in enumerate(ranks, start=1)]


@pytest.mark.parametrize(
    ("ranks", "places", "reserves", "outcome"),
    [
        ((1, 2, 3, 4), 2, 1, Outcome((1, 2), (3,))),
        ((1, 1, 3, 4), 2, 1, Outcome((1, 2), (3,))),
        ((1, 2, 2, 4), 2, 1, Outcome((1,), tied=(2, 3))),
        ((1, 2, 3, 3), 2, 1, Outcome((1, 2), tied_reserves=(3, 4))),
        ((1, 2, 3, 3), 2, 0, Outcome((1, 2))),
        ((1, 1, 1), 2, 1, Outcome(tied=(1, 2, 3))),
        ((2, 1), 3, 1, Outcome((2, 1))),
        ((), 2, 1, Outcome()),
    ],
)
def test_the_best_go_through(ranks: tuple[int, ...], places: int, reserves: int, outcome: Outcome) -> None:
    assert rules.select([Asked("leeds", places, reserves, placed(*ranks))]) == {"leeds": outcome}


def test_a_decision_between_those_who_tie_holds() -> None:
    decided = [Placed(1, 1), Placed(2, 2, tie_order=2), Placed(3, 2, tie_order=1)]
    assert rules.select([Asked("leeds", 2, 1, decided)]) == {"leeds": Outcome((1, 3), (2,))}


def test_whoever_is_through_twice_leaves_the_place_to_the_next() -> None:
    leeds, hull = Asked("leeds", 1, 1, placed(1, 2, 3)), Asked("hull", 2, 1, [Placed(1, 1), Placed(7, 2), Placed(8, 3)])
    assert rules.select([leeds, hull]) == {"leeds": Outcome((1,), (2,)), "hull": Outcome((7, 8))}


def test_a_tie_is_no_more_once_one_of_them_is_through_elsewhere() -> None:
    leeds, hull = Asked("leeds", 1, 0, placed(1, 1)), Asked("hull", 1, 0, [Placed(2, 1)])
    assert rules.select([leeds, hull]) == {"leeds": Outcome((1,)), "hull": Outcome((2,))}


def test_all_above_a_score_means_more_than_it() -> None:
    scored = [Placed(1, 1, 9.0), Placed(2, 2, 7.5), Placed(3, 3, 7.0), Placed(4, 4)]
    assert rules.select([Asked("leeds", 5, 0, scored, above=7.0)]) == {"leeds": Outcome((1, 2))}


@given(st.dictionaries(st.integers(1, 20), st.sampled_from([5.0, 6.5, 7.0, 9.25])))
def test_ranks_follow_from_scores(scores: dict[int, float]) -> None:
    ranks = rules.ranks_from_scores(scores)
    for one, mine in scores.items():
        assert ranks[one] == 1 + sum(other > mine for other in scores.values())


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_a_ring_is_found(edges: list[tuple[int, int]]) -> None:
    reach = {(a, b) for a, b in edges}
    for _ in range(7):
        reach |= {(a, d) for a, b in reach for c, d in reach if b == c}
    assert rules.closes_ring(edges) == any(a == b for a, b in reach)


NOON = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


def stop(key: int, days: int = 0, **changes: object) -> rules.Stop:
    values: dict[str, object] = {
        "title": f"Day {key}",
        "programme_id": 1,
        "kind": EventKind.FINAL,
        "state": EventState.PUBLISHED,
        "starts_at": NOON + timedelta(days=days),
        "ends_at": NOON + timedelta(days=days, hours=5),
        **changes,
    }
    return rules.Stop(key, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "begins", "leads_to", "sentence"),
    [
        (RouteRule.TOP, stop(1, programme_id=2), stop(2, 9), "Day 1 belongs to another programme."),
        (RouteRule.TOP, stop(1, 9), stop(2, 9), "Day 1 is not before Day 2."),
        (RouteRule.TOP, stop(1, state=EventState.CANCELLED), stop(2, 9), "is cancelled, so nobody comes from it."),
        (RouteRule.TOP, stop(1), stop(2, 9, kind=EventKind.HEAT), "Only a semi-final, final, showcase"),
        (RouteRule.TOP, stop(1), stop(2, 9, programme_id=None), "Only a semi-final, final, showcase"),
        (RouteRule.TOP, None, stop(2, 9), "Choose the pitch day that it comes from."),
        (RouteRule.WILD_CARD, stop(1), stop(2, 9), "A wild card may come from any pitch day, so leave this empty."),
    ],
)
def test_a_route_must_make_sense(
    rule: RouteRule, begins: rules.Stop | None, leads_to: rules.Stop, sentence: str
) -> None:
    with pytest.raises(DomainError) as refusal:
        rules.check_route(rule, begins, leads_to, [])
    assert sentence in refusal.value.message


def test_a_route_that_leads_back_is_refused() -> None:
    with pytest.raises(DomainError, match="lead back to where it began"):
        rules.check_route(RouteRule.TOP, stop(1), stop(2, 9), [(2, 3), (3, 1)])


@pytest.mark.parametrize(
    ("places", "hours", "fits", "words"),
    [
        (
            9,
            5,
            True,
            "9 startups. At 10 minutes each they take 1 hour 30 minutes of the 5 hours of the day.",
        ),
        (7, 1, False, "they take 1 hour 10 minutes of the 1 hour of the day, which is too short for them."),
    ],
)
def test_places_against_the_length_of_the_day(places: int, hours: int, fits: bool, words: str) -> None:
    found, said = rules.room_for(places, NOON, NOON + timedelta(hours=hours))
    assert (found, words in said) == (fits, True)
