"""What a plot draws follows from its numbers."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pitchday.web.plots import HEIGHT, LEFT, RIGHT, TOP, WIDTH, Course, over_days

NAMES = {day: f"day {day}" for day in range(-6, 1)}


def test_sums_bars_and_table() -> None:
    now = Course("This", {-6: 2, -3: 1}, until=-2)
    before = Course("Before", {-5: 4, 0: 1}, until=0)
    plot = over_days("Sent", [now, before], NAMES, most=10)
    assert plot.totals == [3, 5]
    assert len(plot.bars) == 2
    assert plot.bars[0].height > plot.bars[1].height
    assert [(row.day, row.that_day, list(row.sums)) for row in plot.rows] == [
        ("day 0", 0, [None, 5]),
        ("day -3", 1, [3, 4]),
        ("day -5", 0, [2, 4]),
        ("day -6", 2, [2, 0]),
    ]
    assert plot.most == 10
    assert plot.ceiling is not None
    assert TOP <= plot.ceiling < plot.bars[0].y
    assert [tick.words for tick in plot.heights] == ["0", "5", "10"]
    assert [tick.words for tick in plot.days] == ["day -6", "day -3", "day 0"]


def test_what_came_before_the_first_day_is_in_the_sum() -> None:
    plot = over_days("Sent", [Course("This", {-9: 5, 0: 1}, until=0)], NAMES)
    assert [list(row.sums) for row in plot.rows] == [[6], [5]]


counts = st.lists(st.integers(0, 5000), max_size=7).map(lambda found: {-day: count for day, count in enumerate(found)})


@given(counts, st.integers(-6, 0), counts, st.none() | st.integers(1, 9000))
def test_a_plot_stays_in_its_frame_and_its_line_never_falls(
    now: dict[int, int], until: int, before: dict[int, int], most: int | None
) -> None:
    plot = over_days("Sent", [Course("Now", now, until), Course("Before", before, 0)], NAMES, most=most)
    for bar in plot.bars:
        assert bar.x >= LEFT
        assert bar.x + bar.width <= WIDTH - RIGHT + 0.2
        assert TOP - 0.1 <= bar.y < bar.y + bar.height <= HEIGHT
    for path in plot.paths:
        heights = [float(number) for number in re.findall(r"(?:V|M\S+ )([\d.]+)", path)]
        assert all(later <= earlier for earlier, later in pairwise(heights))
    assert 2 <= len(plot.heights) <= 6
    assert plot.totals == [sum(count for day, count in now.items() if day <= until), sum(before.values())]
    assert sum(row.that_day for row in plot.rows) == plot.totals[0]
