"""Freezing the draft: identities, sequences, diaries and mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock, diary
from pitchday.db import db
from pitchday.diary import Claim, CommitmentKind, DiaryEntry
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.events.signals import event_cancelled
from pitchday.mail import Mail
from pitchday.schedule import queries, services
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.signals import meetings_must_give_way, programme_released
from tests.conftest import NOW
from tests.factories import add_application, add_event, add_investor, add_sitting, add_slot, add_startup
from tests.pages import CheckingClient
from tests.schedule.conftest import Day

SignIn = Callable[..., CheckingClient]
LATER = NOW + timedelta(days=1)


def release(day: Day, *, note: str = "", give_way: bool = False) -> Release:
    made = services.release(day.event, note=note, give_way=give_way)
    db.session.commit()
    return made


def items(made: Release) -> dict[str, ReleaseItem]:
    db.session.expire_all()
    return {item.uid: item for item in queries.items_of(made.id)}


def booked(day: Day, *, table: int = 0, minutes: int = 0) -> tuple[str, Claim]:
    """A meeting of the second startup with an investor, in the first block of the newest release."""
    block = queries.meeting_blocks(day.event.id)[0]
    starts_at = block.starts_at + timedelta(minutes=minutes)
    startup, investor = day.applications[1].startup, add_investor("Ines Investor")
    claim = Claim(
        key=f"meeting:{investor.uid}",
        kind=CommitmentKind.MEETING,
        label=f"Meeting of {investor.name} with {startup.name}",
        diaries=(investor.diary_id, startup.diary_id, block.details["tables"][table]["diary_id"]),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=20),
    )
    diary.claim(claim)
    db.session.commit()
    return claim.key, claim


@contextmanager
def cancelling() -> Iterator[list[str]]:
    """A listener in the place of the meetings: it gives up what it is asked for."""
    asked: list[str] = []

    def give_up(_event: object, *, claims: list[str]) -> None:
        for key in claims:
            asked.append(key)
            diary.free(key)

    with meetings_must_give_way.connected_to(give_up):
        yield asked


def test_a_release_freezes_sessions_pitches_and_public_facts_only(day: Day) -> None:
    day.applications[0].startup.ask = 987654
    heard: list[Release] = []
    with programme_released.connected_to(heard.append):
        made = release(day, note="First")
    assert heard == [made]
    assert made.number == 1
    assert made.facts["title"] == day.event.title
    found = items(made)
    assert {item.kind for item in found.values()} == {
        ItemKind.PITCHES, ItemKind.PITCH, ItemKind.BREAK, ItemKind.MEETINGS,
    }  # fmt: skip
    pitch = found[day.slots[1].uid]
    assert (pitch.title, pitch.parent_uid) == (day.applications[1].startup.name, day.pitches.uid)
    assert pitch.starts_at - day.event.starts_at == timedelta(minutes=10)
    assert pitch.room == "Main hall"
    block = queries.meeting_blocks(day.event.id)[0]
    assert (block.details["meeting_minutes"], block.details["gap_minutes"]) == (20, 5)
    assert [table["name"] for table in block.details["tables"]] == ["Table 1", "Table 2", "Table 3"]
    assert "987654" not in repr([{column: getattr(item, column) for column in vars(item)} for item in found.values()])
    pitching = {item.startup_id for item in found.values() if item.kind is ItemKind.PITCH}
    assert pitching == {application.startup_id for application in day.applications}


def test_only_what_moved_gets_a_new_sequence_and_time_of_change(day: Day) -> None:
    before = items(release(day))
    first, second = day.slots
    with clock.frozen(LATER):
        services.move_pitch(second, earlier=True, version=day.pitches.version)
        day.coffee.title = "Tea"
        db.session.commit()
        made = release(day, note="Swapped")
    after = items(made)
    for uid in (first.uid, second.uid, day.coffee.uid):
        assert (after[uid].sequence, after[uid].changed_at) == (1, LATER)
    for uid in (day.pitches.uid, day.meetings.uid):
        assert (after[uid].sequence, after[uid].changed_at) == (0, before[uid].changed_at)
    assert {(change["kind"], change["uid"]) for change in made.changes} == {
        ("moved", first.uid), ("moved", second.uid), ("renamed", day.coffee.uid),
    }  # fmt: skip
    words = next(change["words"] for change in made.changes if change["uid"] == second.uid)
    assert words == "Tue 16 Feb, 13:00–13:10, was 13:10–13:20"


def test_what_was_taken_out_stays_as_cancelled_and_comes_back_as_itself(day: Day) -> None:
    release(day)
    slot = day.slots[0]
    services.remove_pitch(slot, version=day.pitches.version)
    second = items(release(day))
    gone = second[slot.uid]
    assert (gone.cancelled, gone.sequence) == (True, 1)
    day.coffee.title = "Tea"
    third = items(release(day))
    assert (third[slot.uid].cancelled, third[slot.uid].sequence) == (True, 1), "it is not cancelled twice"
    back = services.place(day.pitches, day.applications[0], version=day.pitches.version)
    fourth = items(release(day))
    assert back.uid == slot.uid
    assert (fourth[slot.uid].cancelled, fourth[slot.uid].sequence) == (False, 2)


def test_rooms_and_startups_are_taken_and_given_back(day: Day) -> None:
    release(day)
    startup = day.applications[0].startup
    assert day.pitches.room is not None
    entries = diary.clashes([startup.diary_id], day.event.starts_at, day.event.ends_at)
    assert [(entry.claim, entry.kind) for entry in entries] == [(f"slot:{day.slots[0].uid}", CommitmentKind.PITCH)]
    assert len(diary.clashes([day.pitches.room.diary_id], day.event.starts_at, day.event.ends_at)) == 2
    services.remove_pitch(day.slots[0], version=day.pitches.version)
    release(day)
    assert not diary.clashes([startup.diary_id], day.event.starts_at, day.event.ends_at)


def test_another_pitch_day_cannot_take_the_same_room_or_startup(day: Day, sign_in: SignIn) -> None:
    release(day)
    other = add_event(organiser=day.organiser, venue=day.event.venue, title="Rival day")
    hall = next(room for room in other.rooms if room.name == "Main hall")
    session = add_sitting(other, room=hall, title="Rival pitches")
    add_slot(session, add_application(other, day.applications[1].startup))
    with pytest.raises(DomainError) as refusal:
        services.release(other, note="")
    title, name = day.event.title, day.applications[1].startup.name
    assert f"Main hall is taken: {day.applications[0].startup.name} pitches at {title}" in refusal.value.message
    db.session.rollback()
    elsewhere = add_event(organiser=day.organiser, rooms=("Elsewhere",), starts_at=day.event.starts_at)
    session = add_sitting(elsewhere, starts_at=day.event.starts_at + timedelta(minutes=5))
    add_slot(session, add_application(elsewhere, day.applications[1].startup))
    page = sign_in(day.organiser).get(f"/organise/events/{elsewhere.slug}/schedule/release").text
    assert f"{name} is taken: {name} pitches at {title}, Tue 16 Feb, 13:10–13:20." in page
    assert not db.session.scalar(sa.select(sa.func.count()).where(Release.event_id == elsewhere.id))


def test_a_meeting_at_another_pitch_day_is_no_business_of_this_one(day: Day) -> None:
    release(day)
    key, claim = booked(day)
    other = add_event(organiser=day.organiser, starts_at=day.event.starts_at)
    session = add_sitting(other, starts_at=claim.starts_at)
    add_slot(session, add_application(other, day.applications[1].startup))
    with cancelling() as asked, pytest.raises(DomainError) as refusal:
        services.release(other, note="", give_way=True)
    assert "has a meeting at another pitch day" in refusal.value.message
    assert "Ines" not in refusal.value.message
    assert asked == []
    assert key in set(db.session.scalars(sa.select(DiaryEntry.claim)))


def test_meetings_give_way_only_when_the_organiser_agrees(day: Day, sign_in: SignIn) -> None:
    release(day)
    key, claim = booked(day)
    day.pitches.starts_at = claim.starts_at - timedelta(minutes=10)
    db.session.commit()
    browser = sign_in(day.organiser)
    address = f"/organise/events/{day.event.slug}/schedule/release"
    page = browser.get(address).text
    assert f"Meeting of Ines Investor with {day.applications[1].startup.name}" in page
    assert "2 people are told by mail" in page
    seen = services.preview(day.event).seen
    refused = browser.post(address, data={"note": "", "seen": seen})
    assert refused.status_code == 422
    assert "1 booked meeting would have to be cancelled" in refused.text
    with cancelling() as asked:
        agreed = browser.post(address, data={"note": "", "seen": seen, "give_way": "y"})
    assert agreed.status_code == 303
    assert asked == [key]
    made = queries.newest_release(day.event.id)
    assert made is not None
    assert made.number == 2


def test_meetings_whose_table_or_time_is_gone_are_in_the_way_too(day: Day) -> None:
    release(day)
    third_table, _ = booked(day, table=2)
    day.meetings.table_count = 2
    db.session.commit()
    assert [entry.claim for entry in services.preview(day.event).in_the_way] == [third_table]
    day.meetings.table_count = 3
    day.meetings.starts_at += timedelta(minutes=10)
    db.session.commit()
    with cancelling() as asked:
        release(day, give_way=True)
    assert asked == [third_table]


def test_meetings_that_keep_their_place_are_left_alone(day: Day) -> None:
    release(day)
    booked(day, minutes=25)
    day.meetings.ends_at += timedelta(minutes=30)  # type: ignore[operator]
    db.session.commit()
    assert services.preview(day.event).in_the_way == ()
    release(day)


def test_those_concerned_are_written_to_and_nobody_else(day: Day, mails: Callable[[], list[Mail]]) -> None:
    def written() -> list[tuple[str, str, str, int]]:
        return [
            (mail.template, mail.to_address, mail.values["calendar"]["method"], mail.values["calendar"]["sequence"])
            for mail in mails()
        ]

    release(day)
    first, second = (application.startup.members[0].person.email for application in day.applications)
    assert written() == [("schedule_released", first, "REQUEST", 0), ("schedule_released", second, "REQUEST", 0)]
    day.coffee.title = "Tea"
    release(day)
    assert len(mails()) == 2, "a break with another name moves nobody"
    services.remove_pitch(day.slots[0], version=day.pitches.version)
    release(day)
    assert written()[2:] == [
        ("schedule_released", second, "REQUEST", 1),
        ("schedule_removed", first, "CANCEL", 1),
    ]
    assert mails()[2].values["before"].startswith("Tue 16 Feb, 13:10")
    assert mails()[2].values["calendar"]["uid"] == f"slot-{day.slots[1].uid}@pitchday.test"


def test_the_mails_read_well(day: Day, mails: Callable[[], list[Mail]]) -> None:
    from pitchday.mail.compose import compose

    release(day)
    services.remove_pitch(day.slots[0], version=day.pitches.version)
    release(day)
    name = day.applications[0].startup.name
    sent = [compose(mail) for mail in mails()]
    assert sent[0]["Subject"] == f"{name} pitches Tue 16 Feb, 13:00–13:10"
    text = sent[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert f"{name} is in the schedule of {day.event.title}." in text
    assert "When: Tue 16 Feb, 13:00–13:10, UK time (GMT)" in text
    assert "\n\n\n" not in text
    cancelled = next(mail for mail in sent if "does not pitch" in mail["Subject"])
    assert "METHOD:CANCEL" in next(
        part.get_content() for part in cancelled.walk() if part.get_content_type() == "text/calendar"
    )


def test_pitches_that_are_over_are_told_to_nobody(day: Day, mails: Callable[[], list[Mail]]) -> None:
    with clock.frozen(day.event.starts_at + timedelta(minutes=15)):
        release(day)
    assert [mail.to_name for mail in mails()] == [day.applications[1].startup.members[0].person.name]


def test_what_cannot_be_released_is_refused_in_words(day: Day, sign_in: SignIn) -> None:
    empty = add_event(organiser=day.organiser)
    with pytest.raises(DomainError, match="nothing to release"):
        services.release(empty, note="")
    day.event.state = EventState.DRAFT
    db.session.commit()
    with pytest.raises(DomainError, match="Publish the pitch day"):
        services.release(day.event, note="")
    address = f"/organise/events/{day.event.slug}/schedule/release"
    assert "not published yet" in sign_in(day.organiser).get(address).text
    day.event.state = EventState.PUBLISHED
    release(day)
    with pytest.raises(DomainError, match="Nothing has changed"):
        services.release(day.event, note="")
    day.coffee.room = day.pitches.room
    day.coffee.starts_at = day.event.starts_at
    db.session.commit()
    with pytest.raises(DomainError, match="are both in Main hall"):
        services.release(day.event, note="")


def test_nobody_releases_a_draft_they_have_not_seen(day: Day) -> None:
    seen = services.preview(day.event).seen
    day.coffee.title = "Tea"
    db.session.commit()
    with pytest.raises(DomainError, match="has changed since you opened this page"):
        services.release(day.event, note="", seen=seen)


def test_releasing_through_the_page_twice_releases_once(day: Day, sign_in: SignIn) -> None:
    browser = sign_in(day.organiser)
    address = f"/organise/events/{day.event.slug}/schedule/release"
    assert "Release schedule to 2 people" in browser.get(address).text
    form = {"note": "Here it is", "seen": services.preview(day.event).seen, "once": "sent-twice"}
    assert all(browser.post(address, data=form).location.endswith("/schedule") for _ in range(2))
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Release)) == 1
    page = browser.get(f"/organise/events/{day.event.slug}/schedule").text
    assert "Release 1 shows exactly this." in page


@pytest.mark.parametrize("table", ["release", "release_item"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_release_is_never_changed(day: Day, table: str, statement: str) -> None:
    release(day)
    with pytest.raises(sa.exc.DatabaseError, match="never changed or deleted"):
        db.session.execute(sa.text(statement.format(f'"{table}"')))
    db.session.rollback()


def test_a_cancelled_pitch_day_gives_its_time_back_and_clears_calendars(
    day: Day, mails: Callable[[], list[Mail]]
) -> None:
    release(day)
    day.event.state = EventState.CANCELLED
    event_cancelled.send(day.event)
    db.session.commit()
    assert not db.session.scalar(sa.select(sa.func.count()).where(DiaryEntry.claim.startswith("slot:")))
    removed = [mail for mail in mails() if mail.template == "schedule_removed"]
    assert [mail.values["calendar"]["sequence"] for mail in removed] == [1, 1]
    with pytest.raises(DomainError, match="cancelled"):
        services.release(day.event, note="")


def test_a_release_costs_the_same_for_many_items(app: Flask, day: Day, count_queries: Any) -> None:
    with count_queries() as few:
        services.release(day.event, note="")
    mails_before = 2
    db.session.commit()
    other = add_event(organiser=day.organiser, hours=24)
    for hour in range(12):
        session = add_sitting(other, starts_at=other.starts_at + timedelta(hours=hour))
        for _ in range(4):
            add_slot(session, add_application(other, add_startup()))
    with count_queries() as many:
        services.release(other, note="")
    inserts = sum("INSERT INTO mail" in statement for statement in many.statements)
    assert many.count - inserts <= few.count - mails_before
