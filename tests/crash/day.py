"""A released pitch day on which a dozen investors can meet a dozen startups, some of them while others pitch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pitchday import history
from pitchday.accounts import passwords
from pitchday.db import db
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.services import release
from pitchday.startups.models import StartupMember
from tests import factories

PEOPLE = 12
PASSWORD = "correct horse battery"


@dataclass(frozen=True)
class Day:
    """Addresses of those who act, and where they do."""

    event_slug: str
    organiser: str
    investors: list[str]

    @property
    def board(self) -> str:
        return f"/events/{self.event_slug}/meetings"

    @property
    def schedule(self) -> str:
        return f"/organise/events/{self.event_slug}/schedule"


def make_day() -> Day:
    """A month ahead. Half of the startups have two members; the first block of meetings lies beside the pitches."""
    secret = {"password_hash": passwords.hashed(PASSWORD)}
    organiser = factories.add_person("Olive Organiser", **secret)
    opens = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=30)
    event = factories.add_event(organiser=organiser, starts_at=opens, hours=10, rooms=("Lounge", "Main hall"))
    lounge, hall = event.rooms
    stage = factories.add_sitting(event, room=hall, starts_at=opens + timedelta(hours=1), title="Pitches")
    for number in range(PEOPLE):
        startup = factories.add_startup(name=f"Company {number:02}")
        if number % 2:
            second = factories.add_person()
            startup.members.append(StartupMember(person=second, role="Founder"))
        factories.add_slot(stage, factories.add_application(event, startup))
    for begins, ends in ((0, 2), (4, 7)):
        factories.add_sitting(
            event,
            kind=SessionKind.MEETINGS,
            room=lounge,
            starts_at=opens + timedelta(hours=begins),
            ends_at=opens + timedelta(hours=ends),
            table_count=6,
        )
    with history.acting(organiser.actor):
        release(event, note="First")
    investors = [factories.add_investor(f"Investor {number:02}", **secret).email for number in range(PEOPLE)]
    day = Day(event.slug, organiser.email, investors)
    db.session.commit()
    return day
