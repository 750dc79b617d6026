"""Small plots from numbers: what a macro draws as SVG, in units of about one pixel on a phone.

A plot counts something day by day: bars for each day, lines for the sum so far, and a ceiling for what there is at
most. `templates/macros/plots.html` draws it beside a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

WIDTH, HEIGHT = 360, 160
LEFT, RIGHT, TOP, BOTTOM = 30, 6, 10, 22
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Course:
    """How something grew: how many came on each day, up to and including day `until`."""

    label: str
    per_day: Mapping[int, int]
    until: int

    def so_far(self, days: Sequence[int]) -> list[tuple[int, int]]:
        """The sum on each of the days, none of them after `until`."""
        before = sum(count for day, count in self.per_day.items() if days and day < days[0])
        shown = [day for day in days if day <= self.until]
        sums = accumulate((self.per_day.get(day, 0) for day in shown), initial=before)
        return list(zip(shown, list(sums)[1:], strict=True))

    @property
    def total(self) -> int:
        return sum(count for day, count in self.per_day.items() if day <= self.until)


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    """A word at an axis: `at` is the place along it."""

    at: float
    words: str


@dataclass(frozen=True)
class Row:
    """A line of the table: the day, how many came that day, and the sums in the order of the lines."""

    day: str
    that_day: int
    sums: Sequence[int | None]


@dataclass(frozen=True)
class Plot:
    """All that is drawn, and the same as a table. `paths` belong to the labels in their order."""

    title: str
    labels: Sequence[str]
    totals: Sequence[int]
    bars: Sequence[Bar]
    paths: Sequence[str]
    ceiling: float | None
    most: int | None
    heights: Sequence[Tick]
    days: Sequence[Tick]
    rows: Sequence[Row]
    width: int = WIDTH
    height: int = HEIGHT


def over_days(title: str, courses: Sequence[Course], names: Mapping[int, str], *, most: int | None = None) -> Plot:
    """The first course with its bars, and the sums of all of them.

    `names` has the words for each day from the first to the last that is drawn, in order; `most` is what there can be.
    """
    days = list(names)
    sums = [course.so_far(days) for course in courses]
    highest = max([1, most or 0, *(points[-1][1] for points in sums if points)])
    step = _step(highest)
    top = -(-highest // step) * step
    slot = (WIDTH - LEFT - RIGHT) / max(1, len(days))

    def x(day: int) -> float:
        return round(LEFT + (day - days[0]) * slot, 1)

    def y(count: int) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - count / top), 1)

    main = courses[0]
    return Plot(
        title=title,
        labels=[course.label for course in courses],
        totals=[course.total for course in courses],
        bars=[
            # One among thousands is still seen.
            Bar(round(x(day) + slot * 0.15, 1), min(y(count), y(0) - 1), round(slot * 0.7, 1), max(y(0) - y(count), 1))
            for day in days
            if day <= main.until and (count := main.per_day.get(day, 0))
        ],
        paths=[_path([(x(day), x(day + 1), y(count)) for day, count in points]) for points in sums],
        ceiling=y(most) if most else None,
        most=most,
        heights=[Tick(y(count), f"{count:,}") for count in range(0, top + 1, step)],
        days=[Tick(round(x(day) + slot / 2, 1), names[day]) for day in _spread(days)],
        rows=_rows(main, sums, names),
    )


def _step(highest: int) -> int:
    """The smallest round number that parts the height in four at most."""
    scale = 1
    while True:
        for digit in STEPS:
            if digit * scale * 4 >= highest:
                return digit * scale
        scale *= 10


def _spread(days: Sequence[int]) -> list[int]:
    """The first day, the last, and one in the middle where there is room."""
    if len(days) < 3:
        return list(days)
    return [days[0], days[len(days) // 2], days[-1]]


def _path(steps: Sequence[tuple[float, float, float]]) -> str:
    """A staircase: each day is level from where it begins to where it ends."""
    if not steps:
        return ""
    first, *rest = steps
    return f"M{first[0]} {first[2]}H{first[1]}" + "".join(f"V{y}H{end}" for _, end, y in rest)


def _rows(main: Course, sums: Sequence[Sequence[tuple[int, int]]], names: Mapping[int, str]) -> list[Row]:
    """The days on which a sum changed, the last first."""
    found: list[Row] = []
    known = [dict(points) for points in sums]
    before: list[int | None] = [0] * len(sums)
    for day, name in names.items():
        now = [points.get(day) for points in known]
        if any(count is not None and count != old for count, old in zip(now, before, strict=True)):
            found.append(Row(name, main.per_day.get(day, 0) if day <= main.until else 0, now))
        before = [old if count is None else count for count, old in zip(now, before, strict=True)]
    return found[::-1]
