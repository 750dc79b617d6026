"""Who may see and change which meeting."""

from __future__ import annotations

from typing import Any

from pitchday.accounts.models import Person
from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import public_event, within_event
from pitchday.events.rights import Right
from pitchday.investors.permissions import investor
from pitchday.meetings.models import Meeting
from pitchday.meetings.queries import meeting_by_uid
from pitchday.startups.permissions import is_member
from pitchday.web.guards import required_person


def is_investor_of(person: Person | None, meeting: Meeting) -> bool:
    return person is not None and meeting.investor_id == person.id


def board_reader(person: Person | None, event_slug: str) -> dict[str, Any]:
    """An investor, at a pitch day that is public."""
    event = public_event(person, event_slug)
    return {**event, **investor(person)}


def meeting_party(person: Person | None, meeting_uid: str) -> dict[str, Any]:
    """The investor of a meeting or a member of its startup; to everybody else there is nothing here."""
    known = required_person(person)
    meeting = meeting_by_uid(meeting_uid)
    if meeting is None or not (is_investor_of(known, meeting) or is_member(known, meeting.startup)):
        raise NotFound
    return {"meeting": meeting}


def meeting_investor(person: Person | None, meeting_uid: str) -> dict[str, Any]:
    """The investor of a meeting; founders may cancel it, but not move it."""
    meeting = meeting_party(person, meeting_uid)["meeting"]
    if not is_investor_of(person, meeting):
        raise NotFound
    return {"meeting": meeting}


@within_event(Right.MEETINGS)
def meeting_organiser(event: Event, meeting_uid: str) -> dict[str, Any]:
    """Whoever looks after the meetings of a pitch day, on one of them."""
    meeting = meeting_by_uid(meeting_uid)
    if meeting is None or meeting.event_id != event.id:
        raise NotFound
    return {"meeting": meeting}
