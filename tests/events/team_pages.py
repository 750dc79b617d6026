"""Pages of a team, and what stands in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.events.models import Event, ProgrammeRole, TeamInvitation
from pitchday.events.team_queries import Team, members
from tests import factories


def root(team: Team) -> str:
    return f"/organise/{'events' if isinstance(team, Event) else 'programmes'}/{team.slug}"


def page_of(team: Team, *more: str) -> str:
    return "/".join((root(team), "team", *more))


def typed(**changes: str) -> dict[str, str]:
    return {"name": "Nkechi", "email": "Nkechi@pitchday.example", "role": "organiser", **changes}


def add(team: Team, person: Person, role: Role) -> Any:
    if isinstance(team, Event):
        return factories.add_role(team, person, role)
    given = ProgrammeRole(programme=team, person=person, role=role)
    db.session.add(given)
    db.session.commit()
    return given


def roles(team: Team) -> dict[str, str]:
    db.session.expire_all()
    return {given.person.name: given.role.value for given in members(team)}


def asked() -> TeamInvitation:
    db.session.expire_all()
    return db.session.scalars(sa.select(TeamInvitation)).one()


def signed_in(app: Flask, person: Person) -> Any:
    """A browser at an application of the test's own."""
    browser = app.test_client()
    assert person.account is not None
    with browser.session_transaction() as session:
        session["_user_id"], session["_fresh"] = person.account.session_key, True
    return browser
