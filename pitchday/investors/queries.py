"""Statements, their wordings, and who was invited as an investor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

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


def invited_to(event: Event) -> sa.Select[EventRole]:
    """The investors of a pitch day, by name."""
    return (
        sa.select(EventRole)
        .join(Person, Person.id == EventRole.person_id)
        .where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR)
        .options(contains_eager(EventRole.person))
        .order_by(sa.func.lower(Person.name), Person.id)
    )


def profiles_of(person_ids: Collection[int]) -> dict[int, InvestorProfile]:
    """The profiles of those who have one, by person."""
    found = db.session.scalars(sa.select(InvestorProfile).where(InvestorProfile.person_id.in_(person_ids)))
    return {profile.person_id: profile for profile in found}


def count_with_basis(event: Event, on: date) -> int:
    """How many of a pitch day's investors have a statement that holds on `on`."""
    return (
        db.session.scalar(
            sa.select(sa.func.count(sa.distinct(EventRole.person_id)))
            .join(InvestorStatement, InvestorStatement.person_id == EventRole.person_id)
            .where(EventRole.event_id == event.id, EventRole.role == Role.INVESTOR, valid(on))
        )
        or 0
    )
