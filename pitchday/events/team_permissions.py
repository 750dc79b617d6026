"""Who looks after the team of a pitch day or of a programme, and who may answer an invitation.

The pages of both teams are the same, so that each guard takes either address and finds the team that it names.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.events.enums import TEAM
from pitchday.events.models import TeamInvitation
from pitchday.events.permissions import asks, permitted_event, permitted_programme
from pitchday.events.rights import Right
from pitchday.events.team_queries import Given, Team, given_to, invitations_into
from pitchday.web.guards import required_person

ROLES = {role.value: role for role in TEAM}


def _team(person: Person | None, event_slug: str, programme_slug: str, right: Right) -> Team:
    if programme_slug:
        return permitted_programme(person, programme_slug, right)
    return permitted_event(person, event_slug, right)


@asks(Right.TEAM)
def team_keeper(person: Person | None, event_slug: str = "", programme_slug: str = "") -> dict[str, Any]:
    """Whoever may change the team of the pitch day or of the programme."""
    return {"team": _team(person, event_slug, programme_slug, Right.TEAM)}


@asks(Right.TEAM)
def team_member(
    person: Person | None, person_uid: str, role: str, event_slug: str = "", programme_slug: str = ""
) -> dict[str, Any]:
    """Whoever may change the team, for a role that somebody has in it."""
    team = _team(person, event_slug, programme_slug, Right.TEAM)
    return {"team": team, "given": _given(team, person_uid, role)}


@asks(Right.HAND_OVER)
def team_owner(
    person: Person | None, person_uid: str, role: str, event_slug: str = "", programme_slug: str = ""
) -> dict[str, Any]:
    """Whoever may hand the pitch day or the programme over, for somebody in the team."""
    team = _team(person, event_slug, programme_slug, Right.HAND_OVER)
    return {"team": team, "given": _given(team, person_uid, role)}


def _given(team: Team, person_uid: str, role: str) -> Given:
    given = given_to(team, person_uid, ROLES[role]) if role in ROLES else None
    if given is None:
        raise NotFound
    return given


@asks(Right.TEAM)
def team_invitation(
    person: Person | None, invitation_uid: str, event_slug: str = "", programme_slug: str = ""
) -> dict[str, Any]:
    """Whoever may change the team, for an invitation into it."""
    team = _team(person, event_slug, programme_slug, Right.TEAM)
    invitation = db.session.scalar(invitations_into(team).where(TeamInvitation.uid == invitation_uid))
    if invitation is None:
        raise NotFound
    return {"team": team, "invitation": invitation}


def invited_person(person: Person | None, invitation_uid: str) -> dict[str, Any]:
    """Whoever has the address that was invited; to everybody else there is no invitation."""
    known = required_person(person)
    invitation = db.session.scalar(
        sa.select(TeamInvitation)
        .where(TeamInvitation.uid == invitation_uid, TeamInvitation.email == known.email)
        .options(joinedload(TeamInvitation.by), joinedload(TeamInvitation.event), joinedload(TeamInvitation.programme))
    )
    if invitation is None:
        raise NotFound("If you were invited, sign in with the address that the invitation was sent to.")
    return {"invitation": invitation}
