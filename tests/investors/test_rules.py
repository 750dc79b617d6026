"""Until when a statement holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.errors import DomainError
from pitchday.investors import rules

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("signed_on", "last"),
    [
        (date(2026, 11, 22), date(2027, 11, 21)),
        (date(2028, 2, 29), date(2029, 2, 27)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_last_valid_day_is_the_day_before_the_anniversary(signed_on: date, last: date) -> None:
    assert rules.last_valid_day(signed_on) == last


@given(DAYS)
def test_a_year_never_grows_longer_than_a_year(signed_on: date) -> None:
    last = rules.last_valid_day(signed_on)
    assert timedelta(days=363) <= last - signed_on <= timedelta(days=365)
    assert (last + timedelta(days=1)).month == signed_on.month


@given(DAYS, DAYS)
def test_who_signs_later_holds_at_least_as_long(one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert rules.last_valid_day(earlier) <= rules.last_valid_day(later)


@given(DAYS, st.integers(1, 36))
def test_more_months_hold_longer(signed_on: date, months: int) -> None:
    assert rules.last_valid_day(signed_on, months) < rules.last_valid_day(signed_on, months + 1)


def test_six_months_end_in_the_right_month() -> None:
    assert rules.last_valid_day(date(2026, 8, 31), 6) == date(2027, 2, 27)


@pytest.mark.parametrize("typed", ["aoife o'hara-singh", "  Aoife  O'Hara-Singh ", "AoifeO'Hara-Singh"])
def test_a_name_may_differ_in_case_and_spaces(typed: str) -> None:
    assert rules.same_name(typed, "Aoife O'Hara-Singh")


@pytest.mark.parametrize("typed", ["", "Aoife Singh", "Aoife OHara-Singh"])
def test_another_name_is_another_name(typed: str) -> None:
    assert not rules.same_name(typed, "Aoife O'Hara-Singh")


def test_a_ground_that_was_not_offered_does_not_count() -> None:
    with pytest.raises(DomainError) as refusal:
        rules.require_complete(
            grounds=["I am rich."], offered=["I earn enough."], accepts_risk=True, signed_name="Zoë", name="Zoë"
        )
    assert refusal.value.field == "grounds"
