"""Calling a pitch day off for good or for a while, and giving it a new date.

Each is one transaction: the state, everybody's mail, calendars and diaries change together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.errors import DomainError
from pitchday.events import notifications
from pitchday.events.enums import Act, EventState
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.events.rules import check_times
from pitchday.events.services import tell_calendars
from pitchday.events.signals import event_cancelled, event_postponed, event_redated


@dataclass(frozen=True)
class NewDate:
    """When a postponed pitch day takes place, and until when founders can apply to it."""

    starts_at: datetime
    ends_at: datetime
    applications_close_at: datetime


def cancel_event(event: Event, *, by: Person, notice: str = "") -> None:
    """Cancel for good. `notice` says why, on the public page and in every mail."""
    require(Act.CANCEL, event, clock.now())
    _call_off(event, EventState.CANCELLED, notice)
    notifications.cancelled(event, by=by)
    event_cancelled.send(event)


def postpone(event: Event, *, by: Person, notice: str = "") -> None:
    """Call the day off until it has a new date; applications and decisions stay as they are."""
    require(Act.POSTPONE, event, clock.now())
    _call_off(event, EventState.POSTPONED, notice)
    event.schedule_released_at = None
    notifications.postponed(event, by=by)
    event_postponed.send(event)


def _call_off(event: Event, state: EventState, notice: str) -> None:
    event.state, event.notice = state, notice
    tell_calendars(event)


def set_new_date(event: Event, date: NewDate, *, by: Person) -> None:
    """Publish a postponed pitch day again, on another day. Its entry in calendars is the same one, moved.

    The draft of the schedule moves along; it has to be released again. Raises DomainError for times that contradict
    each other or lie in the past.
    """
    now = clock.now()
    require(Act.SET_NEW_DATE, event, now)
    check_times(date.starts_at, date.ends_at, event.applications_open_at, date.applications_close_at)
    if date.starts_at <= now:
        raise DomainError("The new date is in the past.", field="starts_at")
    before = event.starts_at
    shift = clock.wall_distance(before, date.starts_at, event.zone)
    event.starts_at, event.ends_at = date.starts_at, date.ends_at
    event.applications_close_at = date.applications_close_at
    event.state, event.notice = EventState.PUBLISHED, ""
    tell_calendars(event)
    notifications.redated(event, by=by, before=before)
    event_redated.send(event, shift=shift)
