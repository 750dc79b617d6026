"""What the rules warn of, from plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.events.days import DAY, Shift, bank_holiday, clock_changes, holiday_weekend, is_weekend
from pitchday.events.warnings import About, Elsewhere, EventWarning, Other, Plan, RoomFacts, warnings_about
from pitchday.places.rules import Way

UK = ZoneInfo("Europe/London")
NOW = datetime(2026, 12, 1, tzinfo=UTC)
HALL = RoomFacts("Main hall", 80, step_free=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UK).astimezone(UTC)


# A Tuesday in February; the deadline is a Tuesday afternoon, four weeks before.
CALM = Plan(
    city="Leeds",
    zone=UK,
    starts_at=at("2027-02-16T13:00"),
    ends_at=at("2027-02-16T19:00"),
    closes_at=at("2027-01-19T17:00"),
    rooms=(HALL,),
)


def found(now: datetime = NOW, **changes: Any) -> dict[About, EventWarning]:
    return {warning.about: warning for warning in warnings_about(replace(CALM, **changes), now)}


def on(day: str) -> dict[str, datetime]:
    return {"starts_at": at(f"{day}T13:00"), "ends_at": at(f"{day}T19:00")}


def other(starts: str, ends: str, **changes: Any) -> Other:
    return Other(
        **{"uid": "u1", "title": "Heat", "city": "Leeds", "starts_at": at(starts), "ends_at": at(ends)} | changes
    )


def test_nothing_is_wrong_with_a_calm_day() -> None:
    assert found() == {}


@pytest.mark.parametrize(
    ("when", "title"),
    [
        (other("2027-02-16T18:00", "2027-02-16T21:00"), "Heat is on at the same time"),
        (other("2027-02-16T08:00", "2027-02-16T12:00"), "Heat is on the same day"),
        (other("2027-02-15T08:00", "2027-02-17T12:00"), "Heat is on at the same time"),
        (other("2027-02-15T08:00", "2027-02-16T00:00"), None),
        (other("2027-02-17T00:00", "2027-02-17T12:00"), None),
        (other("2027-02-16T13:00", "2027-02-16T19:00", city="Hull"), None),
    ],
)
def test_another_pitch_day(when: Other, title: str | None) -> None:
    warning = found(others=(when,)).get(About.CLASH)
    assert (warning.title if warning else None) == title


def test_another_city_clashes_by_sector_and_a_private_one_is_not_named() -> None:
    there = other(
        "2027-02-16T13:00", "2027-02-16T19:00", city="Hull", title=None, sectors=frozenset({"Health", "Food"})
    )
    warning = found(others=(there,), sectors=frozenset({"Health", "Energy"}))[About.CLASH]
    assert warning.title == "Another pitch day of ours that is not public yet is on at the same time"
    assert "Both are about Health." in warning.text
    assert "Energy" not in warning.text


@pytest.mark.parametrize(
    ("day", "about", "title"),
    [
        ("2027-03-26", About.HOLIDAY, "Fri 26 Mar is Good Friday"),
        ("2027-12-27", About.HOLIDAY, "Mon 27 Dec is Christmas Day (substitute day)"),
        ("2027-08-28", About.WEEKEND, "Sat 28 Aug is on the weekend of Late Summer Bank Holiday"),
        ("2027-03-28", About.WEEKEND, "Sun 28 Mar is on the weekend of Easter Monday"),
    ],
)
def test_bank_holidays(day: str, about: About, title: str) -> None:
    assert found(**on(day))[about].title == title


def test_an_ordinary_weekend_is_no_holiday() -> None:
    assert found(**on("2027-02-20")) == {}


@pytest.mark.parametrize(
    ("starts", "ends", "title"),
    [
        ("2027-10-30T13:00", "2027-10-30T19:00", "The clocks go back that night"),
        ("2027-10-31T13:00", "2027-10-31T19:00", "The clocks go back the night before"),
        ("2027-10-30T13:00", "2027-10-31T19:00", "The clocks go back in the night to Sun 31 Oct"),
        ("2027-03-27T13:00", "2027-03-27T19:00", "The clocks go forward that night"),
    ],
)
def test_clocks(starts: str, ends: str, title: str) -> None:
    assert found(starts_at=at(starts), ends_at=at(ends))[About.CLOCKS].title == title


@pytest.mark.parametrize(
    ("closes", "about", "title"),
    [
        ("2027-01-19T00:00", About.DEADLINE_HOUR, "Applications close at 00:00, around midnight"),
        ("2027-01-19T23:59", About.DEADLINE_HOUR, "Applications close at 23:59, around midnight"),
        ("2027-01-19T08:59", About.DEADLINE_HOUR, "Applications close at 08:59, before the working day"),
        ("2027-01-19T20:01", About.DEADLINE_HOUR, "Applications close at 20:01, late in the evening"),
        ("2027-01-16T17:00", About.DEADLINE_DAY, "Applications close on a Saturday"),
        ("2027-01-01T17:00", About.DEADLINE_DAY, "Applications close on New Year's Day"),
        ("2027-02-16T12:00", About.DEADLINE_NEAR, "Applications close on the day itself"),
        ("2027-02-15T12:00", About.DEADLINE_NEAR, "There is only 1 day to choose"),
        ("2027-02-08T12:00", About.DEADLINE_NEAR, "There are only 8 days to choose"),
    ],
)
def test_the_deadline(closes: str, about: About, title: str) -> None:
    warnings = found(closes_at=at(closes))
    assert {key: warning.title for key, warning in warnings.items()} == {about: title}
    assert warnings[about].field == "applications_close_at"


@pytest.mark.parametrize("closes", ["2027-01-19T09:00", "2027-01-19T20:00", "2027-02-05T17:00"])
def test_a_deadline_that_is_all_right(closes: str) -> None:
    assert found(closes_at=at(closes)) == {}


def test_in_summer_the_deadline_is_read_by_the_clock_on_the_wall() -> None:
    summer = {"starts_at": at("2027-07-20T13:00"), "ends_at": at("2027-07-20T19:00")}
    assert found(**summer, closes_at=datetime(2027, 6, 22, 8, 30, tzinfo=UTC)) == {}
    warning = found(**summer, closes_at=datetime(2027, 6, 22, 23, 0, tzinfo=UTC))[About.DEADLINE_HOUR]
    assert "00:00" in warning.title


def test_what_is_over_is_not_warned_of() -> None:
    late = {"closes_at": at("2027-02-16T12:00")}
    assert found(**late)
    assert found(**late, now=at("2027-02-16T12:00")) == {}
    assert found(rooms=(replace(HALL, step_free=False),), now=at("2027-02-16T18:59"))
    assert found(rooms=(replace(HALL, step_free=False),), now=at("2027-02-16T19:00")) == {}


@pytest.mark.parametrize(
    ("starts", "ends", "warned"),
    [
        ("13:00", "22:00", False),
        ("07:00", "19:00", False),
        ("06:59", "19:00", True),
        ("13:00", "22:01", True),
        ("13:00", "00:30+1", True),
    ],
)
def test_at_night(starts: str, ends: str, warned: bool) -> None:
    day = "2027-02-17" if ends.endswith("+1") else "2027-02-16"
    until = at(f"{day}T{ends.removesuffix('+1')}")
    assert (About.NIGHT in found(starts_at=at(f"2027-02-16T{starts}"), ends_at=until)) is warned


def test_rooms() -> None:
    small = RoomFacts("Loft", 20, step_free=False)
    assert found(guests_expected=80, people=80) == {}
    title = found(guests_expected=120)[About.ROOM].title
    assert title == "You expect 120 guests, and the largest room holds 80"
    assert found(people=90, rooms=(HALL, small))[About.PEOPLE].title.startswith("Not everybody fits into one room")
    assert found(people=101, rooms=(HALL, small))[About.PEOPLE].title == "101 people and 100 places in all rooms"
    assert found(rooms=(HALL, small))[About.ACCESS].title == "No step-free access: Loft"
    assert found(rooms=(small,))[About.ACCESS].title == "No room is known to have step-free access"
    assert found(rooms=(), guests_expected=500, people=500) == {}


def test_a_mark_stands_for_the_facts() -> None:
    early = found(closes_at=at("2027-02-10T17:00"))[About.DEADLINE_NEAR]
    assert early.mark == found(closes_at=at("2027-02-10T12:00"))[About.DEADLINE_NEAR].mark
    assert early.mark != found(closes_at=at("2027-02-11T17:00"))[About.DEADLINE_NEAR].mark
    seen = other("2027-02-16T13:00", "2027-02-16T19:00")
    hidden = replace(seen, title=None)
    assert found(others=(seen,))[About.CLASH].mark == found(others=(hidden,))[About.CLASH].mark


instants = st.timedeltas(timedelta(0), timedelta(days=9000)).map(lambda since: datetime(2020, 1, 1, tzinfo=UTC) + since)
zones = st.sampled_from(["Europe/London", "Europe/Dublin", "Pacific/Apia", "America/New_York", "Asia/Kolkata"])


@st.composite
def plans(draw: Any) -> Plan:
    starts_at = draw(instants)
    return Plan(
        city="Leeds",
        zone=ZoneInfo(draw(zones)),
        starts_at=starts_at,
        ends_at=starts_at + draw(st.timedeltas(timedelta(minutes=1), timedelta(days=7))),
        closes_at=starts_at - draw(st.timedeltas(timedelta(0), timedelta(days=200))),
        rooms=tuple(
            RoomFacts(f"Room {number}", size, step_free=True)
            for number, size in enumerate(draw(st.lists(st.integers(1, 500), max_size=4)))
        ),
        guests_expected=draw(st.none() | st.integers(1, 1000)),
        people=draw(st.integers(0, 1000)),
    )


@given(plans(), instants)
def test_every_plan_can_be_judged_and_a_mark_names_one_warning(plan: Plan, now: datetime) -> None:
    warnings = warnings_about(plan, now)
    assert len({warning.mark for warning in warnings}) == len(warnings)
    assert all(warning.title and warning.text and len(warning.mark) == 16 for warning in warnings)
    again = {warning.mark for warning in warnings_about(plan, now)}
    assert again == {warning.mark for warning in warnings}
    about = {warning.about for warning in warnings}
    closes = plan.closes_at.astimezone(plan.zone)
    if plan.ends_at > now and plan.closes_at > now:
        kind_hour = time(9) <= closes.time() <= time(20)
        assert (About.DEADLINE_HOUR in about) is not kind_hour
        day_off = is_weekend(closes.date()) or bank_holiday(closes.date()) is not None
        assert (About.DEADLINE_DAY in about) is day_off
    if plan.rooms and plan.ends_at > now:
        assert (About.ROOM in about) is ((plan.guests_expected or 0) > max(room.capacity for room in plan.rooms))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_a_long_weekend_touches_its_bank_holiday(day: date) -> None:
    name = holiday_weekend(day)
    near = {bank_holiday(day + DAY * step) for step in range(-3, 4)}
    assert name is None or (is_weekend(day) and name in near)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 7))
def test_clocks_change_on_the_last_sundays_of_march_and_october(first: date, days: int) -> None:
    for evening, shift in clock_changes(first, first + DAY * days, UK):
        sunday = evening + DAY
        assert sunday.weekday() == 6
        assert (sunday + DAY * 7).month != sunday.month
        assert shift is {3: Shift.FORWARD, 10: Shift.BACK}[sunday.month]


def elsewhere(starts: str, ends: str, **changes: Any) -> Elsewhere:
    there = {"title": "Heat", "venue": "Town Hall", "people": ("Ann Able",), "way": Way(70, is_estimate=True)}
    return Elsewhere(uid="u1", starts_at=at(starts), ends_at=at(ends), **there | changes)


@pytest.mark.parametrize(
    ("there", "title"),
    [
        (elsewhere("2027-02-16T09:00", "2027-02-16T11:50"), None),
        (elsewhere("2027-02-16T09:00", "2027-02-16T11:51"), "1 hour 9 minutes between Heat at Town Hall and Hall"),
        (elsewhere("2027-02-16T09:00", "2027-02-16T13:00"), "no time between Heat at Town Hall and Hall"),
        (elsewhere("2027-02-16T19:10", "2027-02-16T21:00"), "10 minutes between Heat at Town Hall and Hall"),
        (elsewhere("2027-02-16T20:10", "2027-02-16T21:00"), None),
        (elsewhere("2027-02-16T19:10", "2027-02-16T21:00", way=None), None),
    ],
)
def test_too_little_time_for_the_way(there: Elsewhere, title: str | None) -> None:
    warning = found(venue="Hall", elsewhere=(there,)).get(About.WAY)
    assert (warning and warning.title.removeprefix("Ann Able has ")) == title


def test_a_way_in_words_and_what_is_not_told() -> None:
    there = elsewhere("2027-02-16T09:00", "2027-02-16T12:30", people=("Ann Able", "Bo Best"))
    known = found(venue="Hall", elsewhere=(there,))[About.WAY]
    assert known.title == "Ann Able and Bo Best have 30 minutes between Heat at Town Hall and Hall"
    assert known.text == (
        "That one ends on Tue 16 Feb 2027, 12:30, this one begins at 13:00. "
        "The way takes about 1 hour 10 minutes (estimated)."
    )
    hidden = replace(there, title=None, venue=None, people=tuple("ABCDE"), way=Way(70, False, note="From Town Hall"))
    told = found(venue="Hall", elsewhere=(hidden,))[About.WAY]
    assert told.title == "A, B, C and 2 more have 30 minutes between another pitch day of ours and Hall"
    assert "Town Hall" not in told.text
    assert told.text.endswith("The way takes 1 hour 10 minutes.")


def test_two_buildings_at_the_same_time() -> None:
    there = elsewhere("2027-02-16T18:00", "2027-02-16T21:00", way=None)
    warning = found(venue="Hall", elsewhere=(there,))[About.WAY]
    assert warning.title == "Ann Able is at Heat at Town Hall at the same time"
    assert warning.text == "That one goes on Tue 16 Feb, 18:00–21:00."


def test_a_retired_venue() -> None:
    assert found(venue="Hall", is_venue_retired=True)[About.RETIRED].title == "Hall is retired"
