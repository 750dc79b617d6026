"""Which rounds of meetings are open to an investor and a startup, decided from values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Span = tuple[datetime, datetime]
Busy = Mapping[int, Sequence[Span]]
"""What each diary holds, by the diary's id."""


@dataclass(frozen=True)
class Seat:
    """A table of a block, as the release names it."""

    id: int
    name: str
    diary_id: int


@dataclass(frozen=True)
class Block:
    """A released block of meetings: its rounds, and the tables at which they take place."""

    uid: str
    room: str
    rounds: tuple[Span, ...]
    seats: tuple[Seat, ...]

    def round_at(self, starts_at: datetime) -> Span | None:
        return next((span for span in self.rounds if span[0] == starts_at), None)


@dataclass(frozen=True, order=True)
class Opening:
    """A round that somebody could book."""

    starts_at: datetime
    ends_at: datetime
    block_uid: str
    room: str


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share time; spans that only touch do not."""
    return one[0] < other[1] and other[0] < one[1]


def is_busy(busy: Busy, diary_id: int, span: Span) -> bool:
    return any(overlaps(taken, span) for taken in busy.get(diary_id, ()))


def free_seats(block: Block, span: Span, busy: Busy, *, first: int) -> list[Seat]:
    """Tables free for the whole span, beginning at the place that `first` chooses.

    A startup passes the same number each time, so that it stays at its table while investors move, and bookings of
    different startups do not queue for the same table.
    """
    start = first % max(1, len(block.seats))
    turned = block.seats[start:] + block.seats[:start]
    return [seat for seat in turned if not is_busy(busy, seat.diary_id, span)]


def with_free_seats(blocks: Iterable[Block], busy: Busy, *, after: datetime) -> list[Opening]:
    """Rounds that begin after an instant and have a table left, earliest first."""
    return sorted(
        Opening(*span, block.uid, block.room)
        for block in blocks
        for span in block.rounds
        if span[0] > after and any(not is_busy(busy, seat.diary_id, span) for seat in block.seats)
    )


def open_to(openings: Iterable[Opening], busy: Busy, diaries: Sequence[int]) -> Iterator[Opening]:
    """Those openings at which none of these diaries holds anything."""
    for opening in openings:
        if not any(is_busy(busy, diary, (opening.starts_at, opening.ends_at)) for diary in diaries):
            yield opening


def nearest(openings: Iterable[Opening], wanted: datetime, count: int = 3) -> tuple[Opening, ...]:
    """The openings closest to the wanted start, in the order of the day."""
    others = (opening for opening in openings if opening.starts_at != wanted)
    return tuple(sorted(sorted(others, key=lambda opening: (abs(opening.starts_at - wanted), opening))[:count]))


def place(*parts: str) -> str:
    """`Table 3, Main hall, Civic Hall, 1 Sample Street, LS1 1AA`"""
    return ", ".join(part for part in parts if part)
