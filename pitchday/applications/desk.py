"""What the organiser's list of applications can be narrowed to, counted, and said about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pitchday.applications import queries
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application
from pitchday.history import HistoryEntry

# Each is a name in the address and the words on the page.
FILTERS = {
    "": "All",
    "undecided": "To decide",
    "returned": "Returned for changes",
    "accept": "To be invited",
    "decline": "To be declined",
    "invited": "Invited",
    "confirmed": "Confirmed",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
}


DECIDED = {Decision.ACCEPT: "Accept", Decision.DECLINE: "Decline"}


def in_state(key: str) -> sa.ColumnElement[bool]:
    """That an application is in one of the states that organisers tell apart."""
    submitted = Application.state == ApplicationState.SUBMITTED
    if key == "undecided":
        return sa.and_(submitted, Application.decision.is_(None))
    if key in ("accept", "decline"):
        return sa.and_(submitted, Application.decision == Decision(key))
    return Application.state == ApplicationState(key)


def standing(application: Application) -> str:
    """The state of an application in an organiser's words."""
    return FILTERS[_filter_of(application.state, application.decision)]


def counts(event_id: int) -> dict[str, int]:
    """How many there are of each filter, and `draft`: those that founders are still writing."""
    found = dict.fromkeys([*FILTERS, "draft"], 0)
    for (state, decision), number in queries.counts(event_id).items():
        found[_filter_of(state, decision)] += number
        if state is not ApplicationState.DRAFT:
            found[""] += number
    return found


def _filter_of(state: ApplicationState, decision: Decision | None) -> str:
    if state is not ApplicationState.SUBMITTED:
        return str(state.value)
    return decision.value if decision else "undecided"


_ACTS = {
    "submitted_at": "sent the application",
    "withdrawn_at": "withdrew",
    "confirmed_at": "confirmed the place",
    "released_at": "released the decision",
}


def log_of(application: Application, history: Sequence[HistoryEntry]) -> list[dict[str, Any]]:
    """What happened to an application that organisers may know, newest first, with who did it."""
    lines = []
    for entry in reversed(history):
        if entry.at < application.created_at:
            continue  # of an application that was undone: its number may have been given to this one
        if application.import_id is not None and entry.action == "created":
            lines.append({"at": entry.at, "who": entry.actor_name, "words": "imported the application"})
            continue
        if "returned" in entry.changes.get("state", ()):
            lines.append({"at": entry.at, "who": entry.actor_name, "words": _returned(entry.changes)})
            continue
        words = next((words for key, words in _ACTS.items() if key in entry.changes), None) or _decision(entry.changes)
        if words:
            lines.append({"at": entry.at, "who": entry.actor_name, "words": words})
    return lines


def _returned(changes: dict[str, Any]) -> str:
    if changes["state"][1] == "returned":
        return "returned the application to be changed"
    if changes["state"][1] == "withdrawn":
        return "withdrew"
    return "sent the application again" if "submitted_at" in changes else "left the application as it was sent"


def _decision(changes: dict[str, Any]) -> str | None:
    if "decision" not in changes and "decision_reason" not in changes:
        return None
    after = changes.get("decision", [None, "kept"])[1]
    return {
        "accept": "decided to accept",
        "decline": "decided to decline",
        "kept": "changed the reason",
        None: "took the decision back",
    }[after]
