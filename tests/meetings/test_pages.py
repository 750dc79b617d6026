"""The board, the meeting's pages and the desk, as a browser without scripts sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.mail import Mail
from pitchday.meetings.forms import round_code
from pitchday.meetings.models import Meeting, MeetingState
from tests import factories
from tests.meetings.days import FIRST, FOURTH, ON_STAGE, THIRD, Day, make_day
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]
PROMOTIONAL = ("250,000", "1,750,000", "£")


def only() -> Meeting:
    return db.session.scalars(sa.select(Meeting)).one()


def button(opening: Any, day: Day) -> str:
    return round_code(day.block.uid, opening)


def test_the_board_offers_free_times_per_startup(day: Day, investor: Person, sign_in: SignIn) -> None:
    day.book(investor, 1, FOURTH)
    page = sign_in(investor).get(day.board).text
    for at, free in ((FIRST, True), (ON_STAGE, False), (THIRD, True), (FOURTH, False)):
        assert (f'name="at" value="{button(at, day)}"' in page) is free
    assert "You meet at 15:45–16:05" in page
    assert "Meeting with Company 01" in page
    assert "Company 01 pitches" in page
    assert not any(fact in page for fact in PROMOTIONAL)


def test_a_button_books_and_leads_back(
    day: Day, investor: Person, sign_in: SignIn, mails: Callable[[], list[Mail]]
) -> None:
    browser = sign_in(investor)
    answer = browser.post(f"{day.board}?q=company", data=day.post(once="a" * 20))
    assert (answer.status_code, answer.location) == (303, f"{day.board}?q=company")
    assert "Booked: Company 00, Tue 16 Feb, 14:30–14:50" in browser.get(answer.location).text
    assert browser.post(day.board, data=day.post(once="a" * 20)).status_code in (302, 303)
    assert only().starts_at == FIRST
    assert [mail.template for mail in mails()].count("meeting_booked") == 2


def test_a_refusal_offers_the_nearest_times_as_buttons(day: Day, investor: Person, sign_in: SignIn) -> None:
    answer = sign_in(investor).post(day.board, data=day.post(at=ON_STAGE, once="b" * 20))
    assert answer.status_code == 422
    refusal = answer.text.partition("Not booked")[2].partition("My day")[0]
    assert "Company 00 is on stage at 14:55–15:05" in refusal
    assert [at for at in (FIRST, ON_STAGE, THIRD, FOURTH) if button(at, day) in refusal] == [FIRST, THIRD, FOURTH]


def test_another_time_leads_to_the_meeting_there_is(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    answer = sign_in(investor).post(day.board, data=day.post(at=THIRD, once="c" * 20))
    assert answer.status_code == 422
    assert f"/meetings/{meeting.uid}/move" in answer.text


@pytest.mark.parametrize("at", ["", "x", "x-20270216T9999", "../../etc", "é-20270216T1430", "nothere-20270216T1430"])
def test_nonsense_is_refused_in_words(day: Day, investor: Person, sign_in: SignIn, at: str) -> None:
    answer = sign_in(investor).post(day.board, data={"startup": day.startups[0].uid, "at": at})
    assert answer.status_code == 422
    assert "from the board" in answer.text


def test_past_rounds_are_hidden(day: Day, investor: Person, sign_in: SignIn) -> None:
    with clock.frozen(FIRST + timedelta(minutes=1)):
        page = sign_in(investor).get(day.board).text
    assert button(FIRST, day) not in page
    assert button(THIRD, day) in page


@pytest.mark.parametrize(
    ("last_day", "words"),
    [(None, "signed an investor statement"), (date(2027, 2, 15), "ends before the pitch day")],
    ids=["no statement", "it ends the day before"],
)
def test_without_a_basis_the_board_says_what_is_missing(
    day: Day, sign_in: SignIn, last_day: date | None, words: str
) -> None:
    person = factories.add_investor(basis=False)
    if last_day:
        factories.add_statement(person, last_valid_day=last_day)
    page = sign_in(person).get(day.board).text
    assert words in page
    assert "/me/investor/statement" in page
    assert 'name="at" value=' not in page
    assert not any(fact in page for fact in PROMOTIONAL)


def test_filters_stand_in_the_address(app: Flask, investor: Person, sign_in: SignIn) -> None:
    day = make_day(startups=3)
    day.book(factories.add_investor(), 2)
    browser = sign_in(investor)
    assert "Company 01" not in browser.get(f"{day.board}?q=company%2002").text
    at_first = browser.get(f"{day.board}?at={button(FIRST, day)}").text
    assert "Company 00" in at_first
    assert "Company 02" not in at_first
    assert button(THIRD, day) not in at_first.partition("</select>")[2].rpartition("</select>")[2]
    assert "No startup fits" in browser.get(f"{day.board}?q=%25").text


def test_a_board_before_the_release_says_so(app: Flask, investor: Person, sign_in: SignIn) -> None:
    event = factories.add_event()
    assert "No meeting times yet" in sign_in(investor).get(f"/events/{event.slug}/meetings").text


def test_the_board_costs_the_same_for_any_number(
    app: Flask, investor: Person, sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    small, large = make_day(startups=1, rounds=1), make_day(startups=12, tables=5, rounds=12)
    for number in range(3):
        day = large
        day.book(investor, number, FIRST + timedelta(minutes=25 * (number + 3)))
    browser = sign_in(investor)
    browser.get(small.board)
    costs = []
    for each in (small, large):
        with count_queries() as counter:
            browser.get(each.board)
        costs.append(counter.count)
    assert costs[0] == costs[1]


def test_who_may_open_the_board(day: Day, client: CheckingClient, sign_in: SignIn) -> None:
    assert client.get(day.board).status_code == 302
    assert sign_in(day.founder()).get(day.board).status_code == 403


def test_both_sides_see_their_meeting_and_nobody_else(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    page = f"/meetings/{meeting.uid}"
    seen = sign_in(investor).get(page).text
    assert "Tue 16 Feb, 14:30–14:50" in seen
    assert "UK time (GMT)" in seen
    assert f"{meeting.table.name}, Lounge" in seen
    theirs = sign_in(day.founder()).get(page).text
    assert "Ines Investor, Penhollow Ventures" in theirs
    assert "Move to another time" not in theirs
    for stranger in (factories.add_investor(), day.founder(1), day.organiser):
        for path in ("", "/move", "/cancel", ".ics"):
            assert sign_in(stranger).get(page + path).status_code == 404
    assert sign_in(day.founder()).get(f"{page}/move").status_code == 404


def test_the_calendar_file_has_the_name_of_the_mail(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    browser = sign_in(investor)
    answer = browser.get(f"/meetings/{meeting.uid}.ics")
    entry = icalendar.Calendar.from_ical(answer.data).events[0]
    assert str(entry["UID"]) == f"meeting-{meeting.uid}@pitchday.test"
    assert answer.headers["Cache-Control"].startswith("private")
    again = browser.get(f"/meetings/{meeting.uid}.ics", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_meeting_is_moved_by_a_button(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    browser = sign_in(investor)
    page = browser.get(f"/meetings/{meeting.uid}/move").text
    assert button(THIRD, day) in page
    assert button(ON_STAGE, day) not in page
    answer = browser.post(f"/meetings/{meeting.uid}/move", data={"at": button(THIRD, day), "version": meeting.version})
    assert answer.status_code == 303
    assert only().starts_at == THIRD


def test_a_refused_move_is_shown_and_changes_nothing(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    answer = sign_in(investor).post(
        f"/meetings/{meeting.uid}/move", data={"at": button(ON_STAGE, day), "version": meeting.version}
    )
    assert answer.status_code == 422
    assert "Company 00 is on stage" in answer.text
    assert only().starts_at == FIRST


def test_a_page_that_is_out_of_date_does_not_move_it(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    data = {"at": button(THIRD, day), "version": meeting.version}
    browser = sign_in(investor)
    browser.post(f"/meetings/{meeting.uid}/move", data=data)
    answer = browser.post(f"/meetings/{meeting.uid}/move", data={**data, "at": button(FOURTH, day)})
    assert answer.status_code == 422
    assert only().starts_at == THIRD


@pytest.mark.parametrize("side", ["investor", "founder"])
def test_either_side_cancels_after_a_look(day: Day, investor: Person, sign_in: SignIn, side: str) -> None:
    meeting = day.book(investor)
    browser = sign_in(investor if side == "investor" else day.founder())
    assert "We write to 2 people" in browser.get(f"/meetings/{meeting.uid}/cancel").text
    answer = browser.post(f"/meetings/{meeting.uid}/cancel", data={"reason": "Ill"})
    assert answer.status_code == 303
    assert "does not take place. Reason: Ill" in browser.get(answer.location).text
    assert only().state is MeetingState.CANCELLED


def test_a_reason_may_not_be_a_novel(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    answer = sign_in(investor).post(f"/meetings/{meeting.uid}/cancel", data={"reason": "x" * 301})
    assert answer.status_code == 422
    assert only().state is MeetingState.SCHEDULED


def test_the_desk_lists_and_cancels(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    browser = sign_in(day.organiser)
    page = browser.get(day.desk).text
    assert "Ines Investor and Company 00" in page
    assert f"{meeting.table.name}, Lounge" in page
    assert "Outside the programme" not in page
    cancel = f"{day.desk}/{meeting.uid}/cancel"
    assert "We write to 2 people" in browser.get(cancel).text
    assert browser.post(cancel, data={"reason": "The room is needed."}).status_code == 303
    assert "No meeting fits" in browser.get(day.desk).text
    assert "Ines Investor" in browser.get(f"{day.desk}?state=cancelled").text
    assert "No meeting fits" in browser.get(f"{day.desk}?state=all&q=nobody").text


def test_the_desk_is_the_organisers(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting = day.book(investor)
    other = factories.add_event()
    assert sign_in(investor).get(day.desk).status_code == 403
    elsewhere = f"/organise/events/{other.slug}/meetings/{meeting.uid}/cancel"
    organiser_there = other_organiser(other)
    assert sign_in(organiser_there).get(elsewhere).status_code == 404
    assert sign_in(organiser_there).get(f"{day.desk}/{meeting.uid}/cancel").status_code == 403


def other_organiser(event: Any) -> Person:
    from pitchday.events.team_queries import members

    return members(event)[0].person


def test_the_desk_costs_the_same_for_any_number(app: Flask, sign_in: SignIn, count_queries: Callable[[], Any]) -> None:
    day = make_day(startups=6, tables=6)
    day.book(factories.add_investor())
    browser = sign_in(day.organiser)
    browser.get(day.desk)
    with count_queries() as one:
        browser.get(day.desk)
    for number in range(2, 6):
        day.book(factories.add_investor(), number)
    with count_queries() as many:
        browser.get(day.desk)
    assert one.count == many.count
