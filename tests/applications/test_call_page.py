"""The page of a call: who can apply and what for, and what organisers write there without a programmer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications.call_models import Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.enums import EventKind, Role
from pitchday.events.models import Event
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call as Setting
from tests.applications.said import add_call, add_quiz
from tests.conftest import NOW

WORDS = {
    "eligibility": "Startups of the **North**.\n\n<script>alert(1)</script>",
    "prizes": "- A stage\n- £5,000",
    "rules": "Three minutes each.",
    "contact": "Team@Pitchday.example",
}


def page_of(setting: Setting, part: str = "") -> Any:
    return setting.founder.client.get(f"/events/{setting.event.slug}/apply{part}")


def write(organiser: Organiser, *, page: str = "", **words: str) -> Any:
    version = hidden(page or organiser.get("call").text, "version")
    return organiser.post("call", {**WORDS, **words, "version": version})


def set_dates(organiser: Organiser, *, page: str = "", **days: str) -> Any:
    return organiser.post(
        "call/dates", {**days, "version": hidden(page or organiser.get("call/dates").text, "version")}
    )


def test_what_organisers_write_is_read_before_anything_is_typed(call: Setting, client: Any) -> None:
    assert write(call.organiser).status_code == 303
    html = client.get(f"/events/{call.event.slug}/apply").text
    headings = ("Who can apply", "What you get", "The rules", "What happens when", "What we ask", "Where to begin")
    places = [html.index(f">{heading}<") for heading in headings]
    assert places == sorted(places)
    assert "<strong>North</strong>" in html and "<script>alert" not in html
    assert 'href="mailto:team@pitchday.example"' in html
    assert "The call" in text_of(call.organiser.get("history"))


def test_a_call_of_which_nothing_is_said_says_nothing_empty(call: Setting) -> None:
    words = text_of(page_of(call))
    assert "Who can apply" not in words and "What you get" not in words and "The rules" not in words
    assert "Applications close (now) Tue 9 Feb 2027, 13:00, UK time (GMT)" in words


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [("contact", "nobody", "Enter an email address"), ("rules", "x" * 10_001, "Write 10,000 characters at most.")],
)
def test_a_refusal_keeps_what_was_typed(call: Setting, field: str, typed: str, words: str) -> None:
    refused = write(call.organiser, **{field: typed})
    assert refused.status_code == 422 and words in text_of(refused)
    assert typed in refused.text and "£5,000" in refused.text


def test_a_colleagues_words_are_not_written_over_and_their_dates_disturb_nobody(call: Setting) -> None:
    page = call.organiser.get("call").text
    assert set_dates(call.organiser, decisions_by="2027-02-10").status_code == 303
    assert add_statement(call.organiser, "It has a product").status_code == 303
    assert write(call.organiser, page=page).status_code == 303
    refused = write(call.organiser, page=page, rules="Mine")
    assert refused.status_code == 422 and "Mine" in refused.text
    assert write(call.organiser, page=refused.text, rules="Mine").status_code == 303
    assert "Mine" in text_of(page_of(call)) and "by Wed 10 Feb 2027" in text_of(page_of(call))


def test_the_dates_stand_on_the_line_in_their_order(call: Setting) -> None:
    days = {"decisions_by": "2027-02-10", "confirm_by": "2027-02-12", "rehearsal_on": "2027-02-16"}
    assert set_dates(call.organiser, **days).status_code == 303
    words = text_of(page_of(call))
    line = words[words.index("What happens when") :]
    wanted = ("9 Feb 2027, 13:00, UK time", "by Wed 10 Feb 2027", "by Fri 12 Feb 2027", "Rehearsal", "Pitch day")
    places = [line.index(part) for part in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"decisions_by": "2027-02-08"}, "Applications close on Tue 9 Feb 2027: choose that day or a later one."),
        ({"decisions_by": "2027-02-16"}, "The pitch day is on Tue 16 Feb 2027: choose a day before it."),
        ({"decisions_by": "2027-02-12", "confirm_by": "2027-02-11"}, "Founders hear by Fri 12 Feb 2027: choose"),
        ({"rehearsal_on": "2027-02-17"}, "choose that day or an earlier one."),
        ({"early_deadline_at-date": "2027-01-11", "early_deadline_at-time": "09:00"}, "This moment has passed."),
    ],
)
def test_a_date_that_makes_no_sense_is_refused_beside_it(call: Setting, days: dict[str, str], words: str) -> None:
    refused = set_dates(call.organiser, **days)
    assert refused.status_code == 422 and words in text_of(refused)
    assert all(f'value="{typed}"' in refused.text for typed in days.values())
    assert db.session.query(Call).count() == 0


def test_an_early_deadline_that_has_passed_stays_when_another_date_is_set(call: Setting) -> None:
    add_call(call.event, early_deadline_at=NOW - timedelta(days=3))
    typed = {"early_deadline_at-date": "2027-01-09", "early_deadline_at-time": "10:00", "decisions_by": "2027-02-11"}
    assert set_dates(call.organiser, **typed, confirm_by="2027-02-12").status_code == 303


def test_dates_that_the_pitch_day_has_left_behind_are_told_to_organisers_alone(call: Setting) -> None:
    add_call(call.event, early_deadline_at=call.event.applications_close_at - timedelta(days=1))
    assert "by Wed 10 Feb 2027" in text_of(page_of(call))
    assert "Founders are not told" not in text_of(call.organiser.get("call"))
    call.event.applications_close_at -= timedelta(days=2)
    call.event.starts_at = call.event.applications_close_at + timedelta(days=2)
    db.session.commit()
    assert "Founders are not told of 3 dates" in text_of(call.organiser.get("call"))
    words = text_of(call.organiser.get("call/dates"))
    assert "The early deadline must be before applications close." in words
    assert "The pitch day is on Tue 9 Feb 2027: choose a day before it." in words
    line = text_of(page_of(call))
    assert "Everybody hears" not in line and "Early deadline" not in line


def test_whoever_has_applied_is_not_left_with_an_old_date(call: Setting) -> None:
    assert set_dates(call.organiser, decisions_by="2027-02-10").status_code == 303
    assert set_dates(call.organiser, decisions_by="2027-02-11").status_code == 303
    factories.add_application(call.event, call.startup, state=ApplicationState.SUBMITTED, submitted_at=NOW)
    for later in ("2027-02-12", ""):
        refused = set_dates(call.organiser, decisions_by=later)
        assert refused.status_code == 422 and "1 startup that applied was told this day." in text_of(refused)
    assert set_dates(call.organiser, decisions_by="2027-02-10").status_code == 303


def quiz(call: Setting, browser: Any, *answers: str) -> Any:
    fields = [criterion["uid"] for criterion in db.session.query(Call).one().criteria]
    address = f"/events/{call.event.slug}/apply/quiz"
    typed = dict(zip((f"fits_{uid}" for uid in fields), answers, strict=False))
    return browser.post(address, data={**typed, "csrf_token": hidden(browser.get(address).text, "csrf_token")})


def test_a_quiz_without_an_account_says_what_does_not_fit_and_keeps_nothing(call: Setting, client: Any) -> None:
    add_quiz(add_call(call.event))
    words = text_of(client.get(f"/events/{call.event.slug}/apply"))
    assert "It has a product" in words and "Check whether you fit" in words
    fits = quiz(call, client, "yes", "no")
    assert fits.status_code == 200 and "Your startup fits" in text_of(fits)
    unfit = text_of(quiz(call, client, "yes", "yes"))
    assert "1 thing does not fit" in unfit and "“It is listed”: you say that this is true" in unfit
    assert "“It has a product”" not in unfit and "team@pitchday.example" in unfit
    assert "You can apply all the same" in unfit
    refused = quiz(call, client, "yes")
    assert refused.status_code == 422 and "Choose an answer." in text_of(refused)
    assert "checked" not in client.get(f"/events/{call.event.slug}/apply/quiz").text
    assert call.founder.start().status_code == 303


def test_a_call_without_a_quiz_leads_to_itself(call: Setting) -> None:
    assert page_of(call, "/quiz").location == f"/events/{call.event.slug}/apply"
    assert call.founder.client.post(f"/events/{call.event.slug}/apply/quiz").status_code == 303


def add_statement(organiser: Organiser, statement: str, wanted: str = "yes") -> Any:
    version = hidden(organiser.get("call/quiz").text, "version")
    return organiser.post("call/quiz", {"statement": statement, "wanted": wanted, "version": version})


def statements(call: Setting) -> list[tuple[str, bool]]:
    db.session.expire_all()
    return [(kept["statement"], kept["wanted"]) for kept in db.session.query(Call).one().criteria]


def test_the_quiz_is_made_by_buttons(call: Setting) -> None:
    for statement, wanted in (("A", "yes"), ("B", "no"), ("C", "yes")):
        assert add_statement(call.organiser, statement, wanted).status_code == 303
    refused = add_statement(call.organiser, "b")
    assert refused.status_code == 422 and "The quiz has this statement already." in text_of(refused)
    uids = [kept["uid"] for kept in db.session.query(Call).one().criteria]
    for uid, way in ((uids[2], "up"), (uids[0], "up"), (uids[1], "down")):
        assert call.organiser.post(f"call/quiz/{uid}/move", {"way": way}).status_code == 303
    assert statements(call) == [("A", True), ("C", True), ("B", False)]
    page = call.organiser.get(f"call/quiz/{uids[0]}").text
    typed = {"statement": "A2", "wanted": "no", "version": hidden(page, "version")}
    assert call.organiser.post(f"call/quiz/{uids[0]}", typed).status_code == 303
    stale = call.organiser.post(f"call/quiz/{uids[0]}", {**typed, "statement": "A3"})
    assert stale.status_code == 422 and 'value="A3"' in stale.text
    assert "Remove “C”?" in text_of(call.organiser.get(f"call/quiz/{uids[2]}/remove"))
    assert call.organiser.post(f"call/quiz/{uids[2]}/remove").status_code == 303
    assert statements(call) == [("A2", False), ("B", False)]
    assert call.organiser.get(f"call/quiz/{uids[2]}").status_code == 404
    history = text_of(call.organiser.get("history"))
    assert "“B” fits if it is not true" in history and "2. “C” fits if it is true" in history
    assert "“A” fits if it is true is now → “A2” fits if it is not true" in history


def test_a_quiz_ends_at_twelve(call: Setting) -> None:
    for number in range(12):
        assert add_statement(call.organiser, f"Statement {number}").status_code == 303
    assert "as many as there can be" in text_of(call.organiser.get("call/quiz"))
    assert (
        call.organiser.post("call/quiz", {"statement": "One more", "wanted": "yes", "version": "12"}).status_code == 422
    )


def add_round(event: Event, applied: int, pitched: int, *, weeks_ago: int = 5) -> Event:
    """A pitch day of the same programme that took place."""
    earlier = factories.add_event(
        programme=event.programme, kind=event.kind, starts_at=NOW - timedelta(weeks=weeks_ago), title="Round before"
    )
    for number in range(applied):
        state = ApplicationState.CONFIRMED if number < pitched else ApplicationState.DECLINED
        told = {"submitted_at": NOW, "released_at": NOW}
        factories.add_application(earlier, factories.add_startup(), state=state, **told)
    return earlier


def test_the_odds_of_the_last_round_are_shown_where_the_organiser_says_so(app: Flask, call: Setting) -> None:
    call.event.programme = factories.add_programme()
    db.session.commit()
    add_round(call.event, 7, 3)
    add_round(call.event, 9, 9, weeks_ago=60)
    assert "Founders then read: Last time" in text_of(call.organiser.get("call"))
    write(call.organiser)
    odds = "Last time, at Round before in December 2026, 7 startups applied and 3 pitched."
    assert odds not in text_of(page_of(call))
    write(call.organiser, shows_odds="y")
    assert odds in text_of(page_of(call))


def test_odds_of_few_or_of_another_kind_are_not_shown(app: Flask, call: Setting) -> None:
    call.event.programme = factories.add_programme()
    db.session.commit()
    add_call(call.event, shows_odds=True)
    add_round(call.event, 4, 1)
    assert "Last time" not in text_of(page_of(call))
    final = add_round(call.event, 6, 2, weeks_ago=3)
    final.kind = EventKind.FINAL
    db.session.commit()
    assert "Last time" not in text_of(page_of(call))


def test_the_page_costs_the_same_with_many(app: Flask, call: Setting, count_queries: Callable[[], Any]) -> None:
    call.event.programme = factories.add_programme()
    db.session.commit()
    add_call(call.event, shows_odds=True)
    add_round(call.event, 5, 1)
    page_of(call)
    with count_queries() as few:
        page_of(call)
    add_quiz(db.session.query(Call).filter_by(event_id=call.event.id).one())
    for weeks in range(6, 10):
        add_round(call.event, 8, 2, weeks_ago=weeks)
    with count_queries() as many:
        page_of(call)
    assert few.count == many.count
    assert db.session.query(Application).count() > 30


def test_organisers_are_warned_of_changing_what_somebody_has_applied_by(call: Setting) -> None:
    assert "applied already" not in text_of(call.organiser.get("call"))
    call.founder.apply()
    assert "1 startup has applied already" in text_of(call.organiser.get("call"))


def test_whoever_came_through_another_pitch_day_says_nothing_of_decisions(app: Flask, call: Setting) -> None:
    add_call(call.event)
    before = factories.add_application(factories.add_event(), call.startup)
    told = {"released_at": NOW, "carried_from_id": before.id}
    factories.add_application(call.event, call.startup, state=ApplicationState.INVITED, submitted_at=NOW, **told)
    with clock.frozen(call.event.applications_close_at + timedelta(hours=1)):
        assert "Everybody hears (now)" in text_of(page_of(call))


@pytest.mark.parametrize("path", ["call", "call/dates", "call/quiz"])
def test_a_judge_and_another_pitch_days_organiser_do_not_write_it(
    app: Flask, call: Setting, other_client: Any, sign_in: Any, path: str
) -> None:
    judge, stranger = factories.add_person(), factories.add_person()
    factories.add_role(call.event, judge, Role.JUDGE)
    factories.add_event(organiser=stranger)
    for person in (judge, stranger):
        browser = Organiser(sign_in(person, on=other_client()), call.event.slug)
        assert browser.get(path).status_code == 403
        assert browser.post(path, {"rules": "None"}).status_code == 403
