"""The database itself refuses that anybody is in two places at once, whoever writes to it and how."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday.db import constraint_name, db
from pitchday.diary.models import CommitmentKind, DiaryEntry, DiaryKind
from pitchday.diary.services import OVERLAP, open_diary

NOON = datetime(2027, 2, 16, 12, 0, tzinfo=UTC)


def entry(diary_id: int, start: int, end: int, claim: str = "meeting:a") -> dict[str, Any]:
    """A row from `start` to `end` minutes after noon."""
    return {
        "diary_id": diary_id,
        "kind": CommitmentKind.MEETING,
        "claim": claim,
        "label": "Something",
        "starts_at": NOON + timedelta(minutes=start),
        "ends_at": NOON + timedelta(minutes=end),
    }


def write(statement: Any, values: dict[str, Any] | None = None) -> None:
    with db.session.begin_nested():
        db.session.execute(statement, values)


def diary() -> int:
    return open_diary(DiaryKind.PERSON).id


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 20), (5, 15), (-10, 30), (-10, 1), (19, 40), (0, 10), (10, 20)],
    ids=["the same", "inside", "around", "into its start", "out of its end", "its first half", "its second half"],
)
def test_a_span_that_overlaps_is_refused(app: Flask, start: int, end: int) -> None:
    mine = diary()
    write(sa.insert(DiaryEntry), entry(mine, 0, 20))
    with pytest.raises(sa.exc.IntegrityError) as refused:
        write(sa.insert(DiaryEntry), entry(mine, start, end, "meeting:b"))
    assert constraint_name(refused.value) == OVERLAP
    assert db.session.scalar(sa.select(sa.func.count()).where(DiaryEntry.diary_id == mine)) == 1


@pytest.mark.parametrize(("start", "end"), [(-20, 0), (20, 40), (60, 80)])
def test_spans_that_touch_or_lie_apart_are_taken(app: Flask, start: int, end: int) -> None:
    mine = diary()
    write(sa.insert(DiaryEntry), entry(mine, 0, 20))
    write(sa.insert(DiaryEntry), entry(mine, start, end, "meeting:b"))


def test_another_diary_has_its_own_time(app: Flask) -> None:
    write(sa.insert(DiaryEntry), entry(diary(), 0, 20))
    write(sa.insert(DiaryEntry), entry(diary(), 0, 20))


def test_an_entry_cannot_be_moved_onto_another(app: Flask) -> None:
    mine = diary()
    write(sa.insert(DiaryEntry), entry(mine, 0, 20))
    write(sa.insert(DiaryEntry), entry(mine, 20, 40, "meeting:b"))
    moved = sa.update(DiaryEntry).where(DiaryEntry.claim == "meeting:b")
    with pytest.raises(sa.exc.IntegrityError) as refused:
        write(moved.values(starts_at=NOON + timedelta(minutes=10), ends_at=NOON + timedelta(minutes=30)))
    assert constraint_name(refused.value) == OVERLAP


def test_an_entry_cannot_change_into_a_diary_that_is_taken(app: Flask) -> None:
    mine, yours = diary(), diary()
    write(sa.insert(DiaryEntry), entry(mine, 0, 20))
    write(sa.insert(DiaryEntry), entry(yours, 10, 30, "meeting:b"))
    with pytest.raises(sa.exc.IntegrityError):
        write(sa.update(DiaryEntry).where(DiaryEntry.claim == "meeting:b").values(diary_id=mine))


def test_an_entry_may_be_changed_where_it_stands(app: Flask) -> None:
    mine = diary()
    write(sa.insert(DiaryEntry), entry(mine, 0, 20))
    write(sa.update(DiaryEntry).where(DiaryEntry.diary_id == mine).values(ends_at=NOON + timedelta(minutes=15)))


@pytest.mark.parametrize("minutes", [0, -20])
def test_a_commitment_takes_time(app: Flask, minutes: int) -> None:
    with pytest.raises(sa.exc.IntegrityError) as refused:
        write(sa.insert(DiaryEntry), entry(diary(), 0, minutes))
    assert constraint_name(refused.value) == "ck_diary_entry_ends_after_start"


def test_many_rows_are_refused_as_one(app: Flask) -> None:
    """A statement that overlaps itself leaves nothing behind."""
    mine = diary()
    with pytest.raises(sa.exc.IntegrityError):
        write(sa.insert(DiaryEntry).values([entry(mine, 0, 20), entry(mine, 10, 30)]))
    assert db.session.scalar(sa.select(sa.func.count()).where(DiaryEntry.diary_id == mine)) == 0
