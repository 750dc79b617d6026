"""Who may say that a warning is all right."""

from __future__ import annotations

from typing import Any

from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import within_event
from pitchday.events.rights import Right
from pitchday.home.queries import warnings_of
from pitchday.web.guards import current_person, required_person


@within_event(Right.EDIT)
def event_warning(event: Event, mark: str) -> dict[str, Any]:
    """Whoever may change the pitch day, for a warning that holds now, dismissed or not."""
    standing = warnings_of(event, required_person(current_person()))
    warning = next((each for each in standing.open if each.mark == mark), None)
    dismissed = next((each for each in standing.dismissed if each.warning.mark == mark), None)
    if warning is None and dismissed is None:
        raise NotFound
    return {"warning": warning or (dismissed and dismissed.warning), "dismissed": dismissed}
