"""The only way out for facts about startups: the public ones for everybody, the promotional ones for those who may.

Which is which stands beside the columns of `Startup`, in `info`; a column without a tier never leaves. A third tier
is for those alone who assess an application. Values come out as Python has them (enums, dates, whole pounds); cities
and sectors as their names, a file as the digest of its content.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.files.models import StoredFile
from pitchday.investors.permissions import basis_of
from pitchday.startups.enums import Tier
from pitchday.startups.models import Startup, StartupMember


@dataclass(frozen=True)
class Fact:
    """A column that holds a fact. `key` is what the fact is called outside, `attribute` what holds it.

    `read` makes of what a snapshot has stored what the column has; None where they are the same.
    """

    key: str
    attribute: str
    tier: Tier
    read: Callable[[str], Any] | None


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


def _may_see(tier: Tier, startup_id: int, viewer: Viewer) -> bool:
    if tier is Tier.PUBLIC:
        return True
    if tier is Tier.PROMOTIONAL:
        return may_see_promotional(startup_id, viewer)
    return startup_id in viewer.own or startup_id in viewer.assesses


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
            read=_reader(column.type),
        )
        for attribute in mapper.column_attrs
        if "tier" in (column := attribute.columns[0]).info
    )


def _reader(kind: sa.types.TypeEngine[Any]) -> Callable[[str], Any] | None:
    if isinstance(kind, sa.Enum):
        return kind.enum_class
    return date.fromisoformat if isinstance(kind, sa.Date) else None


def facts(startup: Startup, viewer: Viewer) -> dict[str, Any]:
    """What this viewer may know: public facts always, the key of another one only for those who may see it."""
    allowed = {tier for tier in Tier if _may_see(tier, startup.id, viewer)}
    return {fact.key: _value(startup, fact) for fact in declared() if fact.tier in allowed}


def public_facts(startup: Startup) -> dict[str, Any]:
    return facts(startup, NOBODY)


def snapshot(startup: Startup) -> dict[str, Any]:
    """All facts by tier, fit to be stored as JSON. Not all are public: show it by `snapshot_facts` only."""
    tiers: dict[str, Any] = {tier.value: {} for tier in Tier}
    for fact in declared():
        tiers[fact.tier.value][fact.key] = _stored(_value(startup, fact))
    return tiers


def _stored(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def snapshot_facts(stored: dict[str, Any], startup_id: int, viewer: Viewer) -> dict[str, Any]:
    """What this viewer may know of a snapshot. Of the tiers that a fact had then and has now the narrower counts.

    A fact that is declared no more is promotional at least. A snapshot of before a tier existed lacks it.
    """
    now = {fact.key: fact for fact in declared()}
    circles = list(Tier)
    allowed = {tier for tier in Tier if _may_see(tier, startup_id, viewer)}
    found = {}
    for then in Tier:
        for key, value in stored.get(then.value, {}).items():
            fact = now.get(key)
            if max(then, fact.tier if fact else Tier.PROMOTIONAL, key=circles.index) in allowed:
                found[key] = fact.read(value) if fact and fact.read and value else value
    return found


def _value(startup: Startup, fact: Fact) -> Any:
    value = getattr(startup, fact.key)
    if fact.key == fact.attribute or value is None:
        return value
    return value.sha256 if isinstance(value, StoredFile) else value.name
