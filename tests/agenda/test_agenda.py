"""Where somebody must be, and when: the page, the paper and the private calendar."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from flask import Flask
from pypdf import PdfReader

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.agenda.queries import entries
from pitchday.db import db
from pitchday.events import life
from pitchday.events.enums import Role
from pitchday.meetings.services import cancel, move
from tests import factories
from tests.conftest import NOW
from tests.meetings.days import FIRST, FOURTH, ON_STAGE, THIRD, Day, make_day
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]


@pytest.fixture
def day(app: Flask) -> Day:
    return make_day()


@pytest.fixture
def investor(app: Flask) -> Person:
    return factories.add_investor("Ines Investor")


def kinds(person: Person) -> list[tuple[str, object]]:
    return [(entry.kind, entry.starts_at) for entry in entries(person, since=NOW)]


def address_of(browser: CheckingClient) -> str:
    """The private address, made by the button and read from the page."""
    browser.post("/me/agenda/address")
    found = re.search(r'value="https://pitchday\.test(/feeds/[^"]+)"', browser.get("/me/agenda").text)
    assert found
    return found[1]


def test_a_founder_has_pitches_and_meetings(day: Day, investor: Person) -> None:
    day.book(investor)
    assert kinds(day.founder()) == [("meeting", FIRST), ("pitch", ON_STAGE)]
    meeting, pitch = entries(day.founder(), since=NOW)
    assert (meeting.title, meeting.counterpart) == ("Meeting with Ines Investor", "Ines Investor")
    assert (pitch.title, pitch.zone.key) == ("Company 00 pitches", "Europe/London")


def test_an_investor_has_meetings_of_their_own_only(day: Day, investor: Person) -> None:
    day.book(investor)
    day.book(factories.add_investor(), 1)
    assert kinds(investor) == [("meeting", FIRST)]


def test_a_judge_has_the_pitch_sessions(day: Day) -> None:
    judge = factories.add_person()
    factories.add_role(day.event, judge, Role.JUDGE)
    assert kinds(judge) == [("judging", ON_STAGE)]


def test_what_is_cancelled_or_over_is_not_in_it(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    assert entries(investor, since=meeting.ends_at) == []
    cancel(meeting, by=investor)
    assert entries(investor, since=NOW) == []
    life.cancel_event(day.event, by=day.organiser)
    assert entries(day.founder(), since=NOW) == []


def test_the_page_groups_by_day_and_names_the_zone(day: Day, investor: Person, sign_in: SignIn) -> None:
    day.book(investor)
    page = sign_in(investor).get("/me/agenda").text
    assert "Tue 16 Feb 2027" in page
    assert "UK time (GMT)" in page
    assert "Meeting with Company 00" in page
    assert "14:30–14:50" in page


def test_an_empty_agenda_says_what_will_be_there(app: Flask, sign_in: SignIn) -> None:
    assert "Nothing ahead" in sign_in(factories.add_person()).get("/me/agenda").text


def test_the_page_costs_the_same_for_any_number(
    day: Day, investor: Person, sign_in: SignIn, count_queries: Callable[[], Any]
) -> None:
    day.book(investor)
    browser = sign_in(investor)
    browser.get("/me/agenda")
    with count_queries() as one:
        browser.get("/me/agenda")
    other = make_day(startups=3, starts_at=day.event.starts_at)
    day.book(investor, 1, THIRD)
    other.book(investor, 2, FOURTH)
    with count_queries() as many:
        browser.get("/me/agenda")
    assert one.count == many.count


def test_the_feed_has_everything_under_its_lasting_name(day: Day, sign_in: SignIn, investor: Person) -> None:
    meeting = day.book(investor)
    browser = sign_in(day.founder())
    answer = browser.get(address_of(browser))
    found = {str(entry["UID"]): entry for entry in icalendar.Calendar.from_ical(answer.data).events}
    assert f"meeting-{meeting.uid}@pitchday.test" in found
    assert sum(uid.startswith("slot-") for uid in found) == 1
    entry = found[f"meeting-{meeting.uid}@pitchday.test"]
    assert (entry.start, int(entry["SEQUENCE"])) == (FIRST, 0)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not any(fact in answer.text for fact in ("250", "1750000", "1,750,000"))


def test_the_feed_needs_no_session_and_stays_the_same(
    day: Day, investor: Person, sign_in: SignIn, other_client: Callable[[], CheckingClient]
) -> None:
    meeting = day.book(investor)
    feed = address_of(sign_in(investor))
    program = other_client()
    first = program.get(feed)
    with clock.frozen(NOW + timedelta(hours=5)):
        second = program.get(feed)
        same = program.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    assert first.data == second.data
    assert (same.status_code, same.data) == (304, b"")
    move(meeting, starts_at=THIRD)
    db.session.commit()
    moved = program.get(feed, headers={"If-None-Match": first.headers["ETag"]})
    entry = icalendar.Calendar.from_ical(moved.data).events[0]
    assert (entry.start, int(entry["SEQUENCE"])) == (THIRD, 1)


def test_the_feed_drops_what_was_cancelled_and_what_is_long_over(day: Day, investor: Person, sign_in: SignIn) -> None:
    meeting, other = day.book(investor), day.book(investor, 1, FOURTH)
    browser = sign_in(investor)
    feed = address_of(browser)
    cancel(other, by=investor)
    db.session.commit()
    assert [str(entry["UID"]) for entry in icalendar.Calendar.from_ical(browser.get(feed).data).events] == [
        f"meeting-{meeting.uid}@pitchday.test"
    ]
    for days, left in ((30, 1), (32, 0)):
        with clock.frozen(FIRST + timedelta(days=days)):
            assert len(icalendar.Calendar.from_ical(browser.get(feed).data).events) == left


def test_a_new_address_kills_the_old_one(investor: Person, sign_in: SignIn) -> None:
    browser = sign_in(investor)
    old = address_of(browser)
    assert "stops working at once" in browser.get("/me/agenda/address").text
    new = address_of(browser)
    assert new != old
    assert (browser.get(old).status_code, browser.get(new).status_code) == (404, 200)


def test_looking_at_the_confirm_page_changes_nothing(investor: Person, sign_in: SignIn) -> None:
    browser = sign_in(investor)
    feed = address_of(browser)
    browser.get("/me/agenda/address")
    assert browser.get(feed).status_code == 200


def test_the_page_links_for_programs_that_know_webcal(investor: Person, sign_in: SignIn) -> None:
    browser = sign_in(investor)
    feed = address_of(browser)
    assert f'href="webcal://pitchday.test{feed}"' in browser.get("/me/agenda").text


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00", "é"])
def test_a_guessed_address_is_nothing(client: CheckingClient, token: str) -> None:
    assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_the_pdf_is_made_once_by_a_job(
    day: Day, investor: Person, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    day.book(investor)
    run_jobs()
    browser = sign_in(investor)
    waiting = browser.get("/me/agenda.pdf")
    assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
    assert "being made" in waiting.text
    assert browser.get("/me/agenda.pdf").status_code == 202
    assert run_jobs() == 1
    made = browser.get("/me/agenda.pdf")
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    words = " ".join(PdfReader(io.BytesIO(made.data)).pages[0].extract_text().split())
    assert "Agenda of Ines Investor" in words
    assert "Meeting with Company 00" in words
    assert made.headers["Cache-Control"] == "private, no-cache"
    again = browser.get("/me/agenda.pdf", headers={"If-None-Match": made.headers["ETag"]})
    assert again.status_code == 304


def test_a_changed_agenda_is_printed_anew(
    day: Day, investor: Person, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    meeting = day.book(investor)
    browser = sign_in(investor)
    browser.get("/me/agenda.pdf")
    run_jobs()
    move(meeting, starts_at=THIRD)
    assert browser.get("/me/agenda.pdf").status_code == 202
    run_jobs()
    assert "15:20" in PdfReader(io.BytesIO(browser.get("/me/agenda.pdf").data)).pages[0].extract_text()


def test_a_job_that_died_is_asked_for_again(
    app: Flask, investor: Person, sign_in: SignIn, run_jobs: Callable[[], int]
) -> None:
    browser = sign_in(investor)
    browser.get("/me/agenda.pdf")
    app.extensions["pitchday-queue"].huey.storage.flush_all()
    assert run_jobs() == 0
    with clock.frozen(NOW + timedelta(minutes=3)):
        assert browser.get("/me/agenda.pdf").status_code == 202
        assert run_jobs() == 1
        assert browser.get("/me/agenda.pdf").status_code == 200


def test_signed_out_people_have_no_agenda(client: CheckingClient) -> None:
    for path in ("/me/agenda", "/me/agenda.pdf", "/me/agenda/address"):
        assert client.get(path).status_code == 302
