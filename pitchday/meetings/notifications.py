"""Which mail goes to whom with which values. No fact about a company but its name is in any of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from pitchday import mail
from pitchday.meetings.models import Meeting
from pitchday.meetings.queries import Addressee
from pitchday.meetings.rules import place
from pitchday.web.filters import span, zone_name
from pitchday.web.urls import absolute, calendar_uid

Method = Literal["REQUEST", "CANCEL"]


def booked(meeting: Meeting, members: Iterable[Addressee], *, table: str, room: str) -> None:
    _tell("meeting_booked", meeting, members, "REQUEST", table=table, room=room)


def moved(meeting: Meeting, members: Iterable[Addressee], *, table: str, room: str, before: datetime) -> None:
    """`before` is when the meeting was to begin until now."""
    length = meeting.ends_at - meeting.starts_at
    earlier = span(before, before + length, meeting.event.zone)
    _tell("meeting_moved", meeting, members, "REQUEST", table=table, room=room, earlier=earlier)


def cancelled(meeting: Meeting, *, by: str, reason: str) -> None:
    """`by` says in words who cancelled; empty when nobody in particular did."""
    members = [
        Addressee(member.person_id, member.person.name, member.person.email) for member in meeting.startup.members
    ]
    table = meeting.table
    _tell("meeting_cancelled", meeting, members, "CANCEL", table=table.name, room=table.room.name, by=by, reason=reason)


def _tell(
    template: str, meeting: Meeting, members: Iterable[Addressee], method: Method, *, table: str, room: str, **more: Any
) -> None:
    event, investor, startup = meeting.event, meeting.investor, meeting.startup
    common = {
        "title": event.title,
        "startup": startup.name,
        "when": span(meeting.starts_at, meeting.ends_at, event.zone),
        "zone": zone_name(meeting.starts_at, event.zone),
        "place": place(table, room, event.venue.name),
        "url": absolute("meetings.show", meeting_uid=meeting.uid),
        **more,
    }
    calendar = _calendar(meeting, method, place(table, room, event.venue.name, event.venue.address))
    about = f"meeting:{meeting.uid}:{meeting.sequence}"
    addressees = [(Addressee(investor.id, investor.name, investor.email), startup.name, True)]
    addressees += [(member, investor.name, False) for member in members]
    for person, other, invests in addressees:
        mail.queue(
            template,
            to=(person.name, person.email),
            about=about,
            values={
                **common,
                "other": other,
                "invests": invests,
                "calendar": {**calendar, "summary": f"Meeting with {other}"},
            },
        )


def _calendar(meeting: Meeting, method: Method, where: str) -> dict[str, Any]:
    return {
        "method": method,
        "uid": calendar_uid("meeting", meeting.uid),
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "location": where,
        "description": f"One-to-one meeting at {meeting.event.title}",
        "url": absolute("meetings.show", meeting_uid=meeting.uid),
    }
