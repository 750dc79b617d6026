"""Decisions from values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pitchday.meetings.rules import Block, Seat, Span, free_seats, is_busy, nearest, open_to, place, with_free_seats

NOON = datetime(2027, 2, 16, 12, 0, tzinfo=UTC)
PERSON, ONE, TWO = 1, 11, 12


def at(minute: int, length: int = 20) -> Span:
    return NOON + timedelta(minutes=minute), NOON + timedelta(minutes=minute + length)


BLOCK = Block("block", "Lounge", tuple(at(25 * number) for number in range(5)), (Seat(1, "1", ONE), Seat(2, "2", TWO)))


def test_spans_that_touch_do_not_clash() -> None:
    assert not is_busy({PERSON: [at(0)]}, PERSON, at(20))
    assert is_busy({PERSON: [at(0)]}, PERSON, at(19))


def test_tables_are_offered_from_a_place_of_ones_own() -> None:
    assert [seat.id for seat in free_seats(BLOCK, at(0), {}, first=3)] == [2, 1]
    assert [seat.id for seat in free_seats(BLOCK, at(0), {TWO: [at(10)]}, first=3)] == [1]
    assert free_seats(Block("none", "", (at(0),), ()), at(0), {}, first=3) == []


def test_a_round_without_a_table_or_in_the_past_is_no_opening() -> None:
    busy = {ONE: [at(25)], TWO: [at(20, 10)]}
    found = with_free_seats([BLOCK], busy, after=NOON)
    assert [opening.starts_at for opening in found] == [at(50)[0], at(75)[0], at(100)[0]]
    assert [opening.starts_at for opening in open_to(found, {PERSON: [at(60, 15)]}, [PERSON])] == [
        at(75)[0],
        at(100)[0],
    ]


def test_the_nearest_three_come_in_the_order_of_the_day() -> None:
    def has_seat(_block: Block, span: Span) -> bool:
        return span != at(25)

    found = nearest([BLOCK], {PERSON: []}, at(50)[0], after=NOON - timedelta(minutes=1), has_seat=has_seat)
    assert [opening.starts_at for opening in found] == [at(0)[0], at(75)[0], at(100)[0]]


def test_a_place_leaves_out_what_is_unknown() -> None:
    assert place("Table 1", "", "Hall") == "Table 1, Hall"
