"""Booking: who gets a table, who is told, and every reason why not."""

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
from pitchday.applications import services as applications
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.diary import DiaryEntry
from pitchday.events import life
from pitchday.history import HistoryEntry
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from pitchday.meetings.models import Meeting
from pitchday.meetings.services import BasisMissing, MeetingExists, MeetingRefused, book
from pitchday.schedule.services import release
from tests import factories
from tests.meetings.days import FIRST, FOURTH, ON_STAGE, THIRD, Day, make_day


def about_meetings(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if mail.template.startswith("meeting_")]


def calendar_of(mail: Mail) -> Any:
    """The calendar part of a mail as its reader's program sees it."""
    part = next(part for part in compose(mail).walk() if part.get_content_type() == "text/calendar")
    calendar = icalendar.Calendar.from_ical(part.get_content())
    assert part.get_param("method") == str(calendar["METHOD"])
    return calendar


def held(meeting: Meeting) -> list[DiaryEntry]:
    return list(db.session.scalars(sa.select(DiaryEntry).where(DiaryEntry.claim == f"meeting:{meeting.uid}")))


def test_a_booking_takes_the_time_of_all_three(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    entries = held(meeting)
    assert {entry.diary_id for entry in entries} == {
        investor.diary_id,
        day.startups[0].diary_id,
        meeting.table.diary_id,
    }
    assert {(entry.starts_at, entry.ends_at) for entry in entries} == {(FIRST, FIRST + timedelta(minutes=20))}


def test_it_stands_in_the_history(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    entry = db.session.scalars(sa.select(HistoryEntry).where(HistoryEntry.subject == f"meeting:{meeting.id}")).one()
    assert (entry.action, entry.actor_name, entry.scope) == ("created", "Ines Investor", day.event.history_key)


def test_both_sides_get_a_mail_with_an_invitation(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    meeting = day.book(investor)
    sent = about_meetings(mails())
    assert {mail.to_address for mail in sent} == {investor.email, day.founder().email}
    assert {mail.about for mail in sent} == {f"meeting:{meeting.uid}:0"}
    for mail in sent:
        calendar = calendar_of(mail)
        entry = calendar.events[0]
        assert str(calendar["METHOD"]) == "REQUEST"
        assert (str(entry["UID"]), int(entry["SEQUENCE"])) == (f"meeting-{meeting.uid}@pitchday.test", 0)
        assert (entry.start, entry.end) == (FIRST, FIRST + timedelta(minutes=20))
        assert meeting.table.name in str(entry["LOCATION"])
    words = {mail.to_address: compose(mail).get_body(("plain",)).get_content() for mail in sent}
    assert "Your meeting with Company 00 is booked" in words[investor.email]
    assert "Ines Investor has booked a meeting with Company 00" in words[day.founder().email]
    assert "Tue 16 Feb, 14:30–14:50, UK time (GMT)" in words[investor.email]


def test_no_promotional_fact_is_in_a_mail(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    day.book(investor)
    for mail in about_meetings(mails()):
        text = compose(mail).as_string()
        assert "250" not in text.replace(mail.message_id, "").partition("Hello")[2].partition("--=")[0]
        assert not {"ask", "valuation"} & set(mail.values)


def test_asked_twice_it_is_booked_once(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    assert day.book(investor).id == day.book(investor).id
    assert len(about_meetings(mails())) == 2


def test_a_startup_stays_at_its_table(day: Day) -> None:
    first, second = factories.add_investor(), factories.add_investor()
    assert day.book(first).table_id == day.book(second, at=THIRD).table_id


def test_another_time_with_the_same_startup_is_refused(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    with pytest.raises(MeetingExists, match="You meet Company 00 at 14:30–14:50 already") as refused:
        day.book(investor, at=THIRD)
    assert refused.value.meeting.id == meeting.id


def test_a_startup_on_stage_is_refused_with_the_nearest_times(day: Day, investor: Person) -> None:
    with pytest.raises(MeetingRefused, match="Company 00 is on stage at 14:55–15:05") as refused:
        day.book(investor, at=ON_STAGE)
    assert [opening.starts_at for opening in refused.value.alternatives] == [FIRST, THIRD, FOURTH]


def test_a_startup_that_meets_another_is_refused(day: Day, investor: Person) -> None:
    day.book(factories.add_investor())
    with pytest.raises(MeetingRefused, match="Company 00 has another meeting at 14:30–14:50") as refused:
        day.book(investor)
    assert [opening.starts_at for opening in refused.value.alternatives] == [THIRD, FOURTH]


def test_an_investor_who_is_taken_is_refused(day: Day, investor: Person) -> None:
    day.book(investor)
    with pytest.raises(MeetingRefused, match="You are taken at 14:30–14:50: Meeting of Ines Investor and Company 00"):
        day.book(investor, 1)


def test_when_all_tables_are_taken(app: Flask, investor: Person) -> None:
    day = make_day(startups=3, tables=2)
    day.book(factories.add_investor(), 0)
    day.book(factories.add_investor(), 1)
    with pytest.raises(MeetingRefused, match="All tables are taken at 14:30") as refused:
        day.book(investor, 2)
    assert [opening.starts_at for opening in refused.value.alternatives] == [ON_STAGE, THIRD, FOURTH]


def test_a_refusal_writes_nothing(day: Day, investor: Person, count_queries: Callable[[], Any]) -> None:
    with count_queries() as counter, pytest.raises(MeetingRefused):
        day.book(investor, at=ON_STAGE)
    assert all(statement.lstrip().startswith("SELECT") for statement in counter.statements)


def test_somebody_without_a_profile_is_refused(day: Day) -> None:
    with pytest.raises(BasisMissing, match="Register as an investor"):
        day.book(factories.add_person())


def test_an_investor_without_a_statement_is_refused(day: Day) -> None:
    with pytest.raises(BasisMissing, match="Sign an investor statement"):
        day.book(factories.add_investor(basis=False))


def test_a_statement_that_ends_the_day_before_is_refused(day: Day) -> None:
    investor = factories.add_investor(basis=False)
    factories.add_statement(investor, last_valid_day=date(2027, 2, 15))
    with pytest.raises(BasisMissing, match="ends before Tue 16 Feb 2027"):
        day.book(investor)


def test_a_statement_that_ends_on_the_day_is_enough(day: Day) -> None:
    investor = factories.add_investor(basis=False)
    factories.add_statement(investor, last_valid_day=date(2027, 2, 16))
    assert day.book(investor).starts_at == FIRST


def test_a_startup_that_does_not_pitch_is_refused(day: Day, investor: Person) -> None:
    day.startups.append(factories.add_startup(name="Elsewhere"))
    with pytest.raises(MeetingRefused, match="Elsewhere has no place at this pitch day"):
        day.book(investor, 2)


def test_ones_own_startup_is_refused(day: Day) -> None:
    founder = factories.add_investor()
    own = factories.add_startup(name="Own", member=founder)
    factories.add_application(day.event, own)
    day.startups.append(own)
    with pytest.raises(MeetingRefused, match="You belong to Own"):
        day.book(founder, 2)


def test_a_round_that_has_begun_is_refused(day: Day, investor: Person) -> None:
    with clock.frozen(FIRST), pytest.raises(MeetingRefused, match="at 14:30 have begun already"):
        day.book(investor)


def test_a_time_between_rounds_is_refused(day: Day, investor: Person) -> None:
    with pytest.raises(MeetingRefused, match="No meeting begins at that time"):
        day.book(investor, at=FIRST + timedelta(minutes=7))


def test_a_block_of_an_older_release_is_refused(day: Day, investor: Person) -> None:
    old = day.block
    day.sitting.ends_at = FIRST + timedelta(minutes=50)
    release(day.event, note="Shorter")
    db.session.commit()
    with pytest.raises(MeetingRefused, match="The programme has changed"):
        book(event=day.event, block=old, starts_at=FIRST, startup=day.startups[0], investor=investor)


def test_a_cancelled_pitch_day_is_refused(day: Day, investor: Person) -> None:
    block = day.block
    life.cancel_event(day.event, by=day.organiser)
    db.session.commit()
    with pytest.raises(MeetingRefused, match="was cancelled"):
        book(event=day.event, block=block, starts_at=FIRST, startup=day.startups[0], investor=investor)


def test_a_withdrawn_startup_is_refused(day: Day, investor: Person) -> None:
    application = db.session.scalars(sa.select(Application).where(Application.startup_id == day.startups[0].id)).one()
    applications.withdraw(application)
    db.session.commit()
    assert application.state is ApplicationState.WITHDRAWN
    with pytest.raises(MeetingRefused, match="has no place"):
        day.book(investor)
