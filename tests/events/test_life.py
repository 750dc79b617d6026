"""Cancelling, postponing and a new date, as subscribers of calendars and people with invitations live through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary import DiaryEntry
from pitchday.events import life
from pitchday.events.enums import EventState, Role
from pitchday.events.signals import event_postponed
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from pitchday.schedule.models import Release, Sitting
from pitchday.schedule.services import release
from tests import factories
from tests.events.setting_up import moment
from tests.journey.calendars import Entry, invitation, read
from tests.meetings.days import FIRST, Day, make_day

WORDS = "The roof leaks. We look for another house."
LATER = {
    **moment("starts_at", "2027-04-13 13:00"),
    **moment("ends_at", "2027-04-13 22:00"),
    **moment("applications_close_at", "2027-03-30 17:00"),
}


@pytest.fixture
def day(app: Any) -> Day:
    return make_day()


@pytest.fixture
def investor(day: Day) -> Person:
    person = factories.add_investor()
    factories.add_role(day.event, person, Role.INVESTOR)
    return person


@pytest.fixture
def organiser(client: Any, sign_in: Any, day: Day) -> Any:
    return sign_in(day.organiser)


def at(day: Day, page: str) -> str:
    return f"/organise/events/{day.event.slug}/{page}"


def entries_of(mails: Callable[[], list[Mail]], template: str, person: Person) -> list[Entry]:
    found = [mail for mail in mails() if mail.template == template and mail.to_address == person.email]
    return [invitation(compose(mail)) for mail in found]


def by_uid(data: bytes) -> dict[str, Entry]:
    return {entry.uid: entry for entry in read(data)}


def test_a_day_is_put_off_and_gets_another_date(
    day: Day, investor: Person, organiser: Any, mails: Any, run_jobs: Any, other_client: Any
) -> None:
    """What a subscriber's feed, the schedule's file and an investor's invitation say at each step."""
    visitor, schedule = other_client(), f"/events/{day.event.slug}/schedule.ics"
    day.book(investor)
    feed, programme = by_uid(visitor.get("/events.ics").data), by_uid(visitor.get(schedule).data)
    assert len(feed) == 1 and len(programme) == 3
    booked = entries_of(mails, "meeting_booked", investor)

    page = organiser.get(at(day, "postpone")).text
    assert "We write to 2 startups with an application and 1 invited investor." in page
    assert "1 booked meeting is cancelled" in page
    assert organiser.post(at(day, "postpone"), data={"notice": WORDS}).status_code == 303
    run_jobs()

    assert b"VEVENT" not in visitor.get("/events.ics").data
    off = by_uid(visitor.get(schedule).data)
    assert off.keys() == programme.keys()
    assert all(off[uid].title.startswith("Cancelled") for uid in off)
    assert all(off[uid].sequence > programme[uid].sequence for uid in off)
    cancelled = entries_of(mails, "meeting_cancelled", investor)
    assert [(entry.uid, entry.method) for entry in cancelled] == [(booked[0].uid, "CANCEL")]
    assert db.session.scalars(sa.select(DiaryEntry)).all() == []
    public = visitor.get(f"/events/{day.event.slug}").text
    assert "This pitch day is postponed" in public and WORDS in public
    assert "takes applications again once it has a new date" in visitor.get(f"/events/{day.event.slug}/apply").text
    assert {mail.to_address for mail in mails() if mail.values.get("notice") == WORDS} == {
        investor.email,
        day.founder(0).email,
        day.founder(1).email,
    }

    set_the_new_date(day, organiser)
    moved = by_uid(visitor.get("/events.ics").data)
    assert moved.keys() == feed.keys()
    for uid, entry in moved.items():
        assert entry.sequence > feed[uid].sequence
        assert entry.starts_at == datetime(2027, 4, 13, 12, 0, tzinfo=UTC), "13:00 in British Summer Time"
    assert visitor.get(schedule).status_code == 200, "a subscriber is not left with what it said before"

    release(day.event, note="Again")
    db.session.commit()
    run_jobs()
    again = by_uid(visitor.get(schedule).data)
    assert again.keys() == programme.keys()
    for uid, entry in again.items():
        assert entry.sequence > off[uid].sequence
        assert entry.starts_at - programme[uid].starts_at == timedelta(days=56) - timedelta(hours=1)
    assert investor.email in {mail.to_address for mail in mails() if mail.template == "event_redated"}


def set_the_new_date(day: Day, organiser: Any) -> None:
    assert "Its page, lists and calendars show the new date at once" in organiser.get(at(day, "new-date")).text
    answer = organiser.post(at(day, "new-date"), data={**LATER, "version": str(day.event.version)})
    assert answer.status_code == 303
    times = [sitting.starts_at.astimezone(clock.UK).time() for sitting in _draft(day)]
    assert times == [begin.astimezone(clock.UK).time() for begin in (FIRST, FIRST + timedelta(minutes=25))]


def _draft(day: Day) -> list[Sitting]:
    statement = sa.select(Sitting).where(Sitting.event_id == day.event.id).order_by(Sitting.starts_at)
    return list(db.session.scalars(statement))


def test_a_cancelled_day_leaves_every_calendar(
    day: Day, investor: Person, organiser: Any, mails: Any, other_client: Any
) -> None:
    visitor, schedule = other_client(), f"/events/{day.event.slug}/schedule.ics"
    day.book(investor)
    programme = by_uid(visitor.get(schedule).data)
    assert organiser.post(at(day, "cancel"), data={"notice": WORDS}).status_code == 303
    assert b"VEVENT" not in visitor.get("/events.ics").data
    off = by_uid(visitor.get(schedule).data)
    assert all(off[uid].title.startswith("Cancelled") and off[uid].sequence > programme[uid].sequence for uid in off)
    (entry,) = entries_of(mails, "meeting_cancelled", investor)
    assert entry.method == "CANCEL"
    assert WORDS in visitor.get(f"/events/{day.event.slug}").text


def test_what_goes_wrong_above_undoes_all_of_it(day: Day, mails: Any) -> None:
    def broken(_event: object) -> None:
        raise RuntimeError("no")

    before = len(mails())
    with event_postponed.connected_to(broken), pytest.raises(RuntimeError):
        life.postpone(day.event, by=day.organiser)
    db.session.rollback()
    assert day.event.state is EventState.PUBLISHED
    assert len(mails()) == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (moment("starts_at", "2027-01-05 13:00"), "The end must be after"),
        (
            {**moment("starts_at", "2027-01-05 13:00"), **moment("ends_at", "2027-01-05 19:00")},
            "Applications must close",
        ),
        (moment("applications_close_at", "2027-05-30 17:00"), "Applications must close before"),
        (moment("starts_at", "2027-03-28 01:30"), "does not exist"),
    ],
)
def test_a_new_date_that_cannot_be(day: Day, organiser: Any, changes: dict[str, str], sentence: str) -> None:
    organiser.post(at(day, "postpone"))
    page = organiser.post(at(day, "new-date"), data={**LATER, **changes, "version": str(day.event.version)})
    assert page.status_code == 422
    assert sentence in page.text or "A pitch day lasts seven days" in page.text


def test_what_a_postponed_day_does_not_allow(day: Day, organiser: Any) -> None:
    organiser.post(at(day, "postpone"))
    assert "It cannot be postponed" in organiser.get(at(day, "postpone")).text
    assert "Set its new date, then release" in organiser.post(at(day, "schedule/release"), data={"note": ""}).text
    organiser.post(at(day, "cancel"))
    assert "It needs no new date" in organiser.get(at(day, "new-date")).text


zones = st.sampled_from(["Europe/London", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"])
instants = st.integers(0, 3 * 365 * 24 * 4).map(lambda quarters: FIRST + quarters * timedelta(minutes=15))


@given(instants, zones, st.integers(-800, 800))
def test_the_clock_on_the_wall_stays(value: datetime, zone_name: str, days: int) -> None:
    zone = ZoneInfo(zone_name)
    shift = timedelta(days=days)
    moved = clock.moved(value, zone, shift)
    if clock.keeps_its_time(value, zone, shift):
        assert f"{moved.astimezone(zone):%H:%M}" == f"{value.astimezone(zone):%H:%M}"
        assert clock.wall_distance(value, moved, zone) == shift
    else:
        assert abs(moved - value - shift) <= timedelta(hours=2)
