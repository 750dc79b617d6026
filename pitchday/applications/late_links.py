"""Giving one startup more time: a link that organisers send, that one startup uses, and that can be taken back."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import token_hash
from pitchday.accounts.rules import clean_address
from pitchday.applications import notifications, queries, rules, services
from pitchday.applications.enums import EDITABLE
from pitchday.applications.models import Application, LateLink
from pitchday.db import db, new_token
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.startups.models import Startup


def give(event: Event, *, email: str, ends_at: datetime, reason: str, by: Person) -> LateLink:
    """Mail a link to this address. Raises DomainError for an end that makes no sense, and while one is unused there."""
    now = clock.now()
    db.session.refresh(event, with_for_update={"of": Event})  # two links to one address come one after the other
    if event.state is not EventState.PUBLISHED:
        raise DomainError("This pitch day takes no applications, so that nobody could use the link.")
    rules.require_late_end(event, ends_at, now)
    address = clean_address(email)
    waiting = sa.exists().where(
        LateLink.event_id == event.id,
        LateLink.email == address,
        LateLink.used_at.is_(None),
        LateLink.taken_back_at.is_(None),
        LateLink.ends_at >= now,
    )
    if db.session.scalar(sa.select(waiting)):
        raise DomainError("This address has a link that is not used yet. Take it back first.", field="email")
    token = new_token()
    link = LateLink(
        event=event,
        token_hash=token_hash(token),
        email=address,
        reason=reason,
        ends_at=ends_at,
        by=by,
        created_at=now,
    )
    db.session.add(link)
    db.session.flush()
    notifications.late_link(link, token)
    return link


def _locked(link: LateLink) -> LateLink:
    db.session.refresh(link, with_for_update={"of": LateLink})
    return link


def take_back(link: LateLink) -> None:
    """From now on nobody sends by it. What was sent by it stays sent. Taken back twice, it is taken back once."""
    _locked(link)
    link.taken_back_at = link.taken_back_at or clock.now()


def why_useless(link: LateLink, now: datetime) -> str | None:
    """Why nobody can take the link for a startup any more, or None."""
    if link.taken_back_at is not None:
        return "The organisers have taken this link back."
    if link.used_at is not None:
        return "This link has been used. It is good for one startup."
    if now > link.ends_at or now >= link.event.starts_at:
        return f"This link ended on {rules.deadline_in_words(link.ends_at, link.event.zone)}."
    if link.event.state is not EventState.PUBLISHED:
        return "This pitch day takes no applications at present."
    return None


def use(link: LateLink, startup: Startup) -> Application:
    """Take the link for this startup, and begin its application or find the one that it has.

    Raises DomainError when the link is useless, and when the startup has an application that nobody can change.
    """
    _locked(link)
    now = clock.now()
    useless = why_useless(link, now)
    if useless is not None:
        raise DomainError(useless)
    known = queries.of_startups(link.event_id, [startup.id]).get(startup.id)
    if known is not None and known.state not in EDITABLE:
        raise DomainError(
            f"The application of {startup.name} can no longer be changed, so that the link would be lost on it.",
            field="startup",
        )
    link.startup, link.used_at = startup, now
    db.session.flush()
    application = services.start(link.event, startup)
    notifications.late_link_used(link, startup)
    return application
