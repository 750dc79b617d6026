"""Reactions to what happens below."""

from __future__ import annotations

from pitchday.applications import notifications, queries
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled


@event_cancelled.connect
def tell_applicants(event: Event) -> None:
    """A cancelled pitch day is told to every startup that still counted on it."""
    for application in db.session.scalars(queries.live(event.id)):
        notifications.event_cancelled(application)
