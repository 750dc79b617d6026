"""Who belongs to a startup, who may know of it, and who may read its deck."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.investors.permissions import basis_of
from pitchday.startups.models import Deck, JoinRequest, MemberInvitation, Startup, StartupMember
from pitchday.startups.queries import startup_by_slug, with_facts
from pitchday.web.guards import required_person


def is_member(person: Person | None, startup: Startup) -> bool:
    return person is not None and any(member.person_id == person.id for member in startup.members)


def _known(person: Person | None, slug: str) -> Startup:
    startup = startup_by_slug(slug)
    if startup is None or not (startup.listed or is_member(person, startup)):
        raise NotFound
    return startup


def anyone_startup(person: Person | None, startup_slug: str) -> dict[str, Any]:
    """A startup that pitches or has pitched, for everybody; any other is known to its members only."""
    return {"startup": _known(person, startup_slug)}


def startup_logo(person: Person | None, startup_slug: str, digest: str) -> dict[str, Any]:
    """The logo that the startup has now, for whoever may know of the startup."""
    startup = _known(person, startup_slug)
    if startup.logo is None or startup.logo.sha256 != digest:
        raise NotFound
    return {"file": startup.logo, "is_public": startup.listed}


def startup_member(person: Person | None, startup_slug: str) -> dict[str, Any]:
    """A startup for those who speak for it. To others it is not there, whether or not it is listed."""
    required_person(person)
    startup = startup_by_slug(startup_slug)
    if startup is None or not is_member(person, startup):
        raise NotFound
    return {"startup": startup}


def startup_to_join(person: Person | None, startup_uid: str) -> dict[str, Any]:
    """A startup by its uid, which stands on the page that has spotted it and nowhere else; others are not there."""
    required_person(person)
    found = sa.select(Startup).where(Startup.uid == startup_uid).options(*with_facts())
    startup = db.session.scalar(found)
    if startup is None:
        raise NotFound
    return {"startup": startup}


def inviter(person: Person | None, startup_slug: str, invitation_uid: str) -> dict[str, Any]:
    """An invitation to a startup, for its members."""
    startup = startup_member(person, startup_slug)["startup"]
    asked = MemberInvitation.startup_id == startup.id, MemberInvitation.uid == invitation_uid
    invitation = db.session.scalar(sa.select(MemberInvitation).where(*asked))
    if invitation is None:
        raise NotFound
    return {"startup": startup, "invitation": invitation}


def invited(person: Person | None, invitation_uid: str) -> dict[str, Any]:
    """An invitation, for whoever has the address that it went to; to others it is not there."""
    address = required_person(person).email
    mine = MemberInvitation.uid == invitation_uid, MemberInvitation.email == address
    invitation = db.session.scalar(sa.select(MemberInvitation).where(*mine))
    if invitation is None:
        raise NotFound
    return {"invitation": invitation}


def asked_member(person: Person | None, startup_slug: str, request_uid: str) -> dict[str, Any]:
    """Somebody's request to join a startup, for its members."""
    startup = startup_member(person, startup_slug)["startup"]
    asked = JoinRequest.startup_id == startup.id, JoinRequest.uid == request_uid
    join_request = db.session.scalar(sa.select(JoinRequest).where(*asked))
    if join_request is None:
        raise NotFound
    return {"startup": startup, "join_request": join_request}


def _deck_of(startup: Startup, uid: str) -> Deck | None:
    wanted = Deck.startup_id == startup.id, Deck.uid == uid
    return db.session.scalar(sa.select(Deck).where(*wanted).options(joinedload(Deck.startup)))


def deck_reader(person: Person | None, startup_slug: str, deck_uid: str) -> dict[str, Any]:
    """A deck for members; the one that is shown for investors too whose basis holds today. To others it is not there.

    With it comes the statement by which somebody who is no member reads it.
    """
    startup = _known(person, startup_slug)
    deck, member = _deck_of(startup, deck_uid), is_member(person, startup)
    statement = None if member else basis_of(person, clock.today())
    if deck is None or not (member or (deck.is_shown and statement)):
        raise NotFound
    return {"deck": deck, "statement": statement}


def own_deck(person: Person | None, startup_slug: str, deck_uid: str) -> dict[str, Any]:
    """A deck of a startup, for its members."""
    startup = startup_member(person, startup_slug)["startup"]
    deck = _deck_of(startup, deck_uid)
    if deck is None:
        raise NotFound
    return {"startup": startup, "deck": deck}


def membership(person: Person | None, startup_slug: str, person_uid: str) -> dict[str, Any]:
    """A member of a startup, for its members."""
    startup = startup_member(person, startup_slug)["startup"]
    member: StartupMember | None = next((m for m in startup.members if m.person.uid == person_uid), None)
    if member is None:
        raise NotFound
    return {"startup": startup, "member": member}
