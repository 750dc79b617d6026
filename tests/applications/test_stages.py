"""The dates that founders are told: which make sense, and what happens when."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import stages
from pitchday.applications.stages import StageDates
from pitchday.errors import DomainError

CLOSES_ON, STARTS_ON, TODAY = date(2027, 3, 5), date(2027, 4, 1), date(2027, 3, 1)
NEAR = st.none() | st.dates(date(2027, 2, 20), date(2027, 4, 10))


@dataclass
class Day:
    """The times of a pitch day in the week after clocks go forward."""

    zone: ZoneInfo = clock.UK
    applications_open_at: datetime | None = None
    applications_close_at: datetime = datetime(2027, 3, 5, 17, tzinfo=UTC)
    starts_at: datetime = datetime(2027, 4, 1, 12, tzinfo=UTC)
    ends_at: datetime = datetime(2027, 4, 1, 18, tzinfo=UTC)


@given(NEAR, NEAR, NEAR)
def test_what_founders_are_told_is_in_order(decisions: date, confirm: date, rehearsal: date) -> None:
    dates = StageDates(decisions, confirm, rehearsal)
    told = stages.that_make_sense(dates, CLOSES_ON, STARTS_ON)
    first = told.decisions_by or CLOSES_ON
    assert CLOSES_ON <= first < STARTS_ON
    assert told.confirm_by is None or first <= told.confirm_by < STARTS_ON
    assert told.rehearsal_on is None or first <= told.rehearsal_on <= STARTS_ON
    for name, at in asdict(dates).items():
        assert getattr(told, name) in (at, None)
    assert stages.problems(told, CLOSES_ON, STARTS_ON) == {}


@given(NEAR, NEAR, NEAR)
def test_what_is_accepted_is_told(decisions: date, confirm: date, rehearsal: date) -> None:
    dates = StageDates(decisions, confirm, rehearsal)
    try:
        stages.require_sound(dates, StageDates(), Day(), TODAY)
    except DomainError as refusal:
        assert refusal.field in asdict(dates)
    else:
        assert stages.that_make_sense(dates, CLOSES_ON, STARTS_ON) == dates
        assert all(at is None or at >= TODAY for at in asdict(dates).values())


def test_a_day_that_has_passed_may_stay_and_may_not_be_set() -> None:
    passed, later = StageDates(decisions_by=date(2027, 3, 8)), date(2027, 3, 20)
    stages.require_sound(passed, passed, Day(), later)
    with pytest.raises(DomainError, match="has passed") as refused:
        stages.require_sound(passed, StageDates(), Day(), later)
    assert refused.value.field == "decisions_by"


@given(st.timedeltas(timedelta(days=-40), timedelta(days=40)))
def test_dates_move_by_whole_days_whatever_the_hour(shift: timedelta) -> None:
    day = Day()
    before = clock.moved(day.starts_at, clock.UK, -shift).astimezone(clock.UK).date()
    moved = stages.moved(StageDates(before, None, before - timedelta(days=1)), day, shift)
    assert moved == StageDates(STARTS_ON, None, STARTS_ON - timedelta(days=1))


@given(st.timedeltas(timedelta(days=-40), timedelta(days=40)), st.booleans())
def test_the_line_has_one_stop_that_is_now(since: timedelta, told: bool) -> None:
    now = Day.applications_close_at + since
    dates = StageDates(date(2027, 3, 12), date(2027, 3, 19), date(2027, 3, 30))
    states = [stage.state for stage in stages.timetable(Day(), None, dates, now, told=told)]
    done = states.count("done")
    assert states == ["done"] * done + ["current"] * (done < 5) + ["todo"] * (4 - done)
    assert told or done < 2, "decisions are not made because their day has passed"


def test_only_what_is_said_stands_on_the_line() -> None:
    line = stages.timetable(
        Day(), datetime(2027, 3, 9, tzinfo=UTC), StageDates(), datetime(2027, 3, 1, tzinfo=UTC), told=False
    )
    assert [stage.label for stage in line] == ["Applications close", "Pitch day"]
