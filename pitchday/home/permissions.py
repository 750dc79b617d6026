"""Who may say that a warning is all right."""

from __future__ import annotations

from typing import Any

from pitchday.accounts.models import Person
from pitchday.errors import NotFound
from pitchday.events.permissions import event_organiser
from pitchday.home.queries import warnings_of
from pitchday.web.guards import required_person


def event_warning(person: Person | None, event_slug: str, mark: str) -> dict[str, Any]:
    """As event_organiser, for a warning that holds now, dismissed or not."""
    event = event_organiser(person, event_slug)["event"]
    standing = warnings_of(event, required_person(person))
    warning = next((each for each in standing.open if each.mark == mark), None)
    dismissed = next((each for each in standing.dismissed if each.warning.mark == mark), None)
    if warning is None and dismissed is None:
        raise NotFound
    return {"event": event, "warning": warning or (dismissed and dismissed.warning), "dismissed": dismissed}
