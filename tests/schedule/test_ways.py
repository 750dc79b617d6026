"""A startup, or its people, at two venues with less time between them than the way takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import diary
from pitchday.db import commits, db
from pitchday.diary import Claim, CommitmentKind
from pitchday.events.models import Event
from pitchday.places.services import ensure_tables
from pitchday.places.travel import set_way
from pitchday.schedule import services
from pitchday.schedule.models import Sitting
from pitchday.startups.models import Startup, StartupMember
from tests import factories
from tests.schedule.conftest import Day, make_day


@pytest.fixture
def leeds(app: Flask, day: Day) -> Sitting:
    """A pitch session in Leeds that begins 20 minutes after the last pitch of the day in Manchester."""
    event = factories.add_event(city_slug="leeds", title="Leeds heat", starts_at=day.event.starts_at)
    return factories.add_sitting(event, starts_at=day.event.starts_at + timedelta(minutes=40))


def pitch(sitting: Sitting, startup: Startup) -> None:
    factories.add_slot(sitting, factories.add_application(sitting.event, startup))
    commits(services.release)(sitting.event, note="")


def words(client: Any, event: Event) -> str:
    page = client.get(f"/organise/events/{event.slug}/schedule")
    assert page.status_code == 200
    return str(page.text)


def test_two_pitches_of_a_startup(day: Day, leeds: Sitting, sign_in: Any) -> None:
    client, startup = sign_in(day.organiser), day.applications[1].startup
    assert "the way takes" not in words(client, day.event)
    pitch(leeds, startup)
    hall = leeds.event.venue
    assert (
        f"{startup.name} pitches here until 13:20, and {startup.name} pitches at Leeds heat from 13:40 ({hall.name}): "
        "that leaves 20 minutes, and the way takes about 1 hour 20 minutes (estimated)."
    ) in words(client, day.event)
    set_way(hall, day.event.venue, minutes=21, note="By helicopter")
    db.session.commit()
    assert "the way takes 21 minutes (By helicopter)." in words(client, day.event)
    set_way(hall, day.event.venue, minutes=20)
    db.session.commit()
    assert "the way takes" not in words(client, day.event)
    day.pitches.starts_at = leeds.starts_at + timedelta(minutes=10)
    db.session.commit()
    set_way(hall, day.event.venue, minutes=30)
    db.session.commit()
    assert (
        f"{startup.name} pitches at Leeds heat until 13:50 ({hall.name}), and {startup.name} pitches here from 14:00: "
        "that leaves 10 minutes, and the way takes 30 minutes."
    ) in words(client, day.event)


def test_people_of_two_startups(day: Day, leeds: Sitting, sign_in: Any) -> None:
    founder = factories.add_person("Fay Founder")
    db.session.add(StartupMember(startup=day.applications[1].startup, person=founder, role="Founder"))
    second = factories.add_startup(member=founder, name="Second Venture")
    pitch(leeds, second)
    found = words(sign_in(day.organiser), day.event)
    assert (
        f"pitches here until 13:20, and Second Venture pitches at Leeds heat from 13:40 ({leeds.event.venue.name})"
        in found
    )
    assert found.count("Fay Founder is in both.") == 1


def test_a_meeting_elsewhere_is_private(day: Day, leeds: Sitting, sign_in: Any) -> None:
    """That there is one is said, and how long the way takes; not with whom, nor where."""
    startup, investor = day.applications[1].startup, factories.add_investor("Ines Investor")
    (table,) = ensure_tables(leeds.event.rooms[0], 1)
    begins = day.event.starts_at + timedelta(minutes=30)
    diary.claim(
        Claim(
            key="meeting:m1",
            kind=CommitmentKind.MEETING,
            label=f"Meeting of {investor.name} with {startup.name}",
            diaries=(investor.diary_id, startup.diary_id, table.diary_id),
            starts_at=begins,
            ends_at=begins + timedelta(minutes=20),
        )
    )
    db.session.commit()
    found = words(sign_in(day.organiser), day.event)
    assert (
        f"{startup.name} pitches here until 13:20, and {startup.name} has a meeting at another pitch day from 13:30: "
        "that leaves 10 minutes, and the way takes 1 hour 20 minutes."
    ) in found
    assert leeds.event.venue.name not in found
    assert "Ines Investor" not in found


def test_another_room_of_the_same_venue_is_no_way(day: Day, sign_in: Any) -> None:
    event = factories.add_event(venue=day.event.venue, starts_at=day.event.starts_at)
    sitting = factories.add_sitting(event, room=day.event.rooms[1], starts_at=event.starts_at + timedelta(minutes=25))
    pitch(sitting, day.applications[1].startup)
    assert "the way takes" not in words(sign_in(day.organiser), day.event)


def test_many_ways_cost_what_one_costs(app: Flask, sign_in: Any, count_queries: Any) -> None:
    def cost(startups: int) -> int:
        day = make_day(startups)
        for number, application in enumerate(day.applications):
            event = factories.add_event(city_slug="leeds")
            begins = event.starts_at + timedelta(minutes=10 * startups + number)
            pitch(factories.add_sitting(event, starts_at=begins), application.startup)
        client = sign_in(day.organiser)
        with count_queries() as counter:
            found = words(client, day.event)
        assert found.count("the way takes") == startups
        return int(counter.count)

    assert cost(1) == cost(4)
