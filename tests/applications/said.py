"""A call about which everything is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pitchday.applications import criteria
from pitchday.applications.call_models import Call
from pitchday.applications.criteria import Criterion
from pitchday.db import db
from pitchday.events.models import Event


def add_call(event: Event, **values: Any) -> Call:
    """Decisions six days before the pitch day and confirmations three; nothing of the quiz."""
    starts_on = event.starts_at.date()
    said: dict[str, Any] = {
        "eligibility": "From the *North* and older than its website.",
        "prizes": "A stage and **£5,000** for the best.",
        "rules": "Three minutes, no products on fire.",
        "contact": "team@pitchday.example",
        "decisions_by": starts_on - timedelta(days=6),
        "confirm_by": starts_on - timedelta(days=3),
        "criteria": [],
    }
    call = Call(event_id=event.id, **{**said, **values})
    db.session.add(call)
    db.session.commit()
    return call


def add_quiz(call: Call) -> tuple[Criterion, Criterion]:
    """One statement that is to be true, one that is not."""
    found = criteria.add(call, "It has a product", wanted=True), criteria.add(call, "It is listed", wanted=False)
    db.session.commit()
    return found
