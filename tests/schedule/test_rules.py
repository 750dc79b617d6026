"""Times follow from order and lengths; what cannot work is said in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pitchday.clock import UK
from pitchday.schedule import rules
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.rules import Planned

START = datetime(2027, 3, 2, 18, 0, tzinfo=UTC)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
minutes = st.integers(1, 60)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def item(title: str, start: float, end: float, **values: Any) -> Planned:
    defaults = {"uid": title.lower(), "kind": ItemKind.TALK, "room_id": 1, "room": "Main hall"}
    return Planned(title=title, starts_at=at(start), ends_at=at(end), **{**defaults, **values})


def clashes(*items: Planned) -> list[str]:
    return rules.draft_clashes(items, opens_at=START, closes_at=at(4), rooms=[1, 2], zone=UK)


@given(instants, st.integers(0, 40), minutes, st.integers(0, 60), st.integers(0, 30))
def test_pitches_follow_each_other_without_gap_or_overlap(
    start: datetime, count: int, pitch: int, qa: int, changeover: int
) -> None:
    times = rules.pitch_times(start, count, pitch, qa, changeover)
    assert len(times) == count
    assert all(before[1] == after[0] for before, after in pairwise(times))
    if times:
        assert times[0][0] == start
        assert times[-1][1] - start == count * timedelta(minutes=pitch + qa + changeover)


@given(instants, st.integers(-30, 600), st.integers(5, 120), st.integers(0, 60))
def test_rounds_fit_and_none_is_left_out(start: datetime, length: int, each: int, gap: int) -> None:
    end = start + timedelta(minutes=length)
    found = rules.rounds(start, end, minutes=each, gap=gap)
    assert all(start <= begin and finish <= end for begin, finish in found)
    assert all(finish - begin == timedelta(minutes=each) for begin, finish in found)
    assert all(after[0] - before[1] == timedelta(minutes=gap) for before, after in pairwise(found))
    next_begin = start + len(found) * timedelta(minutes=each + gap)
    assert next_begin + timedelta(minutes=each) > end, "one more would not fit"


def test_the_arithmetic_of_a_sitting_in_words() -> None:
    words = rules.sitting_arithmetic(START, 8, pitch=3, qa=5, changeover=2, zone=UK)
    assert words == "8 pitches x 10 min = 80 min, ends 19:20; more than 55 minutes without a break"
    assert rules.sitting_arithmetic(START, 1, pitch=3, qa=5, changeover=2, zone=UK) == (
        "1 pitch x 10 min = 10 min, ends 18:10"
    )
    assert rules.sitting_arithmetic(START, 0, pitch=3, qa=5, changeover=2, zone=UK) == (
        "No pitches yet; each takes 10 min"
    )
    assert rules.meetings_arithmetic(START, at(2), minutes=20, gap=5, tables=6) == (
        "5 rounds of 20 min at 6 tables = 30 meetings"
    )


def test_one_room_for_two_things_at_a_time() -> None:
    assert clashes(item("Panel", 0, 1), item("Keynote", 0.5, 2)) == [
        "Panel and Keynote are both in Main hall at Tue 2 Mar, 18:30–19:00."
    ]
    assert clashes(item("Panel", 0, 1), item("Keynote", 1, 2)) == [], "one may begin when the other ends"
    assert clashes(item("Panel", 0, 1), item("Keynote", 0, 1, room_id=2)) == []
    long, short, last = item("Long", 0, 3), item("Short", 0.5, 1), item("Last", 2, 3)
    assert len(clashes(long, short, last)) == 2, "a long one clashes with everything inside it"


def test_a_pitch_session_holds_its_room_by_its_pitches() -> None:
    session = item("Pitches", 0, 0.5, kind=ItemKind.PITCHES, uid="s")
    pitch = item("Acme", 0, 0.5, kind=ItemKind.PITCH, parent_uid="s")
    assert clashes(session, pitch) == []
    assert clashes(session, pitch, item("Talk", 0, 1)) == [
        "Acme and Talk are both in Main hall at Tue 2 Mar, 18:00–18:30."
    ]


def test_outside_the_hours_of_the_day() -> None:
    assert clashes(item("Early", -0.5, 0.5)) == ["Early begins at 17:30, before the pitch day does at 18:00."]
    assert clashes(item("Late", 3, 4.5)) == ["Late ends at 22:30, after the pitch day does at 22:00."]
    assert clashes(item("Tomorrow", 24, 25)) == [
        "Tomorrow ends on Wed 3 Mar at 19:00, after the pitch day does at 22:00."
    ]


def test_what_a_block_of_meetings_lacks() -> None:
    block = item("Meetings", 1, 2, kind=ItemKind.MEETINGS, minutes=20, tables=4)
    assert clashes(block) == []
    assert clashes(replace(block, tables=0)) == ["Meetings has no tables, so nobody can book a meeting there."]
    assert clashes(replace(block, room_id=None, room="")) == ["Meetings has no room, so nobody can book a table there."]
    assert clashes(replace(block, minutes=90)) == ["Meetings is shorter than one meeting of 90 minutes."]


def test_rooms_that_are_not_there_and_sessions_that_are_empty_or_long() -> None:
    assert clashes(item("Talk", 0, 1, room_id=7, room="Attic")) == [
        "Talk is in Attic, which is not a room of this pitch day."
    ]
    empty = item("Pitches", 0, 0.2, kind=ItemKind.PITCHES, room_id=None, room="")
    assert clashes(empty) == ["Pitches has no room yet.", "Pitches has no startups yet, so a release leaves it out."]
    first = item("First", 0, 0.5, kind=ItemKind.PITCHES, uid="a")
    second = item("Second", 0.5, 1, kind=ItemKind.PITCHES, uid="b")
    pitches = [
        item("Acme", 0, 0.5, kind=ItemKind.PITCH, parent_uid="a"),
        item("Blot", 0.5, 1, kind=ItemKind.PITCH, parent_uid="b"),
    ]
    assert clashes(first, second, *pitches) == ["First, 18:00–19:00: more than 55 minutes without a break."]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5), st.integers(1, 2)), max_size=8))
def test_room_clashes_are_found_exactly_when_there_are_any(spans: list[tuple[int, int, int]]) -> None:
    items = [
        item(f"T{number}", start, start + length, room_id=room) for number, (start, length, room) in enumerate(spans)
    ]
    overlap = any(
        one.room_id == other.room_id and one.starts_at < other.ends_at and other.starts_at < one.ends_at
        for place, one in enumerate(items)
        for other in items[place + 1 :]
    )
    assert bool(rules.room_clashes(items, UK)) is overlap
