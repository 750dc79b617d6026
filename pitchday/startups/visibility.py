"""The only way out for facts about startups: the public ones for everybody, the promotional ones for those who may.

Which is which stands beside the columns of `Startup`, in `info`; a column without a tier never leaves. Values come
out as Python has them (enums, whole pounds); cities and sectors as their names.
"""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.investors.permissions import basis_of
from pitchday.startups.enums import Tier
from pitchday.startups.models import Startup, StartupMember


@dataclass(frozen=True)
class Fact:
    """A column that holds a fact. `key` is what the fact is called outside, `attribute` what holds it."""

    key: str
    attribute: str
    tier: Tier
    words: type[enum.Enum] | None


@dataclass(frozen=True)
class Viewer:
    """Whoever looks, and of which startups they may see the promotional facts on the day they look."""

    person_id: int | None = None
    has_basis: bool = False
    own: frozenset[int] = frozenset()
    assesses: frozenset[int] = frozenset()


NOBODY = Viewer()


def viewer(person: Person | None, *, on: date, assesses: Collection[int] = ()) -> Viewer:
    """Somebody on a day in the United Kingdom; `assesses` are startups whose applications they may assess."""
    if person is None:
        return Viewer(assesses=frozenset(assesses))
    own = db.session.scalars(sa.select(StartupMember.startup_id).where(StartupMember.person_id == person.id))
    return Viewer(
        person_id=person.id,
        has_basis=basis_of(person, on) is not None,
        own=frozenset(own),
        assesses=frozenset(assesses),
    )


def may_see_promotional(startup_id: int, viewer: Viewer) -> bool:
    """Members see their own, assessors what they assess, and investors all for as long as their basis holds."""
    return viewer.has_basis or startup_id in viewer.own or startup_id in viewer.assesses


@cache
def declared() -> tuple[Fact, ...]:
    """Every fact in the order of the columns."""
    mapper = sa.inspect(Startup)
    related = {next(iter(link.local_columns)).key: link.key for link in mapper.relationships if not link.uselist}
    return tuple(
        Fact(
            key=related.get(attribute.key, attribute.key),
            attribute=attribute.key,
            tier=column.info["tier"],
            words=column.type.enum_class if isinstance(column.type, sa.Enum) else None,
        )
        for attribute in mapper.column_attrs
        if "tier" in (column := attribute.columns[0]).info
    )


def facts(startup: Startup, viewer: Viewer) -> dict[str, Any]:
    """What this viewer may know: public facts always, the key of a promotional one only for those who may see it."""
    allowed = may_see_promotional(startup.id, viewer)
    return {fact.key: _value(startup, fact) for fact in declared() if fact.tier is Tier.PUBLIC or allowed}


def public_facts(startup: Startup) -> dict[str, Any]:
    return facts(startup, NOBODY)


def snapshot(startup: Startup) -> dict[str, Any]:
    """All facts by tier, fit to be stored as JSON. It holds promotional ones: show it by `snapshot_facts` only."""
    tiers: dict[str, Any] = {tier.value: {} for tier in Tier}
    for fact in declared():
        value = _value(startup, fact)
        tiers[fact.tier.value][fact.key] = value.value if isinstance(value, enum.Enum) else value
    return tiers


def snapshot_facts(stored: dict[str, Any], startup_id: int, viewer: Viewer) -> dict[str, Any]:
    """What this viewer may know of a snapshot. A fact is promotional if it was then or is now."""
    public = {fact.key for fact in declared() if fact.tier is Tier.PUBLIC}
    found = {key: value for key, value in stored[Tier.PUBLIC.value].items() if key in public}
    if may_see_promotional(startup_id, viewer):
        found = {**stored[Tier.PUBLIC.value], **stored[Tier.PROMOTIONAL.value]}
    words = {fact.key: fact.words for fact in declared() if fact.words}
    return {key: words[key](value) if key in words and value else value for key, value in found.items()}


def _value(startup: Startup, fact: Fact) -> Any:
    value = getattr(startup, fact.key)
    return value.name if fact.key != fact.attribute and value is not None else value
