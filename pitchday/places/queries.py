"""Reading places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from pitchday.db import db
from pitchday.places.models import City, CityArea, Venue


def cities() -> list[City]:
    """All stops on the line, by name."""
    return list(db.session.scalars(sa.select(City).order_by(City.name)))


def city_by_slug(slug: str) -> City | None:
    return db.session.scalar(sa.select(City).where(City.slug == slug))


def venues_in(city: City, *, limit: int) -> Sequence[Venue]:
    """The first so many venues of a city, by name."""
    return db.session.scalars(
        sa.select(Venue).where(Venue.city_id == city.id).order_by(Venue.name, Venue.id).limit(limit)
    ).all()


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
