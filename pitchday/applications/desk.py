"""What the organiser's list of applications can be narrowed to, counted, and said about one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from pitchday.applications import queries
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application
from pitchday.history import HistoryEntry
from pitchday.startups.models import Startup

# Each is a name in the address and the words on the page.
FILTERS = {
    "": "All",
    "undecided": "To decide",
    "accept": "To be invited",
    "decline": "To be declined",
    "invited": "Invited",
    "confirmed": "Confirmed",
    "declined": "Declined",
    "withdrawn": "Withdrawn",
}


def asked_filter(text: str) -> str:
    """A filter of ours; anything else shows all."""
    return text if text in FILTERS else ""


def listed(event_id: int, chosen: str, text: str) -> sa.Select[Application]:
    """Applications of one filter whose startup's name holds `text`, by name."""
    statement = queries.seen_by_organisers(event_id)
    if chosen == "undecided":
        statement = queries.undecided(statement)
    elif chosen in ("accept", "decline"):
        statement = queries.decided(statement, Decision(chosen))
    elif chosen:
        statement = statement.where(Application.state == ApplicationState(chosen))
    statement = queries.with_startup(statement.join(Application.startup))
    if text:
        statement = statement.where(Startup.name.icontains(text, autoescape=True))
    return statement.order_by(sa.func.lower(Startup.name), Application.id)


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
        words = next((words for key, words in _ACTS.items() if key in entry.changes), None) or _decision(entry.changes)
        if words:
            lines.append({"at": entry.at, "who": entry.actor_name, "words": words})
    return lines


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
