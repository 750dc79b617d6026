"""A call with two dates: what is sent by the first is read first, what comes later is taken until the deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import calls, stages
from pitchday.applications.call_models import Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application, Submission
from pitchday.applications.stages import StageDates
from pitchday.db import commits, db
from pitchday.events.enums import Role
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call as Setting
from tests.conftest import NOW

CLOSES = NOW
MARK = '<span class="tag">After the early deadline</span>'


def early_deadline(call: Setting) -> Any:
    return call.event.applications_close_at - timedelta(days=7)


def save(organiser: Organiser, day: str, at: str = "17:00", *, page: str = "") -> Any:
    html = page or organiser.get("call/dates").text
    typed = {"early_deadline_at-date": day, "early_deadline_at-time": at, "version": hidden(html, "version")}
    return organiser.post("call/dates", typed)


@given(
    first=st.timedeltas(timedelta(days=-9), timedelta(days=9)), now=st.timedeltas(timedelta(days=-9), timedelta(days=9))
)
def test_an_early_deadline_is_told_only_before_the_deadline(first: timedelta, now: timedelta) -> None:
    words = stages.early_deadline_in_words(CLOSES + first, CLOSES, CLOSES + now, clock.UK)
    assert bool(words) == (first < timedelta(0) and now <= timedelta(0))
    assert ("has passed" in words) == (bool(words) and now > first)


def test_the_early_deadline_is_set_and_told_to_everybody(call: Setting) -> None:
    assert "to be read first" not in text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
    assert "The call" in text_of(call.organiser.get("applications"))
    assert "Dates" in text_of(call.organiser.get("call"))
    assert save(call.organiser, "2027-02-02").status_code == 303
    words = (
        "Send it by Tue 2 Feb 2027, 17:00, UK time (GMT), to be read first. Later ones are taken until the deadline."
    )
    assert words in text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
    call.founder.start()
    assert words in text_of(call.founder.get("status"))
    assert "early deadline" in text_of(call.organiser.get("history")).lower()
    assert save(call.organiser, "", "").status_code == 303
    assert words not in text_of(call.founder.get("status"))


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        ("2027-02-09", "13:00", "The early deadline must be before applications close."),
        ("2026-01-01", "13:00", "The early deadline must be after applications open."),
        ("2027-02-02", "", "Enter a date and a time"),
    ],
)
def test_an_early_deadline_that_nobody_could_keep_is_refused_beside_it(
    call: Setting, day: str, at: str, words: str
) -> None:
    call.event.applications_open_at = NOW - timedelta(days=5)
    db.session.commit()
    refused = save(call.organiser, day, at)
    assert refused.status_code == 422 and words in text_of(refused)
    assert f'value="{day}"' in refused.text
    assert db.session.query(Call).count() == 0


def test_a_colleagues_change_is_not_written_over(call: Setting) -> None:
    page = call.organiser.get("call/dates").text
    save(call.organiser, "2027-02-02")
    refused = save(call.organiser, "2027-02-03", page=page)
    assert refused.status_code == 422 and 'value="2027-02-03"' in refused.text
    assert save(call.organiser, "2027-02-03", page=refused.text).status_code == 303


def sent(call: Setting, *ago: timedelta) -> Application:
    """An application that was sent at these times before the deadline."""
    application = factories.add_application(
        call.event,
        factories.add_startup(),
        state=ApplicationState.SUBMITTED,
        submitted_at=call.event.applications_close_at,
    )
    for number, before in enumerate(ago, start=1):
        facts: dict[str, Any] = {"public": {}, "promotional": {}}
        at = call.event.applications_close_at - before
        application.submissions.append(Submission(number=number, submitted_at=at, facts=facts, answers=[]))
    db.session.commit()
    return application


def test_later_ones_are_marked_and_who_sends_again_is_not(app: Flask, call: Setting) -> None:
    early = sent(call, timedelta(days=8), timedelta(days=1))
    late = sent(call, timedelta(days=6))
    assert "Early deadline" not in text_of(call.organiser.get("applications"))
    commits(calls.set_dates)(call.event, early_deadline(call), StageDates(), version=0)
    assert call.organiser.get("applications").text.count(MARK) == 1
    names = [text_of(call.organiser.get(f"applications?first={key}")) for key in ("in", "after")]
    assert early.startup.name in names[0] and late.startup.name not in names[0]
    assert late.startup.name in names[1] and early.startup.name not in names[1]
    assert "First sent after the early deadline" in text_of(call.organiser.get(f"applications/{late.uid}"))
    assert "First sent after the early deadline" not in text_of(call.organiser.get(f"applications/{early.uid}"))


def test_an_early_deadline_says_nothing_once_the_deadline_comes_before_it(app: Flask, call: Setting) -> None:
    sent(call, timedelta(days=6))
    commits(calls.set_dates)(call.event, early_deadline(call), StageDates(), version=0)
    call.event.applications_close_at = early_deadline(call) - timedelta(days=1)
    db.session.commit()
    assert MARK not in call.organiser.get("applications").text


def test_the_list_costs_the_same_with_many(app: Flask, call: Setting, count_queries: Callable[[], Any]) -> None:
    commits(calls.set_dates)(call.event, early_deadline(call), StageDates(), version=0)
    sent(call, timedelta(days=6))
    call.organiser.get("applications")
    with count_queries() as few:
        call.organiser.get("applications")
    for _ in range(9):
        sent(call, timedelta(days=6))
    with count_queries() as many:
        call.organiser.get("applications")
    assert few.count == many.count


def test_a_judge_and_another_pitch_days_organiser_do_not_set_dates(
    app: Flask, call: Setting, other_client: Any, sign_in: Any
) -> None:
    judge, stranger = factories.add_person(), factories.add_person()
    factories.add_role(call.event, judge, Role.JUDGE)
    factories.add_event(organiser=stranger)
    for person in (judge, stranger):
        browser = Organiser(sign_in(person, on=other_client()), call.event.slug)
        assert browser.get("call/dates").status_code == 403
        assert browser.post("call/dates", {"early_deadline_at-date": "2027-02-02"}).status_code == 403
