"""Answers of every kind: what is understood, what is kept as it was typed, and what cannot be sent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.applications import kinds
from pitchday.applications.enums import QuestionKind
from pitchday.applications.kinds import Terms
from pitchday.errors import DomainError

OPTIONS = ("Debt", "Equity", "A grant")
TERMS = {kind: Terms(kind, options=OPTIONS if kind in kinds.WITH_OPTIONS else ()) for kind in QuestionKind}


def keep(kind: QuestionKind, *typed: str, **terms: object) -> str:
    return kinds.read(Terms(kind, **terms), typed)  # type: ignore[arg-type]


def problem(kind: QuestionKind, text: str, **terms: object) -> str | None:
    return kinds.problem(Terms(kind, **terms), text, "it")  # type: ignore[arg-type]


@given(st.sampled_from(QuestionKind), st.lists(st.text(max_size=40), max_size=3))
def test_whatever_is_typed_is_kept_the_same_when_it_is_read_again(kind: QuestionKind, typed: list[str]) -> None:
    """Saving twice changes nothing, and nothing that can be typed breaks what shows or checks it."""
    terms = TERMS[kind]
    kept = kinds.read(terms, typed)
    again = kinds.chosen(kept) if kind in kinds.WITH_OPTIONS else [kept]
    assert kinds.read(terms, again) == kept
    assert kinds.problem(terms, kept, "it") is None or kept
    assert isinstance(kinds.in_words(terms, kept), str)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1)), st.sampled_from([" ", "\n", "\t ", " "]))
def test_words_are_runs_of_anything_that_is_not_blank(words: list[str], blank: str) -> None:
    assert kinds.word_count(blank.join(["", *words, ""])) == len(words)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3))
def test_numbers_are_understood_however_they_are_written(number: Decimal) -> None:
    kept = keep(QuestionKind.NUMBER, f"{number:,f}")
    assert Decimal(kept) == number
    assert kept == keep(QuestionKind.NUMBER, f"{number:f}")
    assert problem(QuestionKind.NUMBER, kept) is None
    assert (
        Decimal(kinds.in_words(Terms(QuestionKind.NUMBER, unit="people"), kept).split()[0].replace(",", "")) == number
    )


@pytest.mark.parametrize("typed", ["twelve", "1,2,3", "1.2.3", "NaN", "1e9", "٣", "½", "--1", "9" * 14])
def test_what_is_no_number_is_kept_and_said(typed: str) -> None:
    assert keep(QuestionKind.NUMBER, typed) == typed
    assert problem(QuestionKind.NUMBER, typed, least=1, most=5000) == "Enter a number for it, from 1 to 5,000"


@given(st.integers(-100, 100), st.integers(-100, 100), st.integers(0, 100))
def test_a_range_holds_its_ends_and_nothing_beyond(number: int, least: int, width: int) -> None:
    found = problem(QuestionKind.NUMBER, str(number), least=least, most=least + width)
    assert (found is None) == (least <= number <= least + width)


@given(st.integers(0, 1_000_000_000))
def test_money_is_whole_pounds(pounds: int) -> None:
    for typed in (str(pounds), f"£{pounds:,}", f"{pounds}.00"):
        assert keep(QuestionKind.MONEY, typed) == str(pounds)
    assert problem(QuestionKind.MONEY, str(pounds)) is None
    assert kinds.in_words(TERMS[QuestionKind.MONEY], str(pounds)) == f"£{pounds:,}"


def test_money_that_is_too_much_or_too_fine() -> None:
    assert keep(QuestionKind.MONEY, "150k") == "150000"
    assert problem(QuestionKind.MONEY, keep(QuestionKind.MONEY, "1.50")) is not None
    assert problem(QuestionKind.MONEY, "5", least=10) == "Change the answer to it: it must be £10 or more"
    assert problem(QuestionKind.MONEY, "50", most=10) == "Change the answer to it: it must be £10 or less"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_dates_are_read_from_the_calendar_and_as_the_british_write_them(day: date) -> None:
    kept = keep(QuestionKind.DATE, day.isoformat())
    assert kept == day.isoformat() == keep(QuestionKind.DATE, f"{day.day}/{day.month}/{day.year}")
    assert problem(QuestionKind.DATE, kept) is None
    assert str(day.year) in kinds.in_words(TERMS[QuestionKind.DATE], kept)


@pytest.mark.parametrize("typed", ["2027-02-29", "31/6/2027", "0001-01-01", "soon", "2027-W01-1x"])
def test_days_that_do_not_exist_are_kept_and_said(typed: str) -> None:
    assert keep(QuestionKind.DATE, typed) == typed
    assert problem(QuestionKind.DATE, typed) == "Enter a date for it, such as 3/11/2026"


def test_web_addresses() -> None:
    assert keep(QuestionKind.URL, "loomgrid.example/demo") == "https://loomgrid.example/demo"
    for typed in ("javascript:alert(1)", "loomgrid", "https://"):
        assert problem(QuestionKind.URL, keep(QuestionKind.URL, typed)) is not None


@given(st.lists(st.sampled_from([*OPTIONS, "Anything else", ""]), max_size=5), st.integers(1, 3), st.integers(0, 2))
def test_of_choices_only_options_count_and_as_many_as_are_wanted(typed: list[str], least: int, more: int) -> None:
    kept = keep(QuestionKind.CHOICES, *typed, options=OPTIONS)
    given_ = kinds.chosen(kept)
    assert set(given_) == set(typed) & set(OPTIONS)
    wanted = problem(QuestionKind.CHOICES, kept, options=OPTIONS, least=least, most=least + more)
    assert (wanted is None) == (not given_ or least <= len(given_) <= least + more)
    assert keep(QuestionKind.CHOICE, *typed, options=OPTIONS) in {"", *OPTIONS}


@given(st.lists(st.sampled_from([*OPTIONS, ""]), max_size=4))
def test_a_ranking_is_whole_or_not_sent(typed: list[str]) -> None:
    kept = keep(QuestionKind.RANKING, *typed, options=OPTIONS)
    assert kinds.chosen(kept) == "\n".join(typed[:3]).rstrip().split("\n") or kept == ""
    whole = sorted(typed[:3]) == sorted(OPTIONS)
    assert (problem(QuestionKind.RANKING, kept, options=OPTIONS) is None) == (whole or not kept)


def test_texts_have_limits_in_words_in_characters_or_in_both() -> None:
    assert problem(QuestionKind.TEXT, "abcdef", max_characters=5) == "Shorten the answer to it by 1 character"
    assert problem(QuestionKind.LONG_TEXT, "a b c", max_words=1) == "Shorten the answer to it by 2 words"
    assert problem(QuestionKind.LONG_TEXT, "a b c", max_words=3, max_characters=5) is None
    assert kinds.limits(Terms(max_words=3, max_characters=1)) == "Up to 3 words and 1 character"
    assert keep(QuestionKind.TEXT, "one\nline ") == "one line"


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms(QuestionKind.LONG_TEXT), "max_words"),
        (Terms(QuestionKind.CHOICE, options=("One",)), "options"),
        (Terms(QuestionKind.CHOICE, options=("One", "One")), "options"),
        (Terms(QuestionKind.RANKING, options=tuple("abcdefghi")), "options"),
        (Terms(QuestionKind.CHOICES, options=OPTIONS, most=4), "most"),
        (Terms(QuestionKind.NUMBER, least=2, most=1), "most"),
    ],
)
def test_terms_that_nobody_could_keep_to(terms: Terms, field: str) -> None:
    with pytest.raises(DomainError) as refusal:
        kinds.require_sound(terms)
    assert refusal.value.field == field
