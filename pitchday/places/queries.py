"""Reading places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from pitchday.db import db
from pitchday.places.models import City, CityArea, Venue


def cities() -> list[City]:
    """All stops on the line, by name."""
    return list(db.session.scalars(sa.select(City).order_by(City.name)))


_BY_SLUG = sa.select(City).where(City.slug == sa.bindparam("slug"))


def city_by_slug(slug: str) -> City | None:
    return db.session.scalar(_BY_SLUG, {"slug": slug})


_VENUES_OF_CITY = (
    sa.select(Venue.__table__)
    .where(Venue.__table__.c.city_id == sa.bindparam("city"))
    .order_by(Venue.__table__.c.name, Venue.__table__.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)


def venues_in(city: City, *, limit: int) -> Sequence[sa.Row[Any]]:
    """The first so many venues of a city by name, as plain rows of their columns."""
    return db.session.connection().execute(_VENUES_OF_CITY, {"city": city.id, "limit": limit}).all()


def area_of(city: City, on: date) -> CityArea | None:
    """The region and combined authority of a city on a day; None before the first that is known."""
    return areas_of([city], on).get(city.id)


def areas_of(cities: Iterable[City], on: date) -> dict[int, CityArea]:
    """The same for many cities, by their ids, in one query."""
    found = db.session.scalars(
        sa.select(CityArea).where(
            CityArea.city_id.in_([city.id for city in cities]),
            CityArea.valid_from <= on,
            sa.or_(CityArea.valid_to.is_(None), CityArea.valid_to >= on),
        )
    )
    return {area.city_id: area for area in found}


def venues() -> sa.Select[Venue]:
    """All venues with their rooms, by city and name."""
    return (
        sa.select(Venue).join(Venue.city).options(selectinload(Venue.rooms)).order_by(City.name, Venue.name, Venue.id)
    )
