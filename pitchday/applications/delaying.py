"""Telling founders who wait for a decision that it comes later than they were told, and by when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import calls, notifications, queries, stages
from pitchday.applications.calls import DATES
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history import record
from pitchday.startups.models import StartupMember
from pitchday.web.filters import day, plural


@dataclass(frozen=True)
class Reach:
    """How many applications wait for an answer, and how many people those are."""

    applications: int
    people: int


def reach(event: Event) -> Reach:
    """In one query."""
    counted = calls.waiting(event.id).outerjoin(StartupMember, StartupMember.startup_id == Application.startup_id)
    numbers = sa.func.count(Application.id.distinct()), sa.func.count(StartupMember.person_id.distinct())
    return Reach(*db.session.execute(counted.with_only_columns(*numbers)).one())


def delay(
    event: Event, *, decisions_by: date, confirm_by: date | None, sentence: str, version: int | None, by: Person
) -> int:
    """Promise another day and write to everybody who waits; how many applications those are.

    Raises DomainError for days that make no sense and for one that is no later than the day that was promised; see
    `calls.open_call` for what else.
    """
    call = calls.open_call(event, version, DATES)
    promised, before = calls.told_dates(event, call).decisions_by, calls.stage_dates(call)
    if promised is not None and decisions_by <= promised:
        raise DomainError(f"Founders were told {day(promised)}. Choose a later day.", field="decisions_by")
    dates = replace(before, decisions_by=decisions_by, confirm_by=confirm_by)
    stages.require_sound(dates, before, event, clock.today(event.zone))
    # Whoever is told a decision at this moment is waited for, and waits no more.
    statement = queries.with_members(calls.waiting(event.id).order_by(Application.id)).with_for_update(of=Application)
    concerned = db.session.scalars(statement).unique().all()
    if not concerned:
        raise DomainError("Nobody waits for an answer, so that nobody is to be told. Change the day among the dates.")
    call.delayed_from, call.delay_note = promised, sentence if promised else ""
    calls.set_stage_dates(call, dates)
    notifications.decisions_delayed(
        concerned,
        event,
        occasion=f"{decisions_by}:{call.version}",
        before=promised,
        by=decisions_by,
        sentence=sentence,
        sender=by.name,
    )
    label = f"Founders of {plural(len(concerned), 'application')} of a later decision"
    record("told", subject=event.history_key, label=label, scope=event.history_key)
    return len(concerned)
