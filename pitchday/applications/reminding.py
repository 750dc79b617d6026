"""Reminding founders of drafts that have stalled: how many may be reminded, once, and who wants no reminders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import drafts, notifications, queries
from pitchday.applications.models import Application, DraftReminder
from pitchday.db import db, insert_into
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history import record
from pitchday.startups.models import StartupMember
from pitchday.web.filters import plural

# Nobody is reminded of the same draft again before this has passed.
PAUSE = timedelta(hours=48)


@dataclass(frozen=True)
class Reach:
    """How many drafts have stalled, of how many the founders may be reminded now, and how many people those are."""

    stalled: int
    due: int
    people: int

    @property
    def spared(self) -> int:
        return self.stalled - self.due


def _spared() -> sa.ColumnElement[bool]:
    lately = DraftReminder.reminded_at > clock.now() - PAUSE
    return sa.exists().where(
        DraftReminder.application_id == Application.id, sa.or_(lately, DraftReminder.stopped_at.is_not(None))
    )


def reach(event: Event) -> Reach:
    """In one query."""
    member = sa.outerjoin(Application, StartupMember, StartupMember.startup_id == Application.startup_id)
    due = ~_spared()
    counts = (
        sa.func.count(Application.id.distinct()),
        sa.func.count(Application.id.distinct()).filter(due),
        sa.func.count(StartupMember.person_id.distinct()).filter(due),
    )
    return Reach(*db.session.execute(sa.select(*counts).select_from(member).where(drafts.stalled(event))).one())


def remind(event: Event, sentence: str, *, by: Person) -> int:
    """Write to the founders of each stalled draft that is due; how many drafts those are.

    Two organisers who do so at once remind everybody once: the second finds nobody left. Raises DomainError when
    founders can send no more.
    """
    if not drafts.is_open(event):
        raise DomainError("Applications are closed, so that nobody could send what they are reminded of.")
    now = clock.now()
    due = sa.select(Application.id, sa.literal(now, sa.DateTime(timezone=True))).where(
        drafts.stalled(event), ~_spared()
    )
    insert = insert_into(DraftReminder).from_select(["application_id", "reminded_at"], due)
    claimed = insert.on_conflict_do_update(
        index_elements=["application_id"],
        set_={"reminded_at": insert.excluded.reminded_at},
        where=sa.and_(
            DraftReminder.stopped_at.is_(None),
            sa.or_(DraftReminder.reminded_at.is_(None), DraftReminder.reminded_at <= now - PAUSE),
        ),
    ).returning(DraftReminder.application_id)
    ids = db.session.scalars(claimed).all()
    if not ids:
        return 0
    notifications.draft_reminders(_with_people(ids), event, now, sentence=sentence, sender=by.name)
    label = f"Founders of {plural(len(ids), 'draft')}"
    record("reminded", subject=event.history_key, label=label, scope=event.history_key)
    return len(ids)


def _with_people(ids: Sequence[int]) -> Sequence[Application]:
    statement = queries.with_members(sa.select(Application).where(Application.id.in_(ids)).order_by(Application.id))
    return db.session.scalars(statement).unique().all()


def wants_reminders(application: Application) -> bool:
    stopped = sa.select(DraftReminder.stopped_at).where(DraftReminder.application_id == application.id)
    return db.session.scalar(stopped) is None


def set_reminders(application: Application, *, wanted: bool) -> None:
    """As any member of the startup wishes, for all of them."""
    stopped = None if wanted else clock.now()
    insert = insert_into(DraftReminder).values(application_id=application.id, stopped_at=stopped)
    db.session.execute(insert.on_conflict_do_update(index_elements=["application_id"], set_={"stopped_at": stopped}))
