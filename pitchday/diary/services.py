"""Claiming and freeing time. The constraint decides; the look beforehand only makes refusals cheap and kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from pitchday.db import constraint_name, db
from pitchday.diary.models import CommitmentKind, Diary, DiaryEntry, DiaryKind
from pitchday.errors import DomainError

OVERLAP = "ex_diary_entry_overlap"


@dataclass(frozen=True)
class Claim:
    """One commitment of one or more diaries for the same span of time."""

    key: str
    kind: CommitmentKind
    label: str
    diaries: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime

    def rows(self) -> list[dict[str, Any]]:
        """In ascending diary order, so that two claims on the same diaries never wait for each other in a ring."""
        return [
            {
                "diary_id": diary,
                "kind": self.kind,
                "claim": self.key,
                "label": self.label[:300],
                "starts_at": self.starts_at,
                "ends_at": self.ends_at,
            }
            for diary in sorted(set(self.diaries))
        ]


class DiaryClash(DomainError):
    """Somebody or something is already taken; `taken` are the diaries that said no."""

    def __init__(self, taken: Iterable[int], message: str = "That time has just been taken.") -> None:
        super().__init__(message)
        self.taken = frozenset(taken)


def open_diary(kind: DiaryKind) -> Diary:
    """A new, empty diary; flushed, so that its owner can hold its id."""
    diary = Diary(kind=kind)
    db.session.add(diary)
    db.session.flush()
    return diary


def clashes(diaries: Sequence[int], starts_at: datetime, ends_at: datetime) -> list[DiaryEntry]:
    """Commitments of these diaries that overlap the span, earliest first."""
    return list(
        db.session.scalars(
            sa.select(DiaryEntry)
            .where(
                DiaryEntry.diary_id.in_(diaries),
                DiaryEntry.starts_at < ends_at,
                DiaryEntry.ends_at > starts_at,
            )
            .order_by(DiaryEntry.starts_at, DiaryEntry.id)
        )
    )


def claim(wanted: Claim) -> None:
    """Take the time of every diary in the claim, or of none.

    Raises DiaryClash when one is taken. Reached before anything else is written, a refusal costs no disk write.
    """
    taken = db.session.scalars(
        sa.select(DiaryEntry.diary_id).where(
            DiaryEntry.diary_id.in_(wanted.diaries),
            DiaryEntry.starts_at < wanted.ends_at,
            DiaryEntry.ends_at > wanted.starts_at,
        )
    ).all()
    if taken:
        raise DiaryClash(taken)
    take(wanted)


_TAKE = postgresql.insert(DiaryEntry).on_conflict_do_nothing().returning(DiaryEntry.diary_id)


def take(wanted: Claim) -> None:
    """Claim without looking first, for those who have looked.

    Raises DiaryClash; the caller then rolls back, or frees the key, since a part of the claim may be held.
    """
    rows = wanted.rows()
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        # DO NOTHING waits for a rival's transaction and then tells who lost, without an exception or a dead row.
        kept = set(connection.execute(_TAKE, rows).scalars())
        if len(kept) < len(rows):
            raise DiaryClash({row["diary_id"] for row in rows} - kept)
        return
    try:
        connection.execute(sa.insert(DiaryEntry), rows)
    except sa.exc.IntegrityError as error:
        if constraint_name(error) != OVERLAP:
            raise
        raise DiaryClash({row["diary_id"] for row in rows}) from error


def free(key: str) -> None:
    """Give back all time claimed under this key; history remembers what it was."""
    db.session.execute(sa.delete(DiaryEntry).where(DiaryEntry.claim == key))


def replace(keys: Sequence[str], claims: Sequence[Claim]) -> None:
    """Give up the claims named by `keys` and take the given ones, in one transaction.

    Raises DiaryClash, with the diaries that are taken by others, before anything has changed where it can.
    """
    for start in range(0, len(keys), 500):
        db.session.execute(sa.delete(DiaryEntry).where(DiaryEntry.claim.in_(keys[start : start + 500])))
    rows = sorted((row for wanted in claims for row in wanted.rows()), key=lambda row: row["diary_id"])
    connection = db.session.connection()
    try:
        with connection.begin_nested():
            for start in range(0, len(rows), 500):
                connection.execute(sa.insert(DiaryEntry), rows[start : start + 500])
    except sa.exc.IntegrityError as error:
        if constraint_name(error) != OVERLAP:
            raise
        raise DiaryClash(set(), "Two items of the schedule need the same room or startup at one time.") from error
