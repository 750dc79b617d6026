"""Decisions made from values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import kinds, rules
from pitchday.applications.enums import MOVES, ApplicationState, Decision, QuestionKind
from pitchday.errors import DomainError
from pitchday.events.enums import EventState

CLOSES = datetime(2026, 10, 2, 16, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Plan:
    state: EventState = EventState.PUBLISHED
    applications_open_at: datetime | None = None
    applications_close_at: datetime = CLOSES
    schedule_released_at: datetime | None = None
    starts_at: datetime = CLOSES + timedelta(days=14)
    ends_at: datetime = CLOSES + timedelta(days=15)
    grace_minutes: int = 10


def asked(text: str, *, most: int = 5, required: bool = True) -> rules.Asked:
    return rules.Asked("q1", "Why you?", "", kinds.Terms(max_words=most), required, text)


def test_the_last_moment_counts_and_the_second_after_does_not() -> None:
    assert rules.why_closed(Plan(), CLOSES, clock.UK) is None
    late = rules.why_closed(Plan(), CLOSES + timedelta(microseconds=1), clock.UK)
    assert late == "Applications closed on Fri 2 Oct 2026, 17:00, UK time (BST)."


@given(
    grace=st.integers(0, 120),
    after=st.timedeltas(timedelta(minutes=-200), timedelta(minutes=200)),
    starts=st.timedeltas(timedelta(0), timedelta(minutes=200)),
)
def test_what_was_begun_in_time_has_the_grace_and_nothing_else_has(
    grace: int, after: timedelta, starts: timedelta
) -> None:
    call = Plan(grace_minutes=grace, starts_at=CLOSES + starts, ends_at=CLOSES + timedelta(days=1))
    now = CLOSES + after
    begun, fresh = (rules.why_closed(call, now, clock.UK, begun=begun) is None for begun in (True, False))
    assert fresh == (now <= CLOSES and now < call.starts_at)
    assert begun == (
        now < call.starts_at and now <= CLOSES + (timedelta(0) if now <= CLOSES else timedelta(minutes=grace))
    )
    assert bool(rules.grace_in_words(call, now, clock.UK)) == (begun and not fresh)
    if begun:
        assert now <= rules.last_moment(call, now)


def test_the_grace_is_told_with_both_times() -> None:
    words = rules.grace_in_words(Plan(), CLOSES + timedelta(minutes=10), clock.UK)
    assert words == "Applications closed at 17:00. You began yours in time, so you can still send it until 17:10."


@pytest.mark.parametrize("state", [EventState.POSTPONED, EventState.CANCELLED])
def test_there_is_no_grace_at_what_was_called_off(state: EventState) -> None:
    assert rules.why_closed(Plan(state), CLOSES + timedelta(minutes=1), clock.UK, begun=True)


def test_applications_that_are_not_open_yet_say_when() -> None:
    opens = CLOSES - timedelta(days=30)
    early = rules.why_closed(Plan(applications_open_at=opens), opens - timedelta(microseconds=1), clock.UK)
    assert early == "Applications open on Wed 2 Sep 2026, 17:00, UK time (BST)."
    assert rules.why_closed(Plan(applications_open_at=opens), opens, clock.UK) is None


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.POSTPONED, EventState.CANCELLED])
def test_only_a_published_pitch_day_takes_applications(state: EventState) -> None:
    with pytest.raises(DomainError, match="This pitch day is"):
        rules.require_open(Plan(state), CLOSES - timedelta(days=1), clock.UK)


@pytest.mark.parametrize("before", ApplicationState)
@pytest.mark.parametrize("after", ApplicationState)
def test_moves_are_those_of_the_table(before: ApplicationState, after: ApplicationState) -> None:
    if after in MOVES[before]:
        rules.require_move(before, after)
        return
    with pytest.raises(DomainError) as refusal:
        rules.require_move(before, after)
    assert refusal.value.message.endswith(".")


def test_an_answer_has_a_problem_when_it_is_missing_or_too_long() -> None:
    assert asked("").problem == "Answer “Why you?”"
    assert asked("", required=False).problem is None
    assert asked("one two three four five").problem is None
    assert asked("one two three four five six").problem == "Shorten the answer to “Why you?” by 1 word"


def test_what_another_answer_hides_is_neither_wanted_nor_followed() -> None:
    def question(uid: str, text: str, after: str = "") -> rules.Asked:
        terms = kinds.Terms(QuestionKind.CHOICE, options=("Yes", "No"))
        condition = rules.Condition(after, after, frozenset({"Yes"})) if after else None
        return rules.Asked(uid, uid, "", terms, True, text, condition=condition)

    def applying(*asked: rules.Asked) -> list[str]:
        return [known.uid for known in rules.with_what_applies(asked) if known.applies]

    chain = question("b", "Yes", "a"), question("c", "", "b")
    assert applying(question("a", "Yes"), *chain) == ["a", "b", "c"]
    assert applying(question("a", "No"), *chain) == ["a"], "what hangs on a hidden question is hidden, too"
    assert applying(question("a", ""), *chain) == ["a"]
    assert rules.missing({}, rules.with_what_applies([question("a", "No"), *chain]), has_deck=True)[5:] == []


def test_what_readers_may_read() -> None:
    sent = [{"label": who, "readers": who} for who in ("all", "named", "organisers")] + [{"label": "before kinds"}]

    def read(**who: bool) -> list[str]:
        return [given["label"] for given in rules.answers_for(sent, **who)]

    assert read(organiser=True) == ["all", "named", "organisers", "before kinds"]
    assert read(organiser=False) == ["all", "named", "before kinds"]
    assert read(organiser=False, named=False) == read(organiser=True, named=False) == ["all", "before kinds"]


def test_what_is_missing_comes_in_the_order_of_the_steps() -> None:
    facts = {"one_liner": "", "description": "x", "city": "Leeds", "sector": None, "stage": "seed"}
    found = rules.missing(facts, [asked("")], has_deck=False)
    assert [part.step for part in found] == ["profile", "profile", "answers", "slides"]
    assert rules.missing(dict.fromkeys(rules.NEEDED_FACTS, "x"), [asked("x")], has_deck=True) == []


def test_changes_are_named() -> None:
    answers = [{"uid": "q1", "label": "Why you?", "text": "x"}]
    sent = {"facts": {"public": {"a": 1}}, "answers": answers, "deck_id": 1}
    asked_later = {"public": {"a": 1, "b": ""}, "organisers": {"c": None}}
    assert rules.changed_since(sent, asked_later, [{"uid": "q1", "label": "Why, now?", "text": "x"}], 1) == []
    assert rules.changed_since(sent, {"public": {"a": 2}}, [{"uid": "q1", "label": "", "text": "y"}], 2) == [
        "your profile",
        "your answers",
        "your deck",
    ]


def test_nobody_is_told_no_without_being_told_why() -> None:
    rules.require_decision(Decision.ACCEPT, "")
    rules.require_decision(Decision.DECLINE, "Too early for this audience.")
    with pytest.raises(DomainError) as refusal:
        rules.require_decision(Decision.DECLINE, "")
    assert refusal.value.field == "reason"
