"""Registering as an investor, signing and withdrawing statements, and inviting investors to a pitch day."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.services import find_or_add_person
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole
from pitchday.events.services import add_role
from pitchday.investors import notifications, rules
from pitchday.investors.enums import InvestorKind
from pitchday.investors.models import InvestorProfile, InvestorStatement, StatementTemplate
from pitchday.investors.queries import current_template, profile_of


def register(person: Person, *, kind: InvestorKind, firm: str = "") -> InvestorProfile:
    """Make the person an investor; one who is already is left as they are."""
    known = profile_of(person)
    if known is not None:
        return known
    profile = InvestorProfile(person_id=person.id, kind=kind, firm=firm, created_at=clock.now())
    db.session.add(profile)
    db.session.flush()
    return profile


def edit_profile(profile: InvestorProfile, *, kind: InvestorKind, firm: str) -> None:
    profile.kind = kind
    profile.firm = firm


def sign_statement(
    person: Person, template: StatementTemplate, *, grounds: Sequence[str], accepts_risk: bool, signed_name: str
) -> InvestorStatement:
    """Keep what the person declares today, in the words they read.

    Raises DomainError when a newer edition of the wording is in force or the statement is not complete.
    """
    signed_at = clock.now()
    today = clock.today()
    current = current_template(template.basis, today)
    rules.require_edition(template.edition, current.edition if current else 0)
    firm = _firm_signed_for(person, template)
    rules.require_complete(
        grounds=grounds,
        offered=template.grounds,
        accepts_risk=accepts_risk,
        signed_name=signed_name,
        name=person.name,
    )
    statement = InvestorStatement(
        person_id=person.id,
        template_id=template.id,
        basis=template.basis,
        text=rules.kept_text(template.title, template.body, template.grounds, firm),
        grounds=[ground for ground in template.grounds if ground in grounds],
        signed_name=signed_name,
        signed_at=signed_at,
        signed_on=today,
        last_valid_day=rules.last_valid_day(today, template.months_valid),
    )
    statement.person = person
    db.session.add(statement)
    db.session.flush()
    return statement


def _firm_signed_for(person: Person, template: StatementTemplate) -> str:
    if not template.basis.is_for_a_firm:
        return ""
    profile = profile_of(person)
    if profile is None or not profile.firm:
        raise DomainError("This statement is made for a firm. Name yours in your investor profile first.")
    return profile.firm


def withdraw_statement(statement: InvestorStatement) -> None:
    """From this moment it is no basis. It stays on record, since promotions were sent relying on it."""
    if statement.withdrawn_at is not None:
        raise DomainError("You have withdrawn this statement already.")
    statement.withdrawn_at = clock.now()


def invite(event: Event, *, name: str, email: str, kind: InvestorKind, firm: str = "") -> Person:
    """Put somebody on the list of investors of a pitch day and write to them.

    Raises DomainError when they are on it already.
    """
    person = find_or_add_person(name=name, email=email)
    if db.session.scalar(
        sa.select(EventRole.id).where(
            EventRole.event_id == event.id, EventRole.person_id == person.id, EventRole.role == Role.INVESTOR
        )
    ):
        raise DomainError(
            "Somebody with this address is on the list already. To write again, use “Send link again” beside the name.",
            field="email",
        )
    register(person, kind=kind, firm=firm)
    add_role(event, person, Role.INVESTOR)
    notifications.invitation(event, person)
    return person


def invite_again(event: Event, person: Person) -> None:
    """Write to an invited investor once more, with a new link."""
    notifications.invitation(event, person)
