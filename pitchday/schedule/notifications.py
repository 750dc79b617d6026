"""Mails about pitches that are new in a released programme, moved, or gone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pitchday.accounts.models import Person
from pitchday.events.models import Event
from pitchday.mail import queue
from pitchday.web.filters import span, zone_name
from pitchday.web.urls import absolute, calendar_uid

Item = dict[str, Any]


def pitch_released(item: Item, *, people: Sequence[Person], event: Event, before: str) -> None:
    """Tell a startup's people when and where it pitches; `before` says what was announced earlier, or nothing."""
    for person in people:
        queue(
            "schedule_released",
            to=(person.name, person.email),
            about=f"slot:{item['uid']}:{item['sequence']}",
            values={**_facts(item, event), "before": before, "calendar": _calendar(item, event, "REQUEST")},
        )


def pitch_removed(item: Item, *, people: Sequence[Person], event: Event, reason: str) -> None:
    """Tell a startup's people that its pitch is not in the programme any more, and take it out of their calendars."""
    for person in people:
        queue(
            "schedule_removed",
            to=(person.name, person.email),
            about=f"slot:{item['uid']}:{item['sequence']}",
            values={**_facts(item, event), "reason": reason, "calendar": _calendar(item, event, "CANCEL")},
        )


def _facts(item: Item, event: Event) -> dict[str, Any]:
    return {
        "startup": item["title"],
        "title": event.title,
        "when": span(item["starts_at"], item["ends_at"], event.zone),
        "zone": zone_name(item["starts_at"], event.zone),
        "where": _where(item, event),
        "schedule_url": absolute("exports.schedule", event_slug=event.slug),
        "item_url": absolute("exports.item", event_slug=event.slug, uid=item["uid"]),
    }


def _where(item: Item, event: Event) -> str:
    return ", ".join(
        part for part in (item["room"], event.venue.name, event.venue.address, event.venue.postcode) if part
    )


def _calendar(item: Item, event: Event, method: str) -> dict[str, Any]:
    return {
        "method": method,
        "uid": calendar_uid("slot", item["uid"]),
        "sequence": item["sequence"],
        "starts_at": item["starts_at"].isoformat(),
        "ends_at": item["ends_at"].isoformat(),
        "summary": f"{item['title']} pitches",
        "location": _where(item, event),
        "description": event.title,
        "url": absolute("exports.item", event_slug=event.slug, uid=item["uid"]),
    }
