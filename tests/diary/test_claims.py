"""Claims of several diaries at once, held against a model that fits on a page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pitchday.db import commits, db
from pitchday.diary import Claim, CommitmentKind, DiaryClash, DiaryEntry, claim, clashes, free, open_diary, replace
from pitchday.diary.models import DiaryKind

NOON = datetime(2027, 2, 16, 12, 0, tzinfo=UTC)


def span(key: str, diaries: tuple[int, ...], start: int, end: int) -> Claim:
    """A claim from `start` to `end` minutes after noon."""
    return Claim(
        key=key,
        kind=CommitmentKind.MEETING,
        label="Meeting",
        diaries=diaries,
        starts_at=NOON + timedelta(minutes=start),
        ends_at=NOON + timedelta(minutes=end),
    )


def held() -> set[tuple[str, int, int, int]]:
    """Every entry as (claim, diary, first minute, last minute)."""
    rows = db.session.execute(
        sa.select(DiaryEntry.claim, DiaryEntry.diary_id, DiaryEntry.starts_at, DiaryEntry.ends_at)
    )
    return {
        (key, diary, int((start - NOON).total_seconds() // 60), int((end - NOON).total_seconds() // 60))
        for key, diary, start, end in rows
    }


def three() -> list[int]:
    return [open_diary(kind).id for kind in (DiaryKind.PERSON, DiaryKind.STARTUP, DiaryKind.TABLE)]


def test_a_claim_takes_every_diary_or_none(app: Flask) -> None:
    person, startup, table = three()
    claim(span("meeting:a", (person, startup), 0, 20))
    with pytest.raises(DiaryClash) as refused:
        claim(span("meeting:b", (startup, table), 10, 30))
    assert refused.value.taken == {startup}
    assert held() == {("meeting:a", person, 0, 20), ("meeting:a", startup, 0, 20)}


def test_freed_time_can_be_taken_again(app: Flask) -> None:
    person, startup, table = three()
    claim(span("meeting:a", (person, startup, table), 0, 20))
    free("meeting:a")
    claim(span("meeting:b", (person, startup, table), 10, 30))
    assert {key for key, *_ in held()} == {"meeting:b"}


def test_clashes_name_what_is_in_the_way_earliest_first(app: Flask) -> None:
    person, startup, _ = three()
    claim(span("meeting:late", (person,), 20, 40))
    claim(span("meeting:early", (startup,), 0, 20))
    claim(span("meeting:after", (person,), 40, 60))
    found = clashes([person, startup], NOON + timedelta(minutes=10), NOON + timedelta(minutes=40))
    assert [entry.claim for entry in found] == ["meeting:early", "meeting:late"]


def test_a_replacement_that_is_refused_changes_nothing(app: Flask) -> None:
    person, startup, table = three()
    claim(span("slot:a", (person,), 0, 20))
    claim(span("meeting:b", (startup,), 20, 40))
    db.session.commit()
    with pytest.raises(DiaryClash):
        replace(["slot:a"], [span("slot:a", (table,), 0, 20), span("slot:c", (startup,), 30, 50)])
    db.session.rollback()
    assert {key for key, *_ in held()} == {"slot:a", "meeting:b"}


def test_a_replacement_may_take_the_time_it_gives_up(app: Flask) -> None:
    person, startup, _ = three()
    claim(span("slot:a", (person,), 0, 20))
    claim(span("slot:b", (startup,), 0, 20))
    replace(["slot:a", "slot:b"], [span("slot:a", (startup,), 10, 30), span("slot:b", (person,), 10, 30)])
    assert held() == {("slot:a", startup, 10, 30), ("slot:b", person, 10, 30)}


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("claim"),
            st.sets(st.integers(0, 2), min_size=1).map(tuple),
            st.integers(0, 12),
            st.integers(1, 4),
        ),
        st.tuples(st.just("free"), st.integers(0, 20)),
    ),
    max_size=20,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_claims_agree_with_a_model(app: Flask, steps: list[tuple]) -> None:  # type: ignore[type-arg]
    """Whatever is claimed and freed in whatever order, exactly what does not overlap is held."""
    attempt = db.session.begin_nested()
    try:
        diaries = three()
        model: dict[str, tuple[tuple[int, ...], int, int]] = {}
        for number, step in enumerate(steps):
            if step[0] == "free":
                key = f"meeting:{step[1]}"
                free(key)
                model.pop(key, None)
                continue
            _, chosen, start, length = step
            wanted = (tuple(diaries[i] for i in chosen), start, start + length)
            fits = not any(
                set(wanted[0]) & set(theirs) and wanted[1] < end and begin < wanted[2]
                for theirs, begin, end in model.values()
            )
            try:
                claim(span(f"meeting:{number}", *wanted))
                assert fits
                model[f"meeting:{number}"] = wanted
            except DiaryClash:
                assert not fits
        assert held() == {(key, one, begin, end) for key, (ids, begin, end) in model.items() for one in ids}
    finally:
        attempt.rollback()


def race(app: Flask, runners: int, act: Callable[[int], str]) -> list[str]:
    """What `act` answered in each of as many threads, all let go at one moment."""
    barrier = threading.Barrier(runners)
    answers: list[str] = []

    def run(number: int) -> None:
        barrier.wait()
        with app.app_context():
            answers.append(act(number))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_many_at_once_and_one_wins(live_app: Flask) -> None:
    """Overlapping claims in crossed order: one is held whole, nothing of the others stays, and nobody hangs."""
    people = [open_diary(DiaryKind.PERSON).id for _ in range(12)]
    startup, table = open_diary(DiaryKind.STARTUP).id, open_diary(DiaryKind.TABLE).id
    db.session.commit()

    def attempt(number: int) -> str:
        try:
            commits(claim)(span(f"meeting:{number}", (table, people[number], startup), number, number + 15))
        except DiaryClash:
            return "refused"
        return "taken"

    answers = race(live_app, 12, attempt)
    assert sorted(answers) == ["refused"] * 11 + ["taken"]
    assert len(held()) == 3
    assert len({key for key, *_ in held()}) == 1
