"""What founders are told of dates: what is needed of them now, and when they hear."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import needed
from pitchday.applications.enums import ApplicationState
from pitchday.applications.needed import Standing
from pitchday.applications.stages import StageDates
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import text_of
from tests.applications.conftest import Call as Setting
from tests.applications.conftest import add_complete_startup
from tests.applications.said import add_call
from tests.conftest import NOW

TODAY = date(2027, 2, 12)
DAYS = st.none() | st.dates(TODAY - timedelta(days=9), TODAY + timedelta(days=9))


@given(
    st.sampled_from(ApplicationState),
    st.sampled_from(EventState),
    st.booleans(),
    st.booleans(),
    st.builds(StageDates, DAYS, DAYS, DAYS),
)
def test_one_sentence_says_what_is_needed_or_that_nothing_is(
    state: ApplicationState, event_state: EventState, is_over: bool, is_editable: bool, dates: StageDates
) -> None:
    standing = Standing(state, event_state, is_over, is_editable, "Fri 12 Mar", dates, TODAY)
    words = needed.in_words(standing)
    assert words.startswith(("Needed from you now: ", "Nothing is needed", "Nothing more is needed"))
    done = {ApplicationState.DECLINED, ApplicationState.WITHDRAWN, ApplicationState.CONFIRMED}
    if is_over or state in done or event_state is EventState.CANCELLED:
        assert words.startswith("Nothing")
    elif state in {ApplicationState.SUBMITTED, ApplicationState.RETURNED} and words.startswith("Nothing"):
        assert "you hear" in words.lower()


def test_the_page_of_an_application_says_when_they_hear_and_what_is_needed(call: Setting) -> None:
    call.founder.start()
    assert "Needed from you now: finish it, and send it before Tue 9 Feb 2027, 13:00" in text_of(
        call.founder.get("status")
    )
    call.founder.apply()
    words = text_of(call.founder.get("status"))
    assert "Nothing is needed from you now. The organisers decide after applications close on Tue 9 Feb 2027" in words
    assert "Decision (now) after Tue 9 Feb" in words
    add_call(call.event)
    words = text_of(call.founder.get("status"))
    assert "Nothing is needed from you now. You hear by Wed 10 Feb 2027, whatever the answer is." in words
    assert "Decision (now) by Wed 10 Feb" in words and "Confirmation (to come) by Sat 13 Feb" in words
    assert "You hear by Wed 10 Feb 2027" in text_of(call.founder.client.get("/me"))


def test_late_decisions_are_called_late(call: Setting) -> None:
    call.founder.apply()
    add_call(call.event)
    with clock.frozen(call.event.applications_close_at + timedelta(days=2)):
        words = text_of(call.founder.get("status"))
        assert "You were to hear by Wed 10 Feb 2027. The organisers are late;" in words
        assert "You were to hear by Wed 10 Feb 2027" in text_of(call.founder.client.get("/me"))


def test_whoever_is_invited_knows_until_when_to_confirm(app: Flask, call: Setting) -> None:
    add_call(call.event)
    call.founder.apply()
    call.organiser.decide(call.application.uid, "accept")
    call.organiser.release()
    mail = db.session.query(Mail).filter_by(template="application_accepted").one()
    assert mail.values["confirm_by"] == "Sat 13 Feb 2027"
    assert "Needed from you now: say by Sat 13 Feb 2027 whether you come." in text_of(call.founder.get("status"))
    assert "Confirm by Sat 13 Feb 2027 that you come, on Tue 16 Feb 2027" in text_of(call.founder.client.get("/me"))
    call.founder.post("confirm")
    assert "Nothing is needed from you now." in text_of(call.founder.get("status"))


@pytest.mark.parametrize("path", ["/me", "status"])
def test_the_pages_cost_the_same_with_more_calls(
    app: Flask, call: Setting, count_queries: Callable[[], Any], path: str
) -> None:
    add_call(call.event)
    call.founder.apply()

    def look() -> None:
        assert (call.founder.client.get(path) if path == "/me" else call.founder.get(path)).status_code == 200

    look()
    with count_queries() as few:
        look()
    for _ in range(4):
        event = factories.add_event()
        add_call(event)
        startup = add_complete_startup(call.ada)
        factories.add_application(event, startup, state=ApplicationState.SUBMITTED, submitted_at=NOW)
    with count_queries() as many:
        look()
    assert few.count == many.count


def test_a_postponed_pitch_day_promises_no_dates(call: Setting) -> None:
    call.founder.apply()
    add_call(call.event)
    call.event.state = EventState.POSTPONED
    db.session.commit()
    words = text_of(call.founder.get("status"))
    assert "The pitch day is postponed, and you hear by mail when it has its new date." in words
    assert "Wed 10 Feb" not in words + text_of(call.founder.client.get("/me"))
    assert "Wed 10 Feb" not in text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
