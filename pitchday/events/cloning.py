"""Setting up a pitch day, or a whole programme of them, like one that was there before.

Weekdays and wall-clock times stay: what was at 18:00 is at 18:00, also on the other side of a change of clocks. What is
carried along from packages above is carried by those who hear `event_cloned` and `programme_cloned`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pitchday import clock, history
from pitchday.accounts.models import Person
from pitchday.events.enums import Role
from pitchday.events.models import Event, Programme
from pitchday.events.programmes import ProgrammeFacts, create_programme
from pitchday.events.rules import EventFacts
from pitchday.events.services import add_role, create_event
from pitchday.events.signals import event_cloned, programme_cloned
from pitchday.events.team_queries import members


class Carry(enum.Enum):
    """What may come along; city, venue, rooms and times always do."""

    DESCRIPTION = "description"
    SECTORS = "sectors"
    QUESTIONS = "questions"
    SCHEDULE = "schedule"
    TEAM = "team"

    @property
    def label(self) -> str:
        return {
            "description": "The description",
            "sectors": "Sectors, and how many people are expected",
            "questions": "The call: its questions, words, quiz and dates",
            "schedule": "The sessions of the schedule, without startups",
            "team": "The team, in the same roles",
        }[self.value]


# People are asked before they are put down for another day.
USUAL = frozenset(Carry) - {Carry.TEAM}


@dataclass(frozen=True)
class LostTime:
    """A time that the change of clocks does not leave as it was."""

    what: str
    before: datetime
    after: datetime


def lost_times(times: Mapping[str, datetime | None], zone: ZoneInfo, shift: timedelta) -> Iterator[LostTime]:
    """Those that do not exist, or happen twice, on the wall of the new day."""
    for what, value in times.items():
        if value is not None and not clock.keeps_its_time(value, zone, shift):
            yield LostTime(what, value, clock.moved(value, zone, shift))


def times_of(event: Event) -> dict[str, datetime | None]:
    """The times of a pitch day, by what they are called in a sentence."""
    return {
        "applications open": event.applications_open_at,
        "applications close": event.applications_close_at,
        "it starts": event.starts_at,
        "it ends": event.ends_at,
    }


def clone_event(
    source: Event,
    *,
    title: str,
    shift: timedelta,
    carry: Set[Carry],
    by: Person,
    programme: Programme | None = None,
) -> Event:
    """A draft that `by` owns, like `source` and `shift` later on the wall of its zone."""

    def later(value: datetime) -> datetime:
        return clock.moved(value, source.zone, shift)

    opens_at = source.applications_open_at
    facts = EventFacts(
        title=title,
        kind=source.kind,
        city=source.city,
        venue=source.venue,
        rooms=list(source.rooms),
        starts_at=later(source.starts_at),
        ends_at=later(source.ends_at),
        applications_open_at=later(opens_at) if opens_at else None,
        applications_close_at=later(source.applications_close_at),
        description=source.description if Carry.DESCRIPTION in carry else "",
        programme=programme or source.programme,
        sectors=list(source.sectors) if Carry.SECTORS in carry else (),
        guests_expected=source.guests_expected if Carry.SECTORS in carry else None,
        zone_name=source.zone_name,
        grace_minutes=source.grace_minutes,
    )
    event = create_event(facts, by=by)
    if Carry.TEAM in carry:
        _take_the_team_along(source, event, by)
    history.record(
        "cloned",
        subject=f"event:{event.id}",
        label=event.title,
        scope=event.history_key,
        changes={"cloned from": [None, source.title]},
    )
    event_cloned.send(event, source=source, shift=shift, carry=frozenset(carry))
    return event


def _take_the_team_along(source: Event, event: Event, by: Person) -> None:
    """Whoever owned the other one helps to run this one; it has its owner already."""
    roles = {(given.person, Role.ORGANISER if given.role is Role.LEAD else given.role) for given in members(source)}
    for person, role in sorted(roles, key=lambda pair: (pair[0].name, pair[1].value)):
        if person.id != by.id:
            add_role(event, person, role)


def clone_programme(
    source: Programme, *, name: str, weeks: int, events: Sequence[Event], carry: Set[Carry], by: Person
) -> Programme:
    """A programme with drafts of these pitch days, all so many weeks later. Its people are not taken along."""
    shift = timedelta(weeks=weeks)
    facts = ProgrammeFacts(
        name=name,
        summary=source.summary,
        description=source.description if Carry.DESCRIPTION in carry else "",
        starts_on=source.starts_on + shift if source.starts_on else None,
        ends_on=source.ends_on + shift if source.ends_on else None,
        funder=source.funder,
        cities=list(source.cities),
        sectors=list(source.sectors),
    )
    programme = create_programme(facts, by=by)
    programme.logo = source.logo
    made = {
        event.id: clone_event(event, title=event.title, shift=shift, carry=carry, by=by, programme=programme)
        for event in events
    }
    history.record(
        "cloned",
        subject=f"programme:{programme.id}",
        label=programme.name,
        scope=programme.history_key,
        changes={"cloned from": [None, source.name]},
    )
    programme_cloned.send(programme, source=source, events=made)
    return programme
