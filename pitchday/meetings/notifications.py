"""Which mail goes to whom with which values. No fact about a company but its name is in any of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pitchday import mail
from pitchday.meetings.models import Meeting
from pitchday.meetings.queries import Addressee, Guests
from pitchday.meetings.rules import place
from pitchday.web.filters import span, zone_name
from pitchday.web.urls import absolute, calendar_uid

Method = Literal["REQUEST", "CANCEL"]


def booked(meeting: Meeting, guests: Guests, *, table: str, room: str) -> None:
    _tell("meeting_booked", meeting, guests, "REQUEST", table=table, room=room)


def moved(meeting: Meeting, guests: Guests, *, table: str, room: str, before: datetime) -> None:
    """`before` is when the meeting was to begin until now."""
    length = meeting.ends_at - meeting.starts_at
    earlier = span(before, before + length, meeting.event.zone)
    _tell("meeting_moved", meeting, guests, "REQUEST", table=table, room=room, earlier=earlier)


def cancelled(meeting: Meeting, *, by: str, reason: str) -> None:
    """`by` says in words who cancelled; empty when nobody in particular did."""
    venue, table = meeting.event.venue, meeting.table
    guests = Guests(
        [Addressee(member.person_id, member.person.name, member.person.email) for member in meeting.startup.members],
        venue.name,
        venue.address,
    )
    _tell("meeting_cancelled", meeting, guests, "CANCEL", table=table.name, room=table.room.name, by=by, reason=reason)


def _tell(
    template: str, meeting: Meeting, guests: Guests, method: Method, *, table: str, room: str, **more: Any
) -> None:
    event, investor, startup = meeting.event, meeting.investor, meeting.startup
    common = {
        "title": event.title,
        "startup": startup.name,
        "when": span(meeting.starts_at, meeting.ends_at, event.zone),
        "zone": zone_name(meeting.starts_at, event.zone),
        "place": place(table, room, guests.venue),
        "url": absolute("meetings.show", meeting_uid=meeting.uid),
        **more,
    }
    calendar = _calendar(meeting, method, place(table, room, guests.venue, guests.address), common["url"])
    addressees = [(investor.name, investor.email, startup.name, True)]
    addressees += [(member.name, member.email, investor.name, False) for member in guests.members]
    mail.queue_all(
        mail.Letter(
            template,
            to=(name, address),
            about=f"meeting:{meeting.uid}:{meeting.sequence}",
            values={
                **common,
                "other": other,
                "invests": invests,
                "calendar": {**calendar, "summary": f"Meeting with {other}"},
            },
        )
        for name, address, other, invests in addressees
    )


def _calendar(meeting: Meeting, method: Method, where: str, url: str) -> dict[str, Any]:
    return {
        "method": method,
        "uid": calendar_uid("meeting", meeting.uid),
        "sequence": meeting.sequence,
        "starts_at": meeting.starts_at.isoformat(),
        "ends_at": meeting.ends_at.isoformat(),
        "location": where,
        "description": f"One-to-one meeting at {meeting.event.title}",
        "url": url,
    }
