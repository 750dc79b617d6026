"""Finding startups, with what their facts need loaded."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.models import Sector
from pitchday.places.models import City
from pitchday.startups.enums import Stage
from pitchday.startups.models import Deck, Startup, StartupMember


def with_facts() -> tuple[ExecutableOption, ...]:
    """Options that load what `visibility.facts` reads, so that a list costs the same however long it is."""
    return joinedload(Startup.city), joinedload(Startup.sector), joinedload(Startup.logo)


def startup_by_slug(slug: str) -> Startup | None:
    return db.session.scalar(
        sa.select(Startup)
        .where(Startup.slug == slug)
        .options(*with_facts(), selectinload(Startup.members).joinedload(StartupMember.person))
    )


def startups_of(person: Person) -> list[Startup]:
    """Those that the person may edit and speak for, by name."""
    return list(
        db.session.scalars(
            sa.select(Startup)
            .join(StartupMember)
            .where(StartupMember.person_id == person.id)
            .options(*with_facts())
            .order_by(sa.func.lower(Startup.name), Startup.id)
        )
    )


def listed(*, q: str = "", sector: str = "", stage: str = "", city: str = "") -> sa.Select[Startup]:
    """Startups that everybody may know of, by name. `q` is a part of the name or of a specialism, the others are
    slugs or values.

    Public facts only are searched, so that a search tells nothing that a page would not.
    """
    statement = sa.select(Startup).where(Startup.listed).options(*with_facts())
    if q:
        found = (column.icontains(q, autoescape=True) for column in (Startup.name, Startup.specialisms))
        statement = statement.where(sa.or_(*found))
    if sector:
        statement = statement.where(Startup.sector.has(Sector.slug == sector))
    if stage:
        known = {word.value: word for word in Stage}
        statement = statement.where(Startup.stage == known[stage] if stage in known else sa.false())
    if city:
        statement = statement.where(Startup.city.has(City.slug == city))
    return statement.order_by(sa.func.lower(Startup.name), Startup.id)


def decks_of(startup: Startup) -> list[Deck]:
    """All versions, newest first."""
    return list(
        db.session.scalars(
            sa.select(Deck)
            .where(Deck.startup_id == startup.id)
            .options(joinedload(Deck.uploaded_by))
            .order_by(Deck.uploaded_at.desc(), Deck.id.desc())
        ).unique()
    )


def newest_deck(startup: Startup) -> Deck | None:
    return db.session.scalar(
        sa.select(Deck).where(Deck.startup_id == startup.id).order_by(Deck.uploaded_at.desc(), Deck.id.desc()).limit(1)
    )
