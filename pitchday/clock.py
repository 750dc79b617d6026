"""The only clock, and the only way from a wall clock to an instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
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
