"""Deciding on many applications at once: what would happen to which, doing it, and taking it back.

Whoever decides has looked at a page of what would happen. A mark of each application there says what they saw: one that
has changed since is left alone and named, the others are decided in one transaction.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import desk, rules, services
from pitchday.applications.enums import Decision
from pitchday.applications.models import Application, BulkAct, Submission
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.models import Event

MOST = 1000
CHANGED = "It has changed since you looked: the startup sent it again, or a colleague decided."


class Act(enum.Enum):
    ACCEPT = "accept"
    DECLINE = "decline"
    REOPEN = "reopen"

    @property
    def decision(self) -> Decision | None:
        return None if self is Act.REOPEN else Decision(self.value)


@dataclass(frozen=True)
class Item:
    """An application and why nothing can be decided on it, if so."""

    application: Application
    refusal: str | None

    @property
    def mark(self) -> str:
        return f"{self.application.uid}:{services.mark_of(self.application)}"


def chosen(statement: sa.Select[Application]) -> Sequence[Application]:
    """The applications of a list with what marks are made of. Raises DomainError for more than can be looked at."""
    few = statement.limit(MOST + 1).options(
        joinedload(Application.event), selectinload(Application.submissions).load_only(Submission.number)
    )
    found = db.session.scalars(few).unique().all()
    if len(found) > MOST:
        raise DomainError(f"Choose {MOST:,} applications at most.")
    return found


def preview(act: Act, applications: Sequence[Application]) -> list[Item]:
    return [Item(application, _refusal(act, application)) for application in applications]


def _refusal(act: Act, application: Application) -> str | None:
    try:
        services.require_undecided(application)
    except DomainError as refusal:
        return refusal.message
    if act is Act.REOPEN and application.decision is None:
        return "Nothing is decided."
    if act is Act.ACCEPT and application.decision is Decision.ACCEPT:
        return "It is to be invited already."
    return None


def _locked(event: Event, uids: Collection[str]) -> Sequence[Application]:
    """In one order for everybody, so that two who decide at once wait for one another instead of blocking."""
    statement = (
        sa.select(Application)
        .where(Application.event_id == event.id, Application.uid.in_(uids))
        .options(joinedload(Application.startup), selectinload(Application.submissions).load_only(Submission.number))
        .order_by(Application.id)
        .with_for_update(of=Application)
    )
    return db.session.scalars(statement.execution_options(populate_existing=True)).unique().all()


def decide(event: Event, act: Act, marks: Sequence[str], *, reason: str, by: Person) -> BulkAct:
    """Decide on each that is as it was when its mark was made. Raises DomainError for a refusal without a reason."""
    if act.decision is not None:
        rules.require_decision(act.decision, reason)
    seen = dict(mark.partition(":")[::2] for mark in marks[:MOST])
    now = clock.now()
    items = [_decided(act, application, seen[application.uid], reason, now) for application in _locked(event, seen)]
    done = BulkAct(event_id=event.id, by=by, act=act.value, at=now, items=items)
    db.session.add(done)
    db.session.flush()
    return done


def _decided(act: Act, application: Application, mark: str, reason: str, now: datetime) -> dict[str, Any]:
    item: dict[str, Any] = {"uid": application.uid, "name": application.startup.name}
    refusal = CHANGED if mark != services.mark_of(application) else _refusal(act, application)
    if refusal is not None:
        return {**item, "refusal": refusal}
    before = _standing(application)
    at = None if act is Act.REOPEN else now
    services.set_decision(application, act.decision, reason if act is not Act.REOPEN else "", at)
    return {**item, "before": before, "words": desk.standing(application), "after": services.mark_of(application)}


def _standing(application: Application) -> dict[str, str | None]:
    return {
        "decision": application.decision.value if application.decision else None,
        "reason": application.decision_reason,
        "at": application.decided_at.isoformat() if application.decided_at else None,
    }


def undo(event: Event, done: BulkAct) -> tuple[int, int]:
    """Put each back to what it was, unless somebody has changed it since; how many were put back and how many not."""
    db.session.refresh(done, with_for_update={"of": BulkAct})
    if done.undone_at is not None:
        return 0, 0
    before = {item["uid"]: item for item in done.items if "before" in item}
    kept = 0
    for application in _locked(event, before):
        item = before[application.uid]
        if services.mark_of(application) != item["after"]:
            kept += 1
            continue
        was = item["before"]
        services.set_decision(
            application,
            Decision(was["decision"]) if was["decision"] else None,
            was["reason"],
            datetime.fromisoformat(was["at"]) if was["at"] else None,
        )
    done.undone_at = clock.now()
    db.session.flush()
    return len(before) - kept, kept
