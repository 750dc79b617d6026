"""Reactions to what happens below."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pitchday.applications import asking, calls, notifications, queries
from pitchday.db import db
from pitchday.events.cloning import Carry
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled, event_cloned, event_postponed, event_redated


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
def move_the_dates_of_the_call(event: Event, *, shift: timedelta, **_: Any) -> None:
    calls.move_dates(event, shift)


@event_redated.connect
def tell_applicants_the_new_date(event: Event, **_: Any) -> None:
    for application in db.session.scalars(queries.live(event.id)):
        notifications.event_redated(application)


@event_cloned.connect
def take_the_questions_along(
    event: Event, *, source: Event, shift: timedelta, carry: frozenset[Carry], **_: Any
) -> None:
    """Those that the other pitch day asked in its own words; the standard ones stand anyway."""
    if Carry.QUESTIONS in carry:
        asking.copy_questions(source, event, shift)


@event_cloned.connect
def take_the_call_along(event: Event, *, source: Event, shift: timedelta, carry: frozenset[Carry], **_: Any) -> None:
    """With the questions what is said around them. The round whose odds may be shown is known in any case."""
    calls.copy_call(source, event, shift, everything=Carry.QUESTIONS in carry)
