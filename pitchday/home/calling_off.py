"""Whom it concerns when a pitch day is cancelled, postponed or gets its new date: in sentences, before it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.applications import queries as applications
from pitchday.db import db
from pitchday.events import queries as events
from pitchday.events.enums import Role
from pitchday.events.models import Event
from pitchday.meetings import queries as meetings
from pitchday.meetings.models import MeetingState
from pitchday.schedule.queries import newest_release
from pitchday.web.filters import plural


@dataclass(frozen=True)
class Concerned:
    """How many it concerns; the person who does it is not counted."""

    startups: int
    meetings: int
    team: int
    investors: int
    has_programme: bool

    @property
    def letters(self) -> str:
        """Who is written to, or a sentence that nobody is."""
        found = [
            (self.startups, "startup with an application", "startups with an application"),
            (self.team, "other person in the team", "other people in the team"),
            (self.investors, "invited investor", "invited investors"),
        ]
        named = [plural(number, one, many) for number, one, many in found if number]
        if not named:
            return "There is nobody to write to yet."
        return f"We write to {' and '.join([', '.join(named[:-1]), named[-1]] if named[1:] else named)}."


def concerned(event: Event, *, by: Person) -> Concerned:
    """In a number of queries that does not depend on how many there are."""
    startups = sa.select(sa.func.count()).select_from(applications.live(event.id).order_by(None).subquery())
    others = [given for given in events.everybody(event) if given.person_id != by.id]
    team = {given.person_id for given in others if given.role is not Role.INVESTOR}
    return Concerned(
        startups=db.session.scalar(startups) or 0,
        meetings=meetings.numbers(event.id)[MeetingState.SCHEDULED],
        team=len(team),
        investors=len({given.person_id for given in others} - team),
        has_programme=newest_release(event.id) is not None,
    )


def _about_meetings(found: Concerned) -> str:
    if not found.meetings:
        return "No meetings are booked."
    verb = "is" if found.meetings == 1 else "are"
    return f"{plural(found.meetings, 'booked meeting')} {verb} cancelled, in both sides’ calendars too."


def what_cancelling_does(found: Concerned) -> Iterator[str]:
    yield "Its page stays, and says that it is cancelled. Calendars that follow it show it as cancelled."
    yield found.letters
    yield _about_meetings(found)
    yield "This cannot be undone. If it may still take place on another day, postpone it instead."


def what_postponing_does(found: Concerned) -> Iterator[str]:
    yield "Its page says that it is postponed, and calendars that follow it take it out until it has a new date."
    yield found.letters
    yield _about_meetings(found)
    if found.has_programme:
        yield "The schedule is taken back: rooms and startups are free again. Your draft stays for the new date."
    yield "Applications and decisions stay as they are. Nobody can apply until the new date is set."


def what_the_new_date_does(found: Concerned) -> Iterator[str]:
    yield "Its page, lists and calendars show the new date at once; in calendars it is the same entry, moved."
    yield found.letters
    yield "Sessions of your draft move along, at the same times of the day. Release the schedule when it is right."
    yield "The other dates of the call move by as many days. Look through them when you have set the new date."
