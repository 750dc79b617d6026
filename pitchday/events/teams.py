"""The team of a pitch day or a programme: inviting, answering, changing, leaving, and handing over.

There is always exactly one lead. The database refuses a second; that there is one is kept here: a lead is neither
removed nor changed, only followed by another, while the row of the pitch day or programme is held.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday import clock, history
from pitchday.accounts.invitations import VALID, InvitationState, settle
from pitchday.accounts.models import Person
from pitchday.accounts.rules import clean_address
from pitchday.db import db
from pitchday.errors import DomainError, NotFound
from pitchday.events import team_notifications as notifications
from pitchday.events.enums import OFFERED, Role
from pitchday.events.models import Event, EventRole, Programme, ProgrammeRole, TeamInvitation
from pitchday.events.team_queries import Given, Team, given_to, into, rows_of

GONE = "They are not in the team any more, or do something else by now."


def invite(team: Team, *, name: str, email: str, role: Role, by: Person) -> TeamInvitation:
    """Ask whoever has this address to join; they are in the team when they accept.

    Raises DomainError when they are in it, or were asked already.
    """
    address = clean_address(email)
    if role not in OFFERED:
        raise DomainError("Choose what they do.", field="role")
    model, here = rows_of(team)
    held = sa.exists().where(here, model.role == role, model.person_id == Person.id, Person.email == address)
    if db.session.scalar(sa.select(held)):
        raise DomainError(f"Somebody with this address is in the team as {role.label.lower()} already.", field="email")
    if db.session.scalar(sa.select(sa.exists().where(into(team), _IS_OPEN, *_to(address, role)))):
        raise DomainError(
            "Somebody with this address is invited already. To write again, use “Send again” beside the name.",
            field="email",
        )
    now = clock.now()
    invitation = TeamInvitation(
        event=team if isinstance(team, Event) else None,
        programme=team if isinstance(team, Programme) else None,
        name=" ".join(name.split())[:200],
        email=address,
        role=role,
        state=InvitationState.OPEN,
        by=by,
        created_at=now,
        sent_at=now,
        expires_at=now + VALID,
    )
    db.session.add(invitation)
    db.session.flush()
    notifications.invited(invitation, valid_for=VALID)
    _record("invited", invitation)
    return invitation


_IS_OPEN = TeamInvitation.state == InvitationState.OPEN


def _to(address: str, role: Role) -> tuple[sa.ColumnElement[bool], ...]:
    return TeamInvitation.email == address, TeamInvitation.role == role


def invite_again(invitation: TeamInvitation, *, by: Person) -> None:
    """Write once more, with a new link and two more weeks. Raises DomainError when it has been answered."""
    now = clock.now()
    settle(invitation, sent_at=now, expires_at=now + VALID, by_id=by.id)
    notifications.invited(invitation, valid_for=VALID)
    _record("invited_again", invitation)


def take_back(invitation: TeamInvitation) -> None:
    """From now on it cannot be accepted. Raises DomainError when it has been answered."""
    settle(invitation, state=InvitationState.TAKEN_BACK, answered_at=clock.now())
    _record("took_back_the_invitation_of", invitation)


def decline(invitation: TeamInvitation) -> None:
    """The owner of the address does not join. Raises DomainError when it has been answered."""
    settle(invitation, state=InvitationState.DECLINED, answered_at=clock.now())
    _record("declined", invitation, label=_offer(invitation))


def accept(invitation: TeamInvitation, *, by: Person) -> Given:
    """Join the team. Raises DomainError when it is not `by` who was asked, too late, or was answered."""
    if by.email != invitation.email:
        raise NotFound
    if invitation.expires_at <= clock.now():
        raise DomainError("This invitation is too old. Ask for another.")
    settle(invitation, state=InvitationState.ACCEPTED, answered_at=clock.now())
    team, role = invitation.team, invitation.role
    given = given_to(team, by.uid, role)
    if given is None:
        given = _give(team, by, role)
    _record("accepted", invitation, label=_offer(invitation))
    return given


def _give(team: Team, person: Person, role: Role) -> Given:
    given: Given
    if isinstance(team, Event):
        given = EventRole(event=team, person=person, role=role, created_at=clock.now())
    else:
        given = ProgrammeRole(programme=team, person=person, role=role)
    db.session.add(given)
    db.session.flush()
    return given


def hold(team: Team, given: Given) -> Given:
    """The role as it stands, while nobody else changes the team. Raises NotFound when it is gone."""
    kind = type(team)
    db.session.execute(sa.select(kind.id).where(kind.id == team.id).with_for_update())
    model, here = rows_of(team)
    # Its number by what the session knows: a row that is gone could not be asked.
    known: Any = sa.inspect(given)
    found: Given | None = db.session.scalar(
        sa.select(model).where(model.id == known.identity[0], here).execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound(GONE)
    return found


def _require_not_lead(given: Given) -> None:
    if given.role is Role.LEAD:
        raise DomainError(f"{given.person.name} owns it. Hand it over to another organiser first.")


def change_role(team: Team, given: Given, role: Role) -> None:
    """Let somebody do something else. Raises DomainError for the lead, and for what they do already."""
    if role not in OFFERED:
        raise DomainError("Choose what they do.", field="role")
    given = hold(team, given)
    _require_not_lead(given)
    if role is not given.role and given_to(team, given.person.uid, role):
        raise DomainError(f"{given.person.name} is {role.label.lower()} already.", field="role")
    given.role = role


def remove(team: Team, given: Given) -> None:
    """Take somebody out of the team. Raises DomainError for the lead: something is always owned by somebody."""
    given = hold(team, given)
    _require_not_lead(given)
    db.session.delete(given)
    db.session.flush()


def hand_over(team: Team, given: Given, *, by: Person) -> None:
    """Make an organiser the lead, and the lead an organiser; both get a mail. Raises DomainError for anybody else."""
    given = hold(team, given)
    if given.role is not Role.ORGANISER:
        raise DomainError(f"Only an organiser can take over. Make {given.person.name} one first.")
    if given.person.account is None:
        raise DomainError(f"{given.person.name} has not signed in yet. They can take over once they have.")
    model, here = rows_of(team)
    before: Given | None = db.session.scalar(
        sa.select(model).where(here, model.role == Role.LEAD).execution_options(populate_existing=True)
    )
    # In this order: at no instant are there two.
    if before is not None:
        _step_back(team, before)
    given.role = Role.LEAD
    db.session.flush()
    history.record(
        "handed_over",
        subject=f"{model.__tablename__}:{given.id}",
        label=f"the lead to {given.person.name}",
        scope=team.history_key,
    )
    notifications.handed_over(team, given.person, before=before.person if before is not None else None, by=by)


def _step_back(team: Team, lead: Given) -> None:
    if given_to(team, lead.person.uid, Role.ORGANISER):
        db.session.delete(lead)
    else:
        lead.role = Role.ORGANISER
    db.session.flush()


def _record(action: str, invitation: TeamInvitation, *, label: str = "") -> None:
    """Under the kind of row that the invitation is to become, where people look for it."""
    model, _ = rows_of(invitation.team)
    history.record(
        action,
        subject=f"{model.__tablename__}:invited:{invitation.uid}",
        label=label or f"{invitation.name} as {invitation.role.label.lower()}",
        scope=invitation.team.history_key,
    )


def _offer(invitation: TeamInvitation) -> str:
    return f"the invitation as {invitation.role.label.lower()}"
