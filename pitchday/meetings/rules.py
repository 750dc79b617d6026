"""Which rounds of meetings are open to an investor and a startup, decided from values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

Span = tuple[datetime, datetime]
Busy = Mapping[int, Sequence[Span]]
"""What each diary holds, by the diary's id."""
ALTERNATIVES = 3
"""How many other times a refusal names."""


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


def is_busy(busy: Busy, diary_id: int, span: Span) -> bool:
    """Whether a diary holds anything in the span; what only touches it is no matter."""
    starts_at, ends_at = span
    return any(begin < ends_at and starts_at < end for begin, end in busy.get(diary_id, ()))


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
        if span[0] > after and _has_seat(block, span, busy)
    )


def _has_seat(block: Block, span: Span, busy: Busy) -> bool:
    return any(not is_busy(busy, seat.diary_id, span) for seat in block.seats)


def open_to(openings: Iterable[Opening], busy: Busy, diaries: Sequence[int]) -> Iterator[Opening]:
    """Those openings at which none of these diaries holds anything."""
    for opening in openings:
        if not any(is_busy(busy, diary, (opening.starts_at, opening.ends_at)) for diary in diaries):
            yield opening


def nearest(
    blocks: Iterable[Block],
    busy: Busy,
    wanted: datetime,
    *,
    after: datetime,
    has_seat: Callable[[Block, Span], bool],
) -> tuple[Opening, ...]:
    """The few rounds closest to the wanted start at which all of `busy` and a table are free, in order of time.

    It asks for tables no further than it must: a refusal should be cheaper than a booking.
    """
    others = [(block, span) for block in blocks for span in block.rounds if after < span[0] != wanted]
    others.sort(key=lambda other: (abs(other[1][0] - wanted), other[1]))
    found = (
        Opening(*span, block.uid, block.room)
        for block, span in others
        if not any(is_busy(busy, diary, span) for diary in busy) and has_seat(block, span)
    )
    return tuple(sorted(islice(found, ALTERNATIVES)))


def place(*parts: str) -> str:
    """`Table 3, Main hall, Civic Hall, 1 Sample Street, LS1 1AA`"""
    return ", ".join(part for part in parts if part)
