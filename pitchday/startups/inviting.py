"""Inviting somebody to become a member: asking, asking again, taking back, and their answer."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.invitations import VALID, InvitationState, settle
from pitchday.accounts.models import Person
from pitchday.accounts.rules import clean_address
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.startups import notifications
from pitchday.startups.models import MemberInvitation, Startup, StartupMember


def invite(startup: Startup, *, name: str, email: str, role: str, by: Person) -> MemberInvitation:
    """Ask whoever has this address to become a member. Raises DomainError when they are one, or were asked already."""
    address = clean_address(email)
    if any(member.person.email == address for member in startup.members):
        raise DomainError("Somebody with this address is a member already.", field="email")
    if any(invitation.email == address for invitation in unanswered(startup)):
        raise DomainError(
            "Somebody with this address is invited already. To write again, use “Send again” beside the name.",
            field="email",
        )
    now = clock.now()
    invitation = MemberInvitation(
        startup=startup,
        name=" ".join(name.split())[:200],
        email=address,
        role=role,
        by=by,
        sent_at=now,
        expires_at=now + VALID,
    )
    db.session.add(invitation)
    db.session.flush()
    notifications.invited(invitation, valid_for=VALID)
    return invitation


def unanswered(startup: Startup) -> list[MemberInvitation]:
    """Those who were asked and have not answered, oldest first."""
    waiting = MemberInvitation.startup_id == startup.id, MemberInvitation.state == InvitationState.OPEN
    return list(db.session.scalars(sa.select(MemberInvitation).where(*waiting).order_by(MemberInvitation.id)))


def send_again(invitation: MemberInvitation, *, by: Person) -> None:
    """Write once more, with a new link and two more weeks. Raises DomainError when it has been answered."""
    now = clock.now()
    settle(invitation, sent_at=now, expires_at=now + VALID, by_id=by.id)
    notifications.invited(invitation, valid_for=VALID)


def take_back(invitation: MemberInvitation) -> None:
    """From now on it cannot be accepted. Raises DomainError when it has been answered."""
    settle(invitation, state=InvitationState.TAKEN_BACK, answered_at=clock.now())


def answer(invitation: MemberInvitation, *, by: Person, accept: bool) -> None:
    """Become a member, or not. Raises DomainError when it is too late, or was answered or taken back."""
    if accept and invitation.expires_at <= clock.now():
        raise DomainError("This invitation is too old. Ask for another.")
    state = InvitationState.ACCEPTED if accept else InvitationState.DECLINED
    settle(invitation, state=state, answered_at=clock.now())
    here = StartupMember.startup_id == invitation.startup_id, StartupMember.person_id == by.id
    if accept and not db.session.scalar(sa.select(sa.exists().where(*here))):
        db.session.add(StartupMember(startup_id=invitation.startup_id, person=by, role=invitation.role))
        db.session.flush()
