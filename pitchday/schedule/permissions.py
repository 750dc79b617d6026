"""Who may change what in a draft."""

from __future__ import annotations

from typing import Any

from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import within_event
from pitchday.events.rights import Right
from pitchday.schedule.queries import sitting_by_uid, slot_by_uid


@within_event(Right.SCHEDULE)
def sitting_organiser(event: Event, sitting_uid: str) -> dict[str, Any]:
    """Whoever builds the schedule, for a session in it."""
    sitting = sitting_by_uid(event.id, sitting_uid)
    if sitting is None:
        raise NotFound("This session is not in the draft any more.")
    return {"sitting": sitting}


@within_event(Right.SCHEDULE)
def slot_organiser(event: Event, slot_uid: str) -> dict[str, Any]:
    """Whoever builds the schedule, for a startup's place in it."""
    slot = slot_by_uid(event.id, slot_uid)
    if slot is None:
        raise NotFound("This startup has no place in the draft any more.")
    return {"slot": slot}
