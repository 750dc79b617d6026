"""Mails to the team of a pitch day and to those whom it has invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pitchday.accounts.models import Person
from pitchday.events.enums import Role
from pitchday.events.models import Event
from pitchday.events.queries import everybody
from pitchday.mail import queue
from pitchday.web.filters import day, span, zone_name
from pitchday.web.urls import absolute


def cancelled(event: Event, *, by: Person) -> None:
    """Tell the team and the invited investors that the day is off, except whoever has just cancelled it."""
    _to_everybody("event_cancelled_team", event, by)


def postponed(event: Event, *, by: Person) -> None:
    """The same for a day that is put off."""
    _to_everybody("event_postponed", event, by)


def redated(event: Event, *, by: Person, before: datetime) -> None:
    """Tell them the new date beside the old one."""
    _to_everybody("event_redated", event, by, before=day(before, event.zone))


def _to_everybody(template: str, event: Event, by: Person, **values: Any) -> None:
    for given in {role.person_id: role for role in reversed(everybody(event))}.values():
        if given.person_id != by.id:
            because = (
                "you are invited to it as an investor" if given.role is Role.INVESTOR else "you belong to its team"
            )
            queue(
                template,
                to=(given.person.name, given.person.email),
                about=f"{template}:{event.uid}:{event.calendar_sequence}",
                values={**_facts(event), "by": by.name, "notice": event.notice, "because": because, **values},
            )


def _facts(event: Event) -> dict[str, Any]:
    return {
        "title": event.title,
        "city": event.city.name,
        "venue": event.venue.name,
        "when": f"{span(event.starts_at, event.ends_at, event.zone)} {event.starts_at.astimezone(event.zone).year}",
        "zone": zone_name(event.starts_at, event.zone),
        "event_url": absolute("events.show", event_slug=event.slug),
    }
