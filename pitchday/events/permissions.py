"""Who may do what at pitch days and programmes: `events.rights` says it, these ask for a person."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.events.enums import PUBLIC_STATES, EventState
from pitchday.events.models import Event, EventRole, Funder, Programme, ProgrammeRole
from pitchday.events.queries import event_by_slug, funders_looked_after_by, has_public_events, programme_by_slug
from pitchday.events.rights import ALL, AT_EVENT, THROUGHOUT, Right, roles_with
from pitchday.web.guards import Rule, required_person

NONE: frozenset[Right] = frozenset()


def rights_of(person: Person | None, events: Sequence[Event]) -> dict[int, frozenset[Right]]:
    """What the person may do at each of these pitch days, by its number, in one query."""
    found = {event.id: ALL if person and person.is_administrator else NONE for event in events}
    if person is None or person.is_administrator or not events:
        return found
    ids = list(found)
    here = sa.select(EventRole.event_id, EventRole.role, sa.literal(False)).where(
        EventRole.event_id.in_(ids), EventRole.person_id == person.id
    )
    throughout = (
        sa.select(Event.id, ProgrammeRole.role, sa.literal(True))
        .join(Event, Event.programme_id == ProgrammeRole.programme_id)
        .where(Event.id.in_(ids), ProgrammeRole.person_id == person.id)
    )
    for event_id, role, is_throughout in db.session.execute(here.union_all(throughout)):
        found[event_id] |= (THROUGHOUT if is_throughout else AT_EVENT)[role]
    return found


def rights_at(person: Person | None, event: Event) -> frozenset[Right]:
    """What the person may do at a pitch day, by a role there or throughout its programme."""
    return rights_of(person, [event])[event.id]


def rights_throughout(person: Person | None, programme: Programme) -> frozenset[Right]:
    """What the person may do at a whole programme; a team of one of its pitch days is not enough."""
    if person is None or person.is_administrator:
        return ALL if person else NONE
    roles = db.session.scalars(
        sa.select(ProgrammeRole.role).where(
            ProgrammeRole.programme_id == programme.id, ProgrammeRole.person_id == person.id
        )
    )
    return NONE.union(*(THROUGHOUT[role] for role in roles))


def may(person: Person | None, event: Event, *rights: Right) -> bool:
    """Whether the person has all these rights at a pitch day."""
    return rights_at(person, event) >= set(rights)


def may_create_events(person: Person | None) -> bool:
    """Those whose account allows it, and those who run a programme."""
    if person is None or person.account is None:
        return False
    if person.account.is_administrator or person.account.may_create_events:
        return True
    creators = roles_with(THROUGHOUT, Right.CREATE)
    runs = sa.exists().where(ProgrammeRole.person_id == person.id, ProgrammeRole.role.in_(creators))
    return bool(db.session.scalar(sa.select(runs)))


def public_event(person: Person | None, event_slug: str) -> dict[str, Any]:
    """A pitch day that has been published; its team sees it before."""
    event = event_by_slug(event_slug)
    if event is None or not (event.state in PUBLIC_STATES or may(person, event, Right.SEE)):
        raise NotFound
    return {"event": event}


def public_programme(person: Person | None, programme_slug: str) -> dict[str, Any]:
    """A programme with a pitch day that has been published: until then nobody is told that it exists."""
    programme = programme_by_slug(programme_slug)
    if programme is None or not has_public_events(programme):
        raise NotFound
    return {"programme": programme}


def permitted_event(person: Person | None, event_slug: str, *rights: Right) -> Event:
    """The pitch day, for those with these rights at it; to whoever has no part in it a draft does not exist."""
    required_person(person)
    event = event_by_slug(event_slug)
    if event is None:
        raise NotFound
    held = rights_at(person, event)
    if held >= set(rights):
        return event
    if Right.SEE in held:
        raise Forbidden("What you do at this pitch day does not include this page. Its organisers can change that.")
    if event.state is EventState.DRAFT:
        raise NotFound
    raise Forbidden("Only the organisers of this pitch day see this page.")


def permitted_programme(person: Person | None, programme_slug: str, *rights: Right) -> Programme:
    """The same for a programme; without a published pitch day it does not exist to whoever has no part in it."""
    required_person(person)
    programme = programme_by_slug(programme_slug)
    if programme is None:
        raise NotFound
    held = rights_throughout(person, programme)
    if held >= set(rights):
        return programme
    if Right.SEE in held:
        raise Forbidden("What you do in this programme does not include this page. Its organisers can change that.")
    if not has_public_events(programme):
        raise NotFound
    raise Forbidden("Only the organisers of this programme see this page.")


def asks(*rights: Right) -> Callable[[Rule], Rule]:
    """Note on a guard which rights it asks for, where docs/permissions.md reads it."""

    def decorate(rule: Rule) -> Rule:
        rule.rights = frozenset(rights)  # type: ignore[attr-defined]
        return rule

    return decorate


def _named(rule: Rule, name: str, rights: Sequence[Right]) -> Rule:
    rule.__name__ = f"{name}({', '.join(right.value for right in rights)})"
    return asks(*rights)(rule)


@functools.cache
def at_event(*rights: Right) -> Rule:
    """The guard of a page about one pitch day: `@guard(at_event(Right.EDIT))`."""

    def rule(person: Person | None, event_slug: str) -> dict[str, Any]:
        return {"event": permitted_event(person, event_slug, *rights)}

    return _named(rule, "at_event", rights)


@functools.cache
def at_programme(*rights: Right) -> Rule:
    """The guard of a page about a whole programme."""

    def rule(person: Person | None, programme_slug: str) -> dict[str, Any]:
        return {"programme": permitted_programme(person, programme_slug, *rights)}

    return _named(rule, "at_programme", rights)


def within_event(right: Right) -> Callable[[Callable[..., dict[str, Any]]], Rule]:
    """Make a guard of a function that finds something of a pitch day, for those with a right at it.

    The function is called with the event and with the parts of the address that it names; it raises NotFound.
    """

    def decorate(find: Callable[..., dict[str, Any]]) -> Rule:
        @functools.wraps(find)
        def rule(person: Person | None, event_slug: str, **address: str) -> dict[str, Any]:
            event = permitted_event(person, event_slug, right)
            return {"event": event, **find(event, **address)}

        own = [parameter for name, parameter in inspect.signature(find).parameters.items() if name != "event"]
        asked = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY) for name in ("person", "event_slug")]
        rule.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [*asked, *(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own)]
        )
        return asks(right)(rule)

    return decorate


def programme_logo(person: Person | None, programme_slug: str, digest: str) -> dict[str, Any]:
    """The logo that the programme has now: for everybody once the programme is public, for its team before."""
    programme = programme_by_slug(programme_slug)
    if programme is None or programme.logo is None or programme.logo.sha256 != digest:
        raise NotFound
    is_public = has_public_events(programme)
    if not is_public and Right.SEE not in rights_throughout(person, programme):
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


def event_creator(person: Person | None) -> dict[str, Any]:
    """Those who may set up a new pitch day."""
    if not may_create_events(required_person(person)):
        raise Forbidden("Your account may not create pitch days. Ask an administrator to allow it.")
    return {}


@asks(Right.EDIT)
def event_cloner(person: Person | None, event_slug: str) -> dict[str, Any]:
    """Whoever may change the pitch day and set up another like it."""
    event = permitted_event(person, event_slug, Right.EDIT)
    event_creator(person)
    return {"event": event}


@asks(Right.EDIT)
def programme_cloner(person: Person | None, programme_slug: str) -> dict[str, Any]:
    """Whoever may change the programme and set up another."""
    programme = permitted_programme(person, programme_slug, Right.EDIT)
    event_creator(person)
    return {"programme": programme}
