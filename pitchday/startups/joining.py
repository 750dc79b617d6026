"""Asking to join a startup that is here already, and the answer of its members."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db, update_while
from pitchday.errors import DomainError
from pitchday.startups import notifications
from pitchday.startups.enums import JoinState
from pitchday.startups.models import JoinRequest, Startup, StartupMember


def ask_to_join(startup: Startup, *, by: Person, message: str) -> JoinRequest:
    """Write to the members that somebody wants to join. Raises DomainError when they are one, or have asked before."""
    if any(member.person_id == by.id for member in startup.members):
        raise DomainError("You are a member already.")
    if request_of(startup, by) is not None:
        raise DomainError("You have asked them already. They answer by mail.")
    request = JoinRequest(startup=startup, person=by, message=message, asked_at=clock.now())
    db.session.add(request)
    db.session.flush()
    notifications.asked_to_join(request)
    return request


def request_of(startup: Startup, person: Person) -> JoinRequest | None:
    mine = JoinRequest.startup_id == startup.id, JoinRequest.person_id == person.id
    return db.session.scalar(sa.select(JoinRequest).where(*mine))


def open_requests(startup: Startup) -> list[JoinRequest]:
    """Those that wait for an answer, oldest first."""
    waiting = JoinRequest.startup_id == startup.id, JoinRequest.state == JoinState.OPEN
    return list(db.session.scalars(sa.select(JoinRequest).where(*waiting).order_by(JoinRequest.id)).unique())


def answer(request: JoinRequest, *, accept: bool) -> None:
    """Let them in or not, and tell them. Raises DomainError when another member has answered."""
    state = JoinState.ACCEPTED if accept else JoinState.DECLINED
    if not update_while(request, JoinRequest.state == JoinState.OPEN, state=state, answered_at=clock.now()):
        raise DomainError("This has been answered already.")
    is_member = any(member.person_id == request.person_id for member in request.startup.members)
    if accept and not is_member:
        db.session.add(StartupMember(startup=request.startup, person=request.person, role="Founder"))
        db.session.flush()
    notifications.answered_request(request)
