"""Statements, their wordings, and who was invited as an investor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole
from pitchday.investors.enums import Basis
from pitchday.investors.models import InvestorProfile, InvestorStatement, StatementTemplate


def profile_of(person: Person) -> InvestorProfile | None:
    return db.session.scalar(sa.select(InvestorProfile).where(InvestorProfile.person_id == person.id))


def current_templates(on: date) -> list[StatementTemplate]:
    """For each basis the newest edition that is in force that day, in the order of the articles' table."""
    templates = db.session.scalars(
        sa.select(StatementTemplate)
        .where(StatementTemplate.effective_from <= on)
        .order_by(StatementTemplate.effective_from, StatementTemplate.edition)
    )
    newest = {template.basis: template for template in templates}
    return [newest[basis] for basis in Basis if basis in newest]


def current_template(basis: Basis, on: date) -> StatementTemplate | None:
    return next((template for template in current_templates(on) if template.basis is basis), None)


def statements_of(person: Person) -> list[InvestorStatement]:
    """All that a person has signed, newest first."""
    return list(
        db.session.scalars(
            sa.select(InvestorStatement)
            .where(InvestorStatement.person_id == person.id)
            .options(joinedload(InvestorStatement.template))
            .order_by(InvestorStatement.signed_at.desc(), InvestorStatement.id.desc())
        )
    )


def valid(on: date) -> sa.ColumnElement[bool]:
    """That a statement holds on a day."""
    return sa.and_(
        InvestorStatement.withdrawn_at.is_(None),
        InvestorStatement.signed_on <= on,
        InvestorStatement.last_valid_day >= on,
    )


def last_valid_days(person_ids: Collection[int], on: date) -> dict[int, date]:
    """The last valid day of those among the people who hold a basis on that day."""
    rows = db.session.execute(
        sa.select(InvestorStatement.person_id, sa.func.max(InvestorStatement.last_valid_day))
        .where(InvestorStatement.person_id.in_(person_ids), valid(on))
        .group_by(InvestorStatement.person_id)
    )
    return dict(rows.all())


def invited_to(event: Event) -> list[tuple[EventRole, InvestorProfile | None]]:
    """The investors of a pitch day by name, each with the profile if there is one."""
    rows = db.session.execute(
        sa.select(EventRole, InvestorProfile)
        .join(Person, Person.id == EventRole.person_id)
        .outerjoin(InvestorProfile, InvestorProfile.person_id == Person.id)
        .where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR)
        .options(joinedload(EventRole.person))
        .order_by(sa.func.lower(Person.name), Person.id)
    ).unique()
    return [(role, profile) for role, profile in rows]
