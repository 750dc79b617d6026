"""The only clock, and the only way from a wall clock to an instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pitchday.errors import DomainError

UK = ZoneInfo("Europe/London")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


class NonexistentTime(DomainError):
    """A wall-clock time that the spring change of clocks jumps over."""


class AmbiguousTime(DomainError):
    """A wall-clock time that the autumn change of clocks makes happen twice."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: ZoneInfo = UK) -> date:
    return now().astimezone(zone).date()


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Stop the clock at an aware instant, for tests and for the demo's past."""
    token = _frozen.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)


def instant(day: date, at: time, zone: ZoneInfo, *, fold: int | None = None) -> datetime:
    """The UTC instant at which clocks in `zone` show `day` and `at`.

    `fold` answers the question that an autumn night asks: 0 is the first time the clock shows it, 1 the second.

    Raises NonexistentTime in the spring gap, and AmbiguousTime in the autumn overlap when `fold` is None.
    """
    first = datetime.combine(day, at, tzinfo=zone).replace(fold=0)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise NonexistentTime(
            f"{at:%H:%M} does not exist on {day:%a} {day.day} {day:%b %Y}: clocks go forward that night. "
            "Enter a time before or after the change."
        )
    if fold is None:
        raise AmbiguousTime(
            f"{at:%H:%M} happens twice on {day:%a} {day.day} {day:%b %Y}: clocks go back that night. "
            "Say whether you mean the first or the second."
        )
    return (second if fold else first).astimezone(UTC)


def moved(value: datetime, zone: ZoneInfo, by: timedelta) -> datetime:
    """The instant that is later by `by` on the wall of `zone`: 18:00 stays 18:00 over a change of clocks.

    A time that the spring gap swallows becomes the one an hour later, as clocks then show it; of a time that happens
    twice it is the first. `keeps_its_time` tells both.
    """
    wall = value.astimezone(zone).replace(tzinfo=None) + by
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def keeps_its_time(value: datetime, zone: ZoneInfo, by: timedelta) -> bool:
    """Whether the moved time exists once on the wall."""
    wall = value.astimezone(zone).replace(tzinfo=None) + by
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    return first.utcoffset() == second.utcoffset()


def wall_distance(before: datetime, after: datetime, zone: ZoneInfo) -> timedelta:
    """How far apart two instants are on the wall of `zone`."""
    start, end = (value.astimezone(zone).replace(tzinfo=None) for value in (before, after))
    return end - start
