"""Who is in the team of a pitch day or of a programme, and who was asked to join."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.invitations import InvitationState
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import TEAM, Role
from pitchday.events.models import Event, EventRole, Programme, ProgrammeRole, TeamInvitation

Team = Event | Programme
Given = EventRole | ProgrammeRole

# For how long organisers read that somebody has declined.
DECLINED_SHOWN = timedelta(days=30)


def rows_of(team: Team) -> tuple[Any, sa.ColumnElement[bool]]:
    """The rows of roles in the team: their model, and the condition that they are of this one."""
    if isinstance(team, Event):
        return EventRole, EventRole.event_id == team.id
    return ProgrammeRole, ProgrammeRole.programme_id == team.id


def into(team: Team) -> sa.ColumnElement[bool]:
    """That an invitation is into this team."""
    return TeamInvitation.event_id == team.id if isinstance(team, Event) else TeamInvitation.programme_id == team.id


def given_to(team: Team, person_uid: str, role: Role) -> Given | None:
    """Somebody's role in the team."""
    model, here = rows_of(team)
    statement = sa.select(model).join(model.person).where(here, Person.uid == person_uid, model.role == role)
    found: Given | None = db.session.scalar(statement)
    return found


def members(team: Team) -> Sequence[Given]:
    """Those in the team, whoever owns it first, each group by name."""
    model, here = rows_of(team)
    order = sa.case(*((model.role == role, place) for place, role in enumerate(TEAM)))
    found: Sequence[Given] = db.session.scalars(
        sa.select(model)
        .join(model.person)
        .where(here, model.role.in_(TEAM))
        .options(joinedload(model.person))
        .order_by(order, Person.name, model.id)
    ).all()
    return found


def invitations_into(team: Team) -> sa.Select[TeamInvitation]:
    """All into this team, answered ones too, the latest first."""
    return (
        sa.select(TeamInvitation)
        .where(into(team))
        .options(joinedload(TeamInvitation.by))
        .order_by(TeamInvitation.sent_at.desc(), TeamInvitation.id.desc())
    )


def unanswered(team: Team) -> Sequence[TeamInvitation]:
    """Those that organisers still have to know of: not answered, expired or not, and lately declined."""
    declined = sa.and_(
        TeamInvitation.state == InvitationState.DECLINED, TeamInvitation.answered_at > clock.now() - DECLINED_SHOWN
    )
    return db.session.scalars(
        invitations_into(team).where(sa.or_(TeamInvitation.state == InvitationState.OPEN, declined))
    ).all()


def count_open(team: Team) -> int:
    """How many have been asked and can still accept."""
    waiting = sa.select(sa.func.count()).where(into(team), *_waits())
    return db.session.scalar(waiting) or 0


def open_for(person: Person) -> Sequence[TeamInvitation]:
    """What waits for an answer of this person, what ends first at the top."""
    return db.session.scalars(
        sa.select(TeamInvitation)
        .where(TeamInvitation.email == person.email, *_waits())
        .options(joinedload(TeamInvitation.by), joinedload(TeamInvitation.event), joinedload(TeamInvitation.programme))
        .order_by(TeamInvitation.expires_at, TeamInvitation.id)
    ).all()


def _waits() -> tuple[sa.ColumnElement[bool], ...]:
    return TeamInvitation.state == InvitationState.OPEN, TeamInvitation.expires_at > clock.now()
