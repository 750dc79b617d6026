"""Many at once: exactly one gets the slot, the others are told, and nothing of theirs stays behind."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import commits, db, writing
from pitchday.diary import CommitmentKind, DiaryEntry
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.mail import Mail
from pitchday.meetings.models import Meeting
from pitchday.meetings.services import MeetingRefused, book, move
from pitchday.schedule.models import ReleaseItem
from pitchday.schedule.services import release, remove_sitting
from pitchday.startups.models import Startup
from tests import factories
from tests.conftest import NOW
from tests.diary.test_claims import race
from tests.meetings.days import FIRST, FOURTH, THIRD, Day, make_day

CROWD = 40


@pytest.fixture
def day(live_app: Flask) -> Day:
    return make_day(startups=4, tables=3)


def try_to_book(ids: tuple[int, int, int, int]) -> str:
    """Book the first round as a request would; ids of event, block, startup and investor."""

    @commits
    def booked() -> None:
        event, block, startup, investor = (
            db.session.get_one(kind, key) for kind, key in zip((Event, ReleaseItem, Startup, Person), ids, strict=True)
        )
        book(event=event, block=block, starts_at=FIRST, startup=startup, investor=investor)

    try:
        with clock.frozen(NOW):
            booked()
    except MeetingRefused as refusal:
        return refusal.message
    return "booked"


def count(*conditions: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(*conditions))  # type: ignore[return-value]


def test_one_slot_wanted_by_a_crowd(live_app: Flask, day: Day) -> None:
    event, block, startup = day.event.id, day.block.id, day.startups[0].id
    people = [factories.add_investor().id for _ in range(CROWD)]
    answers = Counter(race(live_app, CROWD, lambda number: try_to_book((event, block, startup, people[number]))))
    assert answers == {"booked": 1, "Company 00 has another meeting at 14:30–14:50.": CROWD - 1}
    db.session.rollback()
    assert count(Meeting.id.is_not(None)) == 1
    assert count(DiaryEntry.kind == CommitmentKind.MEETING) == 3
    assert count(Mail.template == "meeting_booked") == 2


def test_one_person_clicking_twenty_times(live_app: Flask, day: Day) -> None:
    ids = (day.event.id, day.block.id, day.startups[0].id, factories.add_investor().id)
    assert Counter(race(live_app, 20, lambda _: try_to_book(ids))) == {"booked": 20}
    db.session.rollback()
    assert count(Meeting.id.is_not(None)) == 1
    assert count(Mail.template == "meeting_booked") == 2


def test_one_person_wanting_four_startups_at_once(live_app: Flask, day: Day) -> None:
    """The investor is one person, whatever the number of free tables."""
    event, block, person = day.event.id, day.block.id, factories.add_investor("Ines").id
    startups = [startup.id for startup in day.startups]
    answers = race(live_app, 4, lambda number: try_to_book((event, block, startups[number], person)))
    assert answers.count("booked") == 1
    db.session.rollback()
    assert count(DiaryEntry.kind == CommitmentKind.MEETING) == 3


def test_fewer_tables_than_pairs(live_app: Flask, day: Day) -> None:
    """Four pairs want three tables: a table lost to another pair is no refusal while one is left."""
    event, block = day.event.id, day.block.id
    pairs = [(startup.id, factories.add_investor().id) for startup in day.startups]
    answers = Counter(race(live_app, 4, lambda number: try_to_book((event, block, *pairs[number]))))
    assert answers == {"booked": 3, "All tables are taken at 14:30.": 1}


def test_two_meetings_moved_onto_one_slot(live_app: Flask, day: Day) -> None:
    """One moves, the other stays where it was, with its time."""
    first, second = day.book(factories.add_investor()), day.book(factories.add_investor(), at=THIRD)
    ids = [first.id, second.id]

    def attempt(number: int) -> str:
        try:
            with clock.frozen(NOW):
                commits(lambda: move(db.session.get_one(Meeting, ids[number]), starts_at=FOURTH))()
        except MeetingRefused:
            return "refused"
        return "moved"

    assert sorted(race(live_app, 2, attempt)) == ["moved", "refused"]
    db.session.rollback()
    meetings = db.session.scalars(sa.select(Meeting)).all()
    starts = {meeting.starts_at for meeting in meetings}
    assert FOURTH in starts
    assert len(starts) == 2
    for meeting in meetings:
        entries = db.session.scalars(sa.select(DiaryEntry).where(DiaryEntry.claim == meeting.claim_key)).all()
        assert {entry.starts_at for entry in entries} == {meeting.starts_at}
        assert len(entries) == 3


def in_a_thread(app: Flask, act: Callable[[], str], answers: list[str]) -> threading.Thread:
    """Begun, and given the time to come as far as it can."""

    def run() -> None:
        with app.app_context(), clock.frozen(NOW):
            answers.append(act())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(2)
    return thread


def test_a_booking_waits_for_a_release_that_takes_its_block_away(live_app: Flask, day: Day) -> None:
    ids = (day.event.id, day.block.id, day.startups[0].id, factories.add_investor().id)
    answers: list[str] = []
    with writing():
        remove_sitting(day.sitting, version=day.sitting.version)
        release(day.event, note="Without meetings")
        thread = in_a_thread(live_app, lambda: try_to_book(ids), answers)
        db.session.commit()
    thread.join()
    assert answers == ["The programme has changed. Look at the board again and choose a time from it."]
    db.session.rollback()
    assert count(DiaryEntry.kind == CommitmentKind.MEETING) == 0


def test_a_release_waits_for_a_booking_in_a_block_that_it_takes_away(live_app: Flask, day: Day) -> None:
    event_id, answers = day.event.id, []
    commits(lambda: remove_sitting(day.sitting, version=day.sitting.version))()
    investor = factories.add_investor("Ines")

    def try_to_release() -> str:
        try:
            commits(lambda: release(db.session.get_one(Event, event_id), note="Without meetings"))()
        except DomainError as refusal:
            return refusal.message
        return "released"

    with writing():
        block, startup = day.block, day.startups[0]
        book(event=day.event, block=block, starts_at=FIRST, startup=startup, investor=investor)
        thread = in_a_thread(live_app, try_to_release, answers)
        db.session.commit()
    thread.join()
    assert answers[0].startswith("1 booked meeting would have to be cancelled: Meeting of Ines and Company 00")
