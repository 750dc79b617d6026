"""Drafts as organisers may know them: how many there are, and when somebody last wrote in them, never what."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import rules
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.enums import Phase
from pitchday.events.models import Event
from pitchday.events.phases import phase_of


@dataclass(frozen=True)
class Funnel:
    """What became of the applications that founders have begun. Once they can send no more, none has `stalled`."""

    sent: int
    written: int
    stalled: int
    is_open: bool

    @property
    def begun(self) -> int:
        return self.sent + self.written


def is_open(event: Event) -> bool:
    """Whether founders can send what they write."""
    return phase_of(event, clock.now()) is Phase.APPLICATIONS_OPEN


def stalled(event: Event) -> sa.ColumnElement[bool]:
    """That an application is a draft in which nobody has written lately."""
    return sa.and_(
        Application.event_id == event.id,
        Application.state == ApplicationState.DRAFT,
        Application.changed_at <= rules.quiet_since(event.applications_close_at, clock.now()),
    )


def funnel(event: Event) -> Funnel:
    """In one query."""
    counts = (
        sa.func.count().filter(Application.submitted_at.is_not(None)),
        sa.func.count().filter(Application.state == ApplicationState.DRAFT),
        sa.func.count().filter(stalled(event)),
    )
    sent, written, quiet = db.session.execute(sa.select(*counts).where(Application.event_id == event.id)).one()
    can_send = is_open(event)
    return Funnel(sent, written, quiet if can_send else 0, can_send)
