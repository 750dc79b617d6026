"""On which basis somebody may see offers, and whose pages are the investor's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole
from pitchday.events.permissions import within_event
from pitchday.events.rights import Right
from pitchday.investors.models import InvestorStatement
from pitchday.investors.queries import current_templates, profile_of, valid
from pitchday.web.guards import required_person


def basis_of(person: Person | None, on: date) -> InvestorStatement | None:
    """The newest statement that holds on `on`, a day in the United Kingdom. Ask again at each communication."""
    if person is None:
        return None
    return db.session.scalar(
        sa.select(InvestorStatement)
        .where(InvestorStatement.person_id == person.id, valid(on))
        .options(joinedload(InvestorStatement.template))
        .order_by(InvestorStatement.signed_at.desc(), InvestorStatement.id.desc())
        .limit(1)
    )


def investor(person: Person | None) -> dict[str, Any]:
    """Whoever has registered as an investor, or was invited as one."""
    profile = profile_of(required_person(person))
    if profile is None:
        raise Forbidden("This page is for investors. If you invest, register at /me/investor: it takes a minute.")
    return {"profile": profile}


def signer(person: Person | None, basis: str) -> dict[str, Any]:
    """A registered investor and the wording of the basis that is in force today."""
    profile = investor(person)["profile"]
    template = next((t for t in current_templates(clock.today()) if t.basis.value == basis), None)
    if template is None:
        raise NotFound
    return {"profile": profile, "template": template}


def own_statement(person: Person | None, statement_uid: str) -> dict[str, Any]:
    """The statement of whoever signed it; that it exists is nobody else's to know."""
    statement = db.session.scalar(
        sa.select(InvestorStatement)
        .where(
            InvestorStatement.uid == statement_uid,
            InvestorStatement.person_id == required_person(person).id,
        )
        .options(joinedload(InvestorStatement.template))
    )
    if statement is None:
        raise NotFound
    return {"statement": statement}


@within_event(Right.INVESTORS)
def invited_investor(event: Event, person_uid: str) -> dict[str, Any]:
    """Somebody whom this pitch day has invited as an investor, for those who invite them."""
    role = db.session.scalar(
        sa.select(EventRole)
        .join(Person, Person.id == EventRole.person_id)
        .where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR, Person.uid == person_uid)
    )
    if role is None:
        raise NotFound
    return {"invited": role.person}
