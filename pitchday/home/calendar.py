"""A month of pitch days as weeks of days."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pitchday.events.lines import Line

SHOWN = 4
"""So many pitch days stand in one field of the month; the rest are on the list of the day."""


@dataclass(frozen=True)
class Day:
    """One field of the month; `is_outside` when it belongs to the month before or after."""

    date: date
    is_outside: bool
    lines: Sequence[Line]

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines if len(self.lines) <= SHOWN else self.lines[: SHOWN - 1]

    @property
    def hidden(self) -> int:
        return len(self.lines) - len(self.shown)


def weeks(month: date, lines: Sequence[Line]) -> list[list[Day]]:
    """Weeks from Monday to Sunday that cover the month; what lasts for days stands on each of them."""
    on: dict[date, list[Line]] = defaultdict(list)
    for line in lines:
        day, last = line.starts_at.astimezone(line.zone).date(), line.ends_at.astimezone(line.zone).date()
        while day <= last:
            on[day].append(line)
            day += timedelta(days=1)
    return [
        [Day(day, day.month != month.month, [] if day.month != month.month else on[day]) for day in week]
        for week in calendar.Calendar().monthdatescalendar(month.year, month.month)
    ]
