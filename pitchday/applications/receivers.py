"""Reactions to what happens below."""

from __future__ import annotations

from typing import Any

from pitchday.applications import notifications, queries
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled, event_postponed, event_redated


@event_cancelled.connect
def tell_applicants(event: Event) -> None:
    """A cancelled pitch day is told to every startup that still counted on it."""
    for application in db.session.scalars(queries.live(event.id)):
        notifications.event_cancelled(application)


@event_postponed.connect
def tell_applicants_to_wait(event: Event) -> None:
    for application in db.session.scalars(queries.live(event.id)):
        notifications.event_postponed(application)


@event_redated.connect
def tell_applicants_the_new_date(event: Event, **_: Any) -> None:
    for application in db.session.scalars(queries.live(event.id)):
        notifications.event_redated(application)
