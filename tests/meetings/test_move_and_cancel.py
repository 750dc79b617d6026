"""Moving and cancelling: the same calendar entry with a higher sequence, and the time given back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import services as applications
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.diary import CommitmentKind, DiaryEntry
from pitchday.events import life
from pitchday.events.models import Event
from pitchday.investors.models import InvestorStatement
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from pitchday.meetings import receivers
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.services import BasisMissing, MeetingRefused, cancel, move
from pitchday.places.rules import VenueFacts
from pitchday.places.services import edit_venue
from pitchday.schedule.models import Sitting
from pitchday.schedule.services import release
from tests import factories
from tests.meetings.days import FIRST, FOURTH, ON_STAGE, THIRD, Day
from tests.meetings.test_book import calendar_of, held
from tests.pages import CheckingClient


def of(mails: list[Mail], template: str) -> list[Mail]:
    return [mail for mail in mails if mail.template == template]


def times(meeting: Meeting) -> set[tuple[object, object]]:
    return {(entry.starts_at, entry.ends_at) for entry in held(meeting)}


def held_by_meetings() -> int:
    return db.session.scalar(
        sa.select(sa.func.count()).select_from(DiaryEntry).where(DiaryEntry.kind == CommitmentKind.MEETING)
    )  # type: ignore[return-value]


def test_a_move_takes_the_new_time_and_gives_back_the_old(
    day: Day, investor: Person, mails: Callable[[], list[Mail]]
) -> None:
    meeting = day.book(investor)
    move(meeting, starts_at=THIRD)
    db.session.commit()
    assert (meeting.starts_at, meeting.sequence) == (THIRD, 1)
    assert times(meeting) == {(THIRD, THIRD + timedelta(minutes=20))}
    sent = of(mails(), "meeting_moved")
    assert {mail.to_address for mail in sent} == {investor.email, day.founder().email}
    for mail in sent:
        calendar = calendar_of(mail)
        entry = calendar.events[0]
        assert (str(calendar["METHOD"]), str(entry["UID"])) == ("REQUEST", f"meeting-{meeting.uid}@pitchday.test")
        assert (int(entry["SEQUENCE"]), entry.start) == (1, THIRD)
        assert "Before: Tue 16 Feb, 14:30–14:50" in compose(mail).get_body(("plain",)).get_content()
    assert day.book(factories.add_investor()).starts_at == FIRST


def test_a_move_to_where_it_is_does_nothing(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    meeting = day.book(investor)
    move(meeting, starts_at=FIRST)
    db.session.commit()
    assert meeting.sequence == 0
    assert of(mails(), "meeting_moved") == []


def test_a_refused_move_leaves_all_as_it_was(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    with pytest.raises(MeetingRefused, match="Company 00 is on stage") as refused:
        move(meeting, starts_at=ON_STAGE)
    db.session.rollback()
    assert [opening.starts_at for opening in refused.value.alternatives] == [FIRST, THIRD, FOURTH]
    assert (meeting.starts_at, meeting.sequence) == (FIRST, 0)
    assert times(meeting) == {(FIRST, FIRST + timedelta(minutes=20))}


def test_a_move_onto_somebody_elses_time_is_refused(day: Day, investor: Person) -> None:
    day.book(factories.add_investor(), at=THIRD)
    meeting = day.book(investor)
    with pytest.raises(MeetingRefused, match="has another meeting"):
        move(meeting, starts_at=THIRD)


def test_a_time_outside_the_programme_is_no_target(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    with pytest.raises(MeetingRefused, match="There are no meetings at that time"):
        move(meeting, starts_at=FIRST + timedelta(minutes=1))


def test_a_basis_that_was_withdrawn_stops_a_move(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    statement = db.session.scalars(sa.select(InvestorStatement).where(InvestorStatement.person_id == investor.id)).one()
    statement.withdrawn_at = clock.now()
    db.session.commit()
    with pytest.raises(BasisMissing):
        move(meeting, starts_at=THIRD)


def test_a_meeting_that_has_begun_cannot_be_moved(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    with clock.frozen(FIRST), pytest.raises(MeetingRefused, match="has begun"):
        move(meeting, starts_at=THIRD)


def test_a_cancelled_meeting_cannot_be_moved(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    cancel(meeting, by=investor)
    with pytest.raises(MeetingRefused, match="was cancelled"):
        move(meeting, starts_at=THIRD)


def test_cancelling_frees_the_time_and_tells_both(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    meeting = day.book(investor)
    cancel(meeting, reason="A train is late.", by=day.founder())
    db.session.commit()
    assert (meeting.state, meeting.sequence, held(meeting)) == (MeetingState.CANCELLED, 1, [])
    sent = of(mails(), "meeting_cancelled")
    assert {mail.to_address for mail in sent} == {investor.email, day.founder().email}
    for mail in sent:
        calendar = calendar_of(mail)
        entry = calendar.events[0]
        assert (str(calendar["METHOD"]), str(entry["STATUS"])) == ("CANCEL", "CANCELLED")
        assert (str(entry["UID"]), int(entry["SEQUENCE"])) == (f"meeting-{meeting.uid}@pitchday.test", 1)
        words = compose(mail).get_body(("plain",)).get_content()
        assert "Company 00 cancelled" in words
        assert "Reason: A train is late." in words


def test_cancelling_twice_tells_once(day: Day, investor: Person, mails: Callable[[], list[Mail]]) -> None:
    meeting = day.book(investor)
    cancel(meeting, by=investor)
    cancel(meeting, by=day.founder())
    db.session.commit()
    assert len(of(mails(), "meeting_cancelled")) == 2


def test_after_a_cancellation_the_two_may_book_again(day: Day, investor: Person) -> None:
    first = day.book(investor)
    cancel(first, by=investor)
    assert day.book(investor).uid != first.uid


def test_a_meeting_that_is_over_stays(day: Day, investor: Person) -> None:
    meeting = day.book(investor)
    with clock.frozen(FOURTH), pytest.raises(MeetingRefused, match="is over"):
        cancel(meeting, by=investor)


def test_a_cancelled_pitch_day_cancels_its_meetings(
    day: Day, investor: Person, mails: Callable[[], list[Mail]]
) -> None:
    meetings = [day.book(investor), day.book(investor, 1, THIRD)]
    life.cancel_event(day.event, by=day.organiser)
    db.session.commit()
    assert {meeting.state for meeting in meetings} == {MeetingState.CANCELLED}
    assert held_by_meetings() == 0
    assert len(of(mails(), "meeting_cancelled")) == 4


def test_a_withdrawn_startup_cancels_its_meetings_only(
    day: Day, investor: Person, mails: Callable[[], list[Mail]]
) -> None:
    gone, stays = day.book(investor), day.book(investor, 1, THIRD)
    application = db.session.scalars(sa.select(Application).where(Application.startup_id == day.startups[0].id)).one()
    applications.withdraw(application)
    db.session.commit()
    assert (gone.state, stays.state) == (MeetingState.CANCELLED, MeetingState.SCHEDULED)
    assert len(of(mails(), "meeting_cancelled")) == 2


def test_a_release_that_needs_the_time_cancels_when_the_organiser_agrees(
    day: Day, investor: Person, mails: Callable[[], list[Mail]]
) -> None:
    """The pitch session moves onto the first round, where a meeting of its first startup stands."""
    gone, stays = day.book(investor), day.book(investor, 1, FOURTH)
    stage = db.session.scalars(
        sa.select(Sitting).where(Sitting.event_id == day.event.id, Sitting.title == "Pitches")
    ).one()
    stage.starts_at = FIRST
    db.session.commit()
    release(day.event, note="Earlier", give_way=True)
    db.session.commit()
    assert (gone.state, stays.state) == (MeetingState.CANCELLED, MeetingState.SCHEDULED)
    assert held(gone) == []
    assert len(of(mails(), "meeting_cancelled")) == 2


def test_many_meetings_are_read_in_few_queries(day: Day, count_queries: Callable[[], Any]) -> None:
    """A cancelled pitch day reads as often however many meetings it had."""

    def cost(meetings: int) -> int:
        for number in range(meetings):
            day.book(factories.add_investor(), number % 2, (FIRST, THIRD, FOURTH)[number // 2])
        event = db.session.get_one(Event, day.event.id)
        with count_queries() as counter:
            receivers.cancel_with_the_event(event)
        db.session.rollback()
        for meeting in db.session.scalars(sa.select(Meeting).where(Meeting.state == MeetingState.SCHEDULED)):
            cancel(meeting, by=None)
        db.session.commit()
        return sum(statement.startswith("SELECT") for statement in counter.statements)

    assert cost(2) == cost(6)


def test_a_renamed_venue_reaches_the_calendars_of_meetings_to_come(
    day: Day, investor: Person, sign_in: Callable[..., CheckingClient]
) -> None:
    meeting, venue = day.book(investor), day.event.venue
    address = f"/meetings/{meeting.uid}.ics"
    before = sign_in(investor).get(address)
    version = meeting.version
    facts = VenueFacts(name="The Old Mill", address=venue.address, postcode=venue.postcode)
    with clock.frozen(meeting.ends_at):
        edit_venue(venue, replace(facts, name="Too Late Hall"))
    assert meeting.sequence == 0
    edit_venue(venue, facts)
    db.session.commit()
    after = sign_in(investor).get(address)
    assert b"SEQUENCE:0" in before.data
    assert b"SEQUENCE:1" in after.data
    assert b"The Old Mill" in after.data
    assert (meeting.sequence, meeting.version) == (1, version), "an open form does not grow stale by it"
