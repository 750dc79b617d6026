"""What organisers say about a call beyond its deadline, and which applications came after its early deadline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import rules
from pitchday.applications.models import Application, Call, Submission
from pitchday.db import db
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.history.stale import require_version


def call_of(event: Event) -> Call | None:
    """What has been said about the call, or None while nobody has said anything."""
    return db.session.scalar(sa.select(Call).where(Call.event_id == event.id))


def early_deadline_of(event: Event) -> datetime | None:
    """By when an application must be sent to be read first, where that is before the deadline."""
    call = call_of(event)
    return rules.early_deadline(call.early_deadline_at, event.applications_close_at) if call else None


def early_deadline_in_words(event: Event, now: datetime) -> str:
    early = early_deadline_of(event)
    return rules.early_deadline_in_words(early, event.applications_close_at, now, event.zone)


def set_early_deadline(event: Event, early_deadline_at: datetime | None, *, version: int | None) -> None:
    """Raises DomainError for a date that means nothing, StaleEdit when the call has changed since `version`."""
    require(Act.CHANGE, event, clock.now())
    rules.require_early_deadline(early_deadline_at, event.applications_open_at, event.applications_close_at)
    call = call_of(event)
    if call is None:
        db.session.add(Call(event_id=event.id, early_deadline_at=early_deadline_at))
        return
    require_version(call, version)
    call.early_deadline_at = early_deadline_at


def sent_after(first_at: datetime) -> sa.ColumnElement[bool]:
    """That an application was first sent after this instant; one that came through another pitch day was not."""
    return sa.and_(
        Application.carried_from_id.is_(None),
        sa.exists().where(
            Submission.application_id == Application.id, Submission.number == 1, Submission.submitted_at > first_at
        ),
    )


def after_early_deadline(event: Event, application_ids: Collection[int]) -> frozenset[int]:
    """Which of these applications were first sent after the early deadline, in two queries at most."""
    first = early_deadline_of(event)
    if first is None or not application_ids:
        return frozenset()
    return frozenset(
        db.session.scalars(sa.select(Application.id).where(Application.id.in_(application_ids), sent_after(first)))
    )
