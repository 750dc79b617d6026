"""Reading places."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from pitchday.db import db
from pitchday.places.models import City, Venue


def cities() -> list[City]:
    """All stops on the line, by name."""
    return list(db.session.scalars(sa.select(City).order_by(City.name)))


def city_by_slug(slug: str) -> City | None:
    return db.session.scalar(sa.select(City).where(City.slug == slug))


def venues() -> sa.Select[Venue]:
    """All venues with their rooms, by city and name."""
    return (
        sa.select(Venue).join(Venue.city).options(selectinload(Venue.rooms)).order_by(City.name, Venue.name, Venue.id)
    )
