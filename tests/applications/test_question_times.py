"""Questions that must be answered only from a time on, and answers that are fixed after another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import asking, queries, question_times
from pitchday.applications.enums import QuestionKind
from pitchday.applications.models import Question
from pitchday.db import commits, db
from pitchday.errors import DomainError
from pitchday.events.cloning import Carry, clone_event
from tests import factories
from tests.applications.browser import WORDS, hidden, text_of
from tests.applications.conftest import Call
from tests.applications.test_questions import QUESTION
from tests.applications.test_returning import give_back
from tests.applications.test_rules import CLOSES

MOMENTS = st.none() | st.timedeltas(timedelta(days=-9), timedelta(days=9))


@given(required=st.booleans(), required_from=MOMENTS, now=st.timedeltas(timedelta(days=-9), timedelta(days=9)))
def test_what_is_required_from_a_time_on_is_said_until_then(
    required: bool, required_from: timedelta | None, now: timedelta
) -> None:
    at = None if required_from is None else CLOSES + required_from
    needed = question_times.is_required(required, at, CLOSES + now)
    assert needed == (required and (required_from is None or required_from <= now))
    told = question_times.in_words(required, at, None, CLOSES + now, clock.UK)
    assert ("leave it out" in told) == (required and not needed)


@given(required=st.booleans(), required_from=MOMENTS, fixed_after=MOMENTS)
def test_times_that_never_count_are_refused(
    required: bool, required_from: timedelta | None, fixed_after: timedelta | None
) -> None:
    times = [None if at is None else CLOSES + at for at in (required_from, fixed_after)]
    is_sound = all(at is None or at < CLOSES for at in times) and (required or times[0] is None)
    try:
        question_times.require_sound(required, *times, CLOSES)
    except DomainError:
        assert not is_sound
    else:
        assert is_sound


def before_the_deadline(call: Call, days: float) -> datetime:
    at: datetime = call.event.applications_close_at - timedelta(days=days)
    return at


def questions(call: Call) -> list[Question]:
    return list(queries.stored_questions(call.event.id))


def set_times(call: Call, **times: datetime) -> None:
    """Of the first question."""
    commits(asking.ensure_default_questions)(call.event)
    for name, at in times.items():
        setattr(questions(call)[0], name, at)
    db.session.commit()


def save(call: Call, *texts: str, **options: Any) -> Any:
    """As from a page on which each question had its field."""
    html = call.founder.get("answers").text
    typed = {f"answer_{question.uid}": text for question, text in zip(questions(call), texts, strict=True)}
    return call.founder.post("answers", typed | {n: hidden(html, n) for n in ("version", "form_version")}, **options)


def test_organisers_set_the_times_without_a_new_version(app: Flask, call: Call) -> None:
    call.founder.apply()
    first = questions(call)[0]
    asked = {"label": first.label, "help_text": first.help_text, "max_words": "200", "required": "y"}
    times = {"required_from-date": "2027-02-01", "required_from-time": "09:00"}
    times |= {"fixed_after-date": "2027-02-05", "fixed_after-time": "17:00"}
    assert call.organiser.post(f"questions/{first.uid}", {**asked, **times}).status_code == 303
    page = text_of(call.organiser.get("questions"))
    assert "You can leave it out until Mon 1 Feb 2027, 09:00, UK time (GMT)." in page
    assert "Once sent, it cannot be changed after Fri 5 Feb 2027, 17:00, UK time (GMT)." in page
    assert [question.since for question in questions(call)] == [1, 1, 1]
    again = call.organiser.get(f"questions/{first.uid}").text
    assert 'value="2027-02-01"' in again and 'value="17:00"' in again
    assert call.organiser.post(f"questions/{first.uid}", asked).status_code == 303
    assert questions(call)[0].fixed_after is None


TOO_LATE = "Enter a time before applications close."


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            {"required_from-date": "2028-02-01", "required_from-time": "09:00"},
            TOO_LATE,
        ),
        ({"fixed_after-date": "2028-02-01", "fixed_after-time": "09:00"}, TOO_LATE),
        (
            {"required": "", "required_from-date": "2027-02-01", "required_from-time": "09:00"},
            "Say that everybody must answer it, or leave this empty.",
        ),
    ],
)
def test_times_that_mean_nothing_are_refused_beside_their_field(
    app: Flask, call: Call, typed: dict[str, str], words: str
) -> None:
    refused = call.organiser.post("questions/new", {**QUESTION, **typed})
    assert refused.status_code == 422 and words in text_of(refused)


def test_what_is_not_needed_yet_may_be_left_out(app: Flask, call: Call) -> None:
    set_times(call, required_from=before_the_deadline(call, 3))
    call.founder.start()
    call.founder.upload()
    with clock.frozen(before_the_deadline(call, 4)):
        assert "You can leave it out until" in text_of(call.founder.get("answers"))
        call.founder.answer("", WORDS, WORDS)
        assert call.founder.send().status_code == 303
    with clock.frozen(before_the_deadline(call, 2)):
        assert "leave it out" not in text_of(call.founder.get("answers"))
        call.founder.answer("", "Something else.", WORDS)
        refused = call.founder.send()
        assert refused.status_code == 422 and "Answer “Which problem" in text_of(refused)
    assert len(call.application.submissions) == 1


def test_a_fixed_answer_stays_as_it_was_sent(app: Flask, call: Call) -> None:
    set_times(call, fixed_after=before_the_deadline(call, 3))
    call.founder.apply()
    with clock.frozen(before_the_deadline(call, 4)):
        call.founder.answer("Saved, not sent.")
    with clock.frozen(before_the_deadline(call, 2)):
        page = text_of(call.founder.get("answers"))
        assert "Once sent, it cannot be changed." in page and "Saved, not sent." not in page
        call.founder.answer("Second answer.", "Third answer.")
        assert call.founder.send().status_code == 303
        texts = [given["text"] for given in call.application.submissions[-1].answers]
        assert texts == [WORDS, "Second answer.", "Third answer."]
    with clock.frozen(before_the_deadline(call, 1)):
        late = save(call, "Typed before it was fixed.", "Kept.", WORDS)
        told = text_of(call.founder.client.get(late.location))
        assert "can no longer be changed: what you sent stays." in told and "Kept." in told
        by_itself = save(call, "Again.", "Kept too.", WORDS, headers={"X-Autosave": "1"})
        assert "what you sent stays" in by_itself.json["note"]
    assert call.application.submissions[-1].answers[0]["text"] == WORDS


def test_whoever_never_answered_still_can_and_whoever_was_asked_to_change_it_too(app: Flask, call: Call) -> None:
    set_times(call, fixed_after=before_the_deadline(call, 3))
    with clock.frozen(before_the_deadline(call, 2)):
        call.founder.apply()
        assert WORDS in text_of(call.founder.get("answers"))
        assert give_back(call).status_code == 303
        call.founder.answer("Changed because they asked.", WORDS, WORDS)
        assert call.founder.send().status_code == 303
    assert call.application.submissions[-1].answers[0]["text"] == "Changed because they asked."


def test_a_fixed_choice_goes_on_deciding_what_is_asked(app: Flask, call: Call) -> None:
    commits(asking.ensure_default_questions)(call.event)
    first, second = questions(call)[:2]
    first.kind, first.options, first.max_words = QuestionKind.CHOICE, ["Hardware", "Software"], None
    second.shown_if_id, second.shown_if = first.id, ["Hardware"]
    db.session.commit()
    set_times(call, fixed_after=before_the_deadline(call, 3))
    call.founder.start()
    call.founder.upload()
    save(call, "Hardware", "A press.", WORDS)
    assert call.founder.send().status_code == 303
    save(call, "Software", "A press.", WORDS)
    with clock.frozen(before_the_deadline(call, 2)):
        html = call.founder.get("answers").text
        assert f'name="answer_{first.uid}" value="Hardware"' in html
        assert save(call, "Hardware", "Two presses.", WORDS).status_code == 303
        assert call.founder.send().status_code == 303
    texts = [given["text"] for given in call.application.submissions[-1].answers]
    assert texts == ["Hardware", "Two presses.", WORDS]


def test_a_clone_asks_at_the_same_time_of_day(app: Flask, call: Call) -> None:
    set_times(call, required_from=before_the_deadline(call, 3), fixed_after=before_the_deadline(call, 2))
    shift = timedelta(days=140)  # into summer time
    copy = commits(clone_event)(
        call.event, title="Next one", shift=shift, carry={Carry.QUESTIONS}, by=factories.add_person()
    )
    first = queries.stored_questions(copy.id)[0]
    assert first.required_from == copy.applications_close_at - timedelta(days=3)
    assert first.fixed_after == copy.applications_close_at - timedelta(days=2)
