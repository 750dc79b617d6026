"""Keeping a startup's profile, its members and its decks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.errors import DomainError
from pitchday.files.images import remade
from pitchday.files.pdf import page_count
from pitchday.files.services import store
from pitchday.jobs import after_commit
from pitchday.startups import rules
from pitchday.startups.decks import shown_deck
from pitchday.startups.models import Deck, Startup, StartupMember
from pitchday.startups.visibility import declared
from pitchday.web.forms import safe_name
from pitchday.web.urls import slug

TEXTS = ("specialisms", "company_number", "overseas_country", "overseas_number", "founded")
# Addresses below /startups that are pages of ours.
TAKEN_SLUGS = frozenset({"new", "ask", "invitations"})


def create(facts: Mapping[str, Any], *, by: Person, listed_as: str | None = None) -> Startup:
    """A startup with the given facts (columns by name), whose first member is whoever made it.

    `listed_as` is for somebody who was named by others.
    """
    startup = Startup(slug=_free_slug(facts["name"]), diary_id=open_diary(DiaryKind.STARTUP).id, created_at=clock.now())
    _set_facts(startup, facts)
    startup.members = [StartupMember(person=by, listed_as=listed_as)]
    db.session.add(startup)
    db.session.flush()
    return startup


def edit(startup: Startup, facts: Mapping[str, Any]) -> None:
    """Change facts; the address stays, whatever the new name is, since it has been given to people."""
    _set_facts(startup, facts)
    db.session.flush()
    # What was loaded under the old keys must not be shown as the new city and sector.
    db.session.expire(startup, ["city", "sector"])


def set_logo(startup: Startup, data: bytes | None) -> None:
    """Show this picture with the startup, or none. Raises DomainError for what is no picture of ours."""
    if data is None:
        startup.logo = None
        return
    picture = remade(data, field="logo")
    startup.logo = store(picture.data, picture.media_type)


def _set_facts(startup: Startup, facts: Mapping[str, Any]) -> None:
    unknown = facts.keys() - {fact.attribute for fact in declared()}
    if unknown:
        raise ValueError(f"No facts of a startup: {', '.join(sorted(unknown))}")
    if facts.get("company_number", startup.company_number) != startup.company_number:
        startup.number_shared = False
    for name, value in facts.items():
        setattr(startup, name, value)
    told = {fact.attribute: getattr(startup, fact.attribute) for fact in declared()}
    told |= {name: "" for name in TEXTS if told[name] is None}  # a row that is not saved yet has no defaults
    startup.registration = rules.settled_registration(told)
    rules.check_figures(told, today=clock.today())
    rules.check_relief(told)


def _free_slug(name: str) -> str:
    wanted = slug(name, otherwise="startup")
    taken = TAKEN_SLUGS | set(
        db.session.scalars(sa.select(Startup.slug).where(Startup.slug.startswith(wanted, autoescape=True)))
    )
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def remove_member(member: StartupMember) -> None:
    """Raises DomainError for the last one: a startup that nobody speaks for cannot be reached any more."""
    # Two members who remove each other at the same moment wait here for one another.
    startup = db.session.get_one(Startup, member.startup_id, with_for_update=True)
    count = db.session.scalar(
        sa.select(sa.func.count()).select_from(StartupMember).where(StartupMember.startup_id == startup.id)
    )
    if count == 1:
        raise DomainError(f"You are the only member of {startup.name}. Add somebody else first.")
    db.session.delete(member)
    db.session.flush()


def add_deck(startup: Startup, data: bytes, file_name: str, by: Person, *, field: str = "deck") -> Deck:
    """Keep a new version of the slides; the first is shown at once, others when somebody says that they are the one.

    Raises DomainError, beside `field`, when the bytes are no usable PDF.
    """
    pages = page_count(data, field=field)
    deck = Deck(
        startup=startup,
        file=store(data, "application/pdf"),
        file_name=safe_name(file_name),
        pages=pages,
        uploaded_at=clock.now(),
        uploaded_by=by,
        is_shown=shown_deck(startup) is None,
    )
    db.session.add(deck)
    db.session.flush()
    after_commit("startups.draw_deck", deck.file_id)
    return deck
