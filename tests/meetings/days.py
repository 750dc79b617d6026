"""A released pitch day with a block of meetings, made by the services that organisers use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pitchday import history
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.meetings.forms import round_code
from pitchday.meetings.models import Meeting
from pitchday.meetings.services import book
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import ReleaseItem, Sitting
from pitchday.schedule.queries import meeting_blocks
from pitchday.schedule.services import release
from pitchday.startups.models import Startup
from tests import factories

FIRST = datetime(2027, 2, 16, 14, 30, tzinfo=UTC)
"""The first round. Rounds take 20 minutes, with 5 between them."""
ON_STAGE = FIRST + timedelta(minutes=25)
"""The second round, during which the first two startups pitch."""
THIRD = FIRST + timedelta(minutes=50)
FOURTH = FIRST + timedelta(minutes=75)


@dataclass
class Day:
    """Four rounds at a few tables; `startups[n].members[0].person` is a founder."""

    event: Event
    organiser: Person
    startups: list[Startup]
    sitting: Sitting

    @property
    def block(self) -> ReleaseItem:
        return meeting_blocks(self.event.id)[0]

    def founder(self, number: int = 0) -> Person:
        return self.startups[number].members[0].person

    def book(self, investor: Person, number: int = 0, at: datetime = FIRST) -> Meeting:
        """As the board does, committed."""
        with history.acting(investor.actor):
            meeting = book(
                event=self.event, block=self.block, starts_at=at, startup=self.startups[number], investor=investor
            )
        db.session.commit()
        return meeting

    def post(self, number: int = 0, at: datetime = FIRST, **values: str) -> dict[str, str]:
        """What the board's button sends."""
        return {"startup": self.startups[number].uid, "at": round_code(self.block.uid, at), **values}

    @property
    def board(self) -> str:
        return f"/events/{self.event.slug}/meetings"

    @property
    def desk(self) -> str:
        return f"/organise/events/{self.event.slug}/meetings"


def make_day(*, startups: int = 2, tables: int = 2, rounds: int = 4, **values: Any) -> Day:
    organiser = factories.add_person("Olive Organiser")
    event = factories.add_event(organiser=organiser, rooms=("Lounge", "Main hall"), hours=9, **values)
    lounge, hall = event.rooms
    stage = factories.add_sitting(event, room=hall, starts_at=ON_STAGE, title="Pitches")
    companies = []
    for number in range(startups):
        startup = factories.add_startup(name=f"Company {number:02}", ask=250_000, valuation=1_750_000)
        application = factories.add_application(event, startup)
        if number < 2:
            factories.add_slot(stage, application)
        companies.append(startup)
    block = factories.add_sitting(
        event,
        kind=SessionKind.MEETINGS,
        room=lounge,
        starts_at=FIRST,
        ends_at=FIRST + timedelta(minutes=25 * rounds),
        table_count=tables,
    )
    with history.acting(organiser.actor):
        release(event, note="First")
    db.session.commit()
    return Day(event, organiser, companies, block)
