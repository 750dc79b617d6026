"""Who runs pitch days, and who may look at one."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.events.enums import ORGANISING, PUBLIC_STATES, TEAM, EventState, Role
from pitchday.events.models import Event, EventRole, Funder, Programme, ProgrammeRole
from pitchday.events.queries import event_by_slug, funders_looked_after_by, has_public_events, programme_by_slug
from pitchday.web.guards import required_person


def has_role(person: Person, event: Event, *roles: Role) -> bool:
    """Whether the person has one of these roles at the pitch day or throughout its programme."""
    here = sa.exists().where(
        EventRole.event_id == event.id, EventRole.person_id == person.id, EventRole.role.in_(roles)
    )
    throughout = sa.exists().where(
        ProgrammeRole.programme_id == event.programme_id,
        ProgrammeRole.person_id == person.id,
        ProgrammeRole.role.in_(roles),
    )
    return bool(db.session.scalar(sa.select(sa.or_(here, throughout))))


def organises(person: Person | None, event: Event) -> bool:
    """Organiser of the pitch day or of its programme, or administrator."""
    if person is None:
        return False
    return person.is_administrator or has_role(person, event, *ORGANISING)


def judges(person: Person | None, event: Event) -> bool:
    return person is not None and has_role(person, event, Role.JUDGE)


def may_create_events(person: Person | None) -> bool:
    """Those whose account allows it, and organisers of a programme."""
    if person is None or person.account is None:
        return False
    if person.account.is_administrator or person.account.may_create_events:
        return True
    leads = sa.exists().where(ProgrammeRole.person_id == person.id, ProgrammeRole.role.in_(ORGANISING))
    return bool(db.session.scalar(sa.select(leads)))


def public_event(person: Person | None, event_slug: str) -> dict[str, Any]:
    """A pitch day that has been published; its organisers see it before."""
    event = event_by_slug(event_slug)
    if event is None or not (event.state in PUBLIC_STATES or organises(person, event)):
        raise NotFound
    return {"event": event}


def public_programme(person: Person | None, programme_slug: str) -> dict[str, Any]:
    """A programme with a pitch day that has been published: until then nobody is told that it exists."""
    programme = programme_by_slug(programme_slug)
    if programme is None or not has_public_events(programme):
        raise NotFound
    return {"programme": programme}


def organises_programme(person: Person | None, programme: Programme) -> bool:
    """Lead or organiser of the whole programme, or administrator; a team of one of its pitch days is not enough."""
    if person is None:
        return False
    held = sa.exists().where(
        ProgrammeRole.programme_id == programme.id,
        ProgrammeRole.person_id == person.id,
        ProgrammeRole.role.in_(ORGANISING),
    )
    return person.is_administrator or bool(db.session.scalar(sa.select(held)))


def programme_organiser(person: Person | None, programme_slug: str) -> dict[str, Any]:
    """Leads and organisers of the programme; to everybody else one without a published pitch day does not exist."""
    required_person(person)
    programme = programme_by_slug(programme_slug)
    if programme is None:
        raise NotFound
    if not organises_programme(person, programme):
        if not has_public_events(programme):
            raise NotFound
        raise Forbidden("Only the organisers of this programme see this page.")
    return {"programme": programme}


def programme_logo(person: Person | None, programme_slug: str, digest: str) -> dict[str, Any]:
    """The logo that the programme has now: for everybody once the programme is public, for its organisers before."""
    programme = programme_by_slug(programme_slug)
    if programme is None or programme.logo is None or programme.logo.sha256 != digest:
        raise NotFound
    is_public = has_public_events(programme)
    if not is_public and not organises_programme(person, programme):
        raise NotFound
    return {"file": programme.logo, "is_public": is_public}


def funder_editor(person: Person | None, funder_uid: str) -> dict[str, Any]:
    """Organisers of a programme that the funder pays for, and administrators."""
    event_creator(person)
    funder = db.session.scalar(sa.select(Funder).where(Funder.uid == funder_uid))
    if funder is None:
        raise NotFound
    if funder.id not in funders_looked_after_by(required_person(person), [funder.id]):
        raise Forbidden("Only organisers of a programme that this funder pays for change what is said about it.")
    return {"funder": funder}


def event_organiser(person: Person | None, event_slug: str) -> dict[str, Any]:
    """Organisers of this pitch day; to everybody else a draft does not exist."""
    required_person(person)
    event = event_by_slug(event_slug)
    if event is None:
        raise NotFound
    if not organises(person, event):
        if event.state is EventState.DRAFT:
            raise NotFound
        raise Forbidden("Only the organisers of this pitch day see this page.")
    return {"event": event}


def team_member(person: Person | None, event_slug: str, person_uid: str, role: str) -> dict[str, Any]:
    """As event_organiser, for a role that somebody holds in the team."""
    event = event_organiser(person, event_slug)["event"]
    given = db.session.scalar(
        sa.select(EventRole)
        .join(EventRole.person)
        .where(EventRole.event_id == event.id, Person.uid == person_uid)
        .where(EventRole.role.in_([known for known in TEAM if known.value == role]))
    )
    if given is None:
        raise NotFound
    return {"event": event, "given": given}


def event_creator(person: Person | None) -> dict[str, Any]:
    """Those who may set up a new pitch day."""
    if not may_create_events(required_person(person)):
        raise Forbidden("Your account may not create pitch days. Ask an administrator to allow it.")
    return {}


def event_cloner(person: Person | None, event_slug: str) -> dict[str, Any]:
    """As event_organiser, for those who may set up a pitch day like it."""
    event = event_organiser(person, event_slug)
    event_creator(person)
    return event


def programme_cloner(person: Person | None, programme_slug: str) -> dict[str, Any]:
    """As programme_organiser, for those who may set up another."""
    programme = programme_organiser(person, programme_slug)
    event_creator(person)
    return programme
