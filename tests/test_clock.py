"""From the wall to the instant, over both changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock

ZONES = st.sampled_from(["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]).map(ZoneInfo)
# What a wall shows has no zone of its own.
FROM, TO = datetime(2020, 1, 1), datetime(2035, 1, 1)  # noqa: DTZ001


def test_a_time_in_the_spring_gap_is_refused_in_words() -> None:
    with pytest.raises(clock.NonexistentTime, match="01:30 does not exist on Sun 28 Mar 2027: clocks go forward"):
        clock.instant(date(2027, 3, 28), time(1, 30), clock.UK)


def test_a_time_in_the_autumn_overlap_is_asked_about() -> None:
    day, at = date(2027, 10, 31), time(1, 30)
    with pytest.raises(clock.AmbiguousTime, match="01:30 happens twice"):
        clock.instant(day, at, clock.UK)
    assert clock.instant(day, at, clock.UK, fold=0) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert clock.instant(day, at, clock.UK, fold=1) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(("day", "hour"), [(date(2027, 7, 1), 17), (date(2027, 12, 1), 18)], ids=["summer", "winter"])
def test_six_in_the_evening(day: date, hour: int) -> None:
    assert clock.instant(day, time(18), clock.UK) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@given(st.datetimes(FROM, TO, timezones=st.just(UTC)), ZONES)
def test_every_instant_comes_back_from_its_wall_clock(instant: datetime, zone: ZoneInfo) -> None:
    instant = instant.replace(second=0, microsecond=0)
    local = instant.astimezone(zone)
    assert clock.instant(local.date(), local.time(), zone, fold=local.fold) == instant


@given(st.datetimes(FROM, TO), ZONES)
def test_a_wall_clock_is_understood_refused_or_asked_about(wall: datetime, zone: ZoneInfo) -> None:
    try:
        instant = clock.instant(wall.date(), wall.time(), zone)
    except clock.AmbiguousTime:
        first, second = (clock.instant(wall.date(), wall.time(), zone, fold=fold) for fold in (0, 1))
        assert timedelta(0) < second - first <= timedelta(hours=1)
    except clock.NonexistentTime:
        assert wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall
    else:
        assert instant.astimezone(zone).replace(tzinfo=None) == wall
