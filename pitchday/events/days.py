"""What a date brings with it in England and Wales: bank holidays, weekends, nights in which clocks change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache
from zoneinfo import ZoneInfo

import holidays

DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    """By year: the library would add years to one calendar while other threads read it."""
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def bank_holiday(day: date) -> str | None:
    """The name of the bank holiday on this day in England and Wales."""
    name = _bank_holidays(day.year).get(day)
    return name.replace("(observed)", "(substitute day)") if name else None


def is_weekend(day: date) -> bool:
    return day.weekday() >= SATURDAY


def holiday_weekend(day: date) -> str | None:
    """The bank holiday in whose run of days off this weekend day lies; None for working days."""
    if not is_weekend(day):
        return None
    for step in (DAY, -DAY):
        other = day
        while is_weekend(other) and date.min < other < date.max:
            other += step
            if name := bank_holiday(other):
                return name
    return None


class Shift(Enum):
    """Which way the clocks go."""

    FORWARD = "forward"
    BACK = "back"


def clock_changes(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[date, Shift]]:
    """Each night, named by the day on whose evening it begins, in which clocks change: from the one before `first`
    to the one after `last`."""
    day = first - DAY
    while day <= last:
        before, after = (datetime.combine(each, time(12), tzinfo=zone).utcoffset() for each in (day, day + DAY))
        if before is not None and after is not None and before != after:
            yield day, Shift.FORWARD if after > before else Shift.BACK
        day += DAY
