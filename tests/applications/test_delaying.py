"""Decisions that are delayed, and what becomes of the dates of a call when its pitch day moves or is made again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications import calls, criteria
from pitchday.applications.call_models import Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.stages import StageDates
from pitchday.db import commits, db
from pitchday.events import life
from pitchday.events.cloning import Carry, clone_event
from pitchday.events.enums import Role
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call as Setting
from tests.applications.said import add_call, add_quiz
from tests.conftest import NOW

SENTENCE = "Two of us are ill."
DAYS = {"decisions_by": "2027-02-12", "confirm_by": "2027-02-14"}


def delay(organiser: Organiser, *, page: str = "", **typed: str) -> Any:
    html = page or organiser.get("call/delay").text
    read = {name: hidden(html, name) for name in ("version", "once")}
    return organiser.post("call/delay", {**read, **DAYS, "sentence": SENTENCE, **typed})


def told(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if mail.template == "decisions_delayed"]


def add_waiting(call: Setting, state: ApplicationState = ApplicationState.SUBMITTED, **values: Any) -> Any:
    startup = factories.add_startup()
    return factories.add_application(call.event, startup, state=state, submitted_at=NOW, **values)


def test_everybody_who_waits_gets_one_mail_and_sees_the_new_day(
    app: Flask, call: Setting, mails: Callable[[], list[Mail]], run_jobs: Callable[[], int]
) -> None:
    add_call(call.event)
    call.founder.apply()
    add_waiting(call)
    add_waiting(call, ApplicationState.DECLINED, released_at=NOW)
    draft = factories.add_application(call.event, factories.add_startup(), state=ApplicationState.DRAFT)
    assert draft.submitted_at is None
    words = text_of(call.organiser.get("call/delay"))
    assert "Founders were told that they hear by Wed 10 Feb 2027." in words
    assert "2 founders of 2 startups that wait for an answer get this mail." in words
    looked = call.organiser.post("call/delay", {**DAYS, "sentence": SENTENCE, "look": "1"})
    assert "you now hear by Fri 12 Feb 2027" in text_of(looked) and SENTENCE in text_of(looked)
    assert told(mails()) == []
    page = call.organiser.get("call/delay").text
    assert delay(call.organiser, page=page).status_code == 303
    assert delay(call.organiser, page=page).status_code == 303
    sent = told(mails())
    assert len(sent) == 2
    text = compose(sent[0]).as_string()
    assert "You were to hear by Wed 10 Feb 2027" in text and "Olive Organiser writes:" in text and SENTENCE in text
    public = text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
    said = f"The decisions are delayed: they were to be made by Wed 10 Feb 2027, and now by Fri 12 Feb 2027. {SENTENCE}"
    assert said in public and "by Fri 12 Feb 2027" in public
    status = text_of(call.founder.get("status"))
    assert said in status and "You hear by Fri 12 Feb 2027" in status
    assert "of a later decision" in text_of(call.organiser.get("history"))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"decisions_by": "2027-02-10"}, "Founders were told Wed 10 Feb 2027. Choose a later day."),
        ({"decisions_by": ""}, "Enter the day by which they hear."),
        ({"decisions_by": "2027-02-16"}, "The pitch day is on Tue 16 Feb 2027: choose a day before it."),
        ({"confirm_by": "2027-02-11"}, "Founders hear by Fri 12 Feb 2027: choose that day or a later one."),
        ({"sentence": "x" * 501}, "Write 500 characters at most."),
    ],
)
def test_a_day_that_makes_no_sense_is_refused_and_nobody_is_told(
    app: Flask, call: Setting, mails: Callable[[], list[Mail]], typed: dict[str, str], words: str
) -> None:
    add_call(call.event)
    add_waiting(call)
    refused = delay(call.organiser, **typed)
    assert refused.status_code == 422 and words in text_of(refused)
    assert told(mails()) == []
    assert db.session.query(Call).one().decisions_by == date(2027, 2, 10)


def test_two_organisers_at_once_tell_everybody_once(app: Flask, call: Setting, mails: Callable[[], list[Mail]]) -> None:
    add_call(call.event)
    add_waiting(call)
    pages = [call.organiser.get("call/delay").text for _ in range(2)]
    assert delay(call.organiser, page=pages[0]).status_code == 303
    refused = delay(call.organiser, page=pages[1], decisions_by="2027-02-13")
    assert refused.status_code == 422 and "changed" in text_of(refused)
    assert len(told(mails())) == 1


def test_a_first_day_can_be_told_by_mail_and_nobody_to_tell_is_no_mail(
    app: Flask, call: Setting, mails: Callable[[], list[Mail]]
) -> None:
    assert "Nobody waits for an answer" in text_of(call.organiser.get("call/delay"))
    assert delay(call.organiser, version="0").status_code == 422
    add_waiting(call)
    assert delay(call.organiser).status_code == 303
    (mail,) = told(mails())
    assert compose(mail)["subject"] == f"You hear from {call.event.title} by Fri 12 Feb 2027"
    public = text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
    assert "by Fri 12 Feb 2027" in public and "delayed" not in public


def test_an_organiser_sees_on_the_desk_that_founders_wait_in_vain(call: Setting) -> None:
    add_call(call.event)
    add_waiting(call)
    assert "to hear by" not in text_of(call.organiser.client.get(f"/organise/events/{call.event.slug}"))
    with clock.frozen(call.event.applications_close_at + timedelta(days=2)):
        desk = call.organiser.client.get(f"/organise/events/{call.event.slug}")
        assert "1 startup was to hear by Wed 10 Feb 2027" in text_of(desk)
        assert f"/organise/events/{call.event.slug}/call/delay" in desk.text


def test_the_page_and_the_mails_cost_the_same_with_many(
    app: Flask, call: Setting, count_queries: Callable[[], Any]
) -> None:
    add_call(call.event)
    add_waiting(call)
    call.organiser.get("call/delay")
    with count_queries() as few:
        page = call.organiser.get("call/delay").text
        delay(call.organiser, page=page)
    for _ in range(6):
        add_waiting(call)
    with count_queries() as many:
        page = call.organiser.get("call/delay").text
        assert delay(call.organiser, page=page, decisions_by="2027-02-13").status_code == 303
    assert few.count == many.count


def test_a_pitch_day_made_again_says_the_same_of_its_call_a_year_later(app: Flask, call: Setting) -> None:
    close = call.event.applications_close_at
    known = add_call(call.event, shows_odds=True, early_deadline_at=close - timedelta(days=2), delayed_from=None)
    add_quiz(known)
    known.delayed_from, known.delay_note = known.decisions_by - timedelta(days=1), SENTENCE
    db.session.commit()
    shift = timedelta(weeks=20)
    by = factories.add_person(may_create_events=True)
    made = commits(clone_event)(call.event, title="Again", shift=shift, carry=frozenset(Carry), by=by)
    copy = calls.call_of(made)
    assert copy is not None
    assert (copy.eligibility, copy.rules, copy.shows_odds) == (known.eligibility, known.rules, True)
    assert [one.statement for one in criteria.criteria_of(copy)] == ["It has a product", "It is listed"]
    assert copy.decisions_by == date(2027, 2, 10) + shift and copy.confirm_by == date(2027, 2, 13) + shift
    assert copy.early_deadline_at == clock.moved(close - timedelta(days=2), call.event.zone, shift)
    assert calls.untold_dates(made, copy) == {}
    assert (copy.delayed_from, copy.delay_note, copy.earlier_event_id) == (None, "", call.event.id)
    bare = commits(clone_event)(call.event, title="Bare", shift=shift, carry=frozenset(), by=by)
    left = calls.call_of(bare)
    assert left is not None and left.earlier_event_id == call.event.id
    assert (left.eligibility, left.criteria, calls.stage_dates(left)) == ("", [], StageDates())


def test_the_dates_move_with_a_pitch_day_that_was_postponed(app: Flask, call: Setting) -> None:
    add_call(call.event, early_deadline_at=call.event.applications_close_at - timedelta(days=2))
    olive = factories.add_person()
    commits(life.postpone)(call.event, by=olive)
    later = timedelta(days=28, hours=2)
    new = life.NewDate(
        *(getattr(call.event, name) + later for name in ("starts_at", "ends_at", "applications_close_at"))
    )
    commits(life.set_new_date)(call.event, new, by=olive)
    moved = calls.call_of(call.event)
    assert moved is not None and moved.decisions_by == date(2027, 3, 10) and moved.confirm_by == date(2027, 3, 13)
    assert calls.untold_dates(call.event, moved) == {}


def test_an_early_deadline_stays_where_the_deadline_has_passed(app: Flask, call: Setting) -> None:
    """It says who came after it, also when the day itself is moved."""
    early = call.event.applications_close_at - timedelta(days=2)
    add_call(call.event, early_deadline_at=early)
    olive = factories.add_person()
    with clock.frozen(call.event.applications_close_at + timedelta(hours=1)):
        commits(life.postpone)(call.event, by=olive)
        later, closed = timedelta(days=28), call.event.applications_close_at
        new = life.NewDate(call.event.starts_at + later, call.event.ends_at + later, closed)
        commits(life.set_new_date)(call.event, new, by=olive)
    assert calls.early_deadline_of(call.event) == early


def test_a_judge_and_another_pitch_days_organiser_tell_nobody(
    app: Flask, call: Setting, other_client: Any, sign_in: Any
) -> None:
    judge, stranger = factories.add_person(), factories.add_person()
    factories.add_role(call.event, judge, Role.JUDGE)
    factories.add_event(organiser=stranger)
    for person in (judge, stranger):
        browser = Organiser(sign_in(person, on=other_client()), call.event.slug)
        assert browser.get("call/delay").status_code == 403
        assert browser.post("call/delay", DAYS).status_code == 403
