"""What needs an organiser now across all their pitch days."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import selectinload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.events.queries import open_to
from pitchday.events.rights import Right
from pitchday.home.checklist import Need, needs, sections
from pitchday.home.numbers import numbers

MOST_EVENTS = 40
SHOWN = 6


@dataclass(frozen=True)
class Waiting:
    """Somebody waits for this at this pitch day."""

    event: Event
    need: Need


def for_organiser(person: Person) -> list[Waiting]:
    """The next pitch days first, in a number of queries that does not depend on how many there are.

    Whether the schedule has changed since its release is told on the desk of each pitch day alone.
    """
    events = db.session.scalars(
        open_to(person, Right.EDIT)
        .where(Event.ends_at > clock.now(), Event.state != EventState.CANCELLED)
        .options(selectinload(Event.rooms))
        .order_by(None)
        .order_by(Event.starts_at, Event.id)
        .limit(MOST_EVENTS)
    ).all()
    found = numbers(events)
    return [Waiting(event, need) for event in events for need in needs(event, sections(event, found[event.id]))]
