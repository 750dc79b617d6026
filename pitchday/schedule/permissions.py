"""Who may change what in a draft."""

from __future__ import annotations

from typing import Any

from pitchday.accounts.models import Person
from pitchday.errors import NotFound
from pitchday.events.permissions import event_organiser
from pitchday.schedule.queries import sitting_by_uid, slot_by_uid


def sitting_organiser(person: Person | None, event_slug: str, sitting_uid: str) -> dict[str, Any]:
    """Organisers, for a session of their pitch day."""
    event = event_organiser(person, event_slug)["event"]
    sitting = sitting_by_uid(event.id, sitting_uid)
    if sitting is None:
        raise NotFound("This session is not in the draft any more.")
    return {"event": event, "sitting": sitting}


def slot_organiser(person: Person | None, event_slug: str, slot_uid: str) -> dict[str, Any]:
    """Organisers, for a startup's place in their pitch day."""
    event = event_organiser(person, event_slug)["event"]
    slot = slot_by_uid(event.id, slot_uid)
    if slot is None:
        raise NotFound("This startup has no place in the draft any more.")
    return {"event": event, "slot": slot}
