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


def _city_page() -> sa.Select[Any]:
    city, area = City.__table__, CityArea.__table__
    on = sa.bindparam("on", type_=sa.Date())
    holds = (area.c.valid_from <= on) & (area.c.valid_to.is_(None) | (area.c.valid_to >= on))
    return (
        sa.select(city.c.id, city.c.slug, city.c.name, city.c.summary, area.c.region, area.c.combined_authority)
        .select_from(city.outerjoin(area, (area.c.city_id == city.c.id) & holds))
        .where(city.c.slug == sa.bindparam("slug"))
    )


_CITY_PAGE = _city_page()


def city_page(slug: str, on: date) -> sa.Row[Any] | None:
    """What the page of a city says of it; without an area before the first that is known."""
    return db.session.connection().execute(_CITY_PAGE, {"slug": slug, "on": on}).first()


_VENUES_OF_CITY = (
    sa.select(Venue.__table__)
    .where(Venue.__table__.c.city_id == sa.bindparam("city"), Venue.__table__.c.retired_at.is_(None))
    .order_by(Venue.__table__.c.name, Venue.__table__.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)


def venues_in(city_id: int, *, limit: int) -> Sequence[sa.Row[Any]]:
    """The first so many venues of a city that are in use, by name, as plain rows of their columns."""
    return db.session.connection().execute(_VENUES_OF_CITY, {"city": city_id, "limit": limit}).all()


def areas_of(cities: Iterable[City], on: date) -> dict[int, CityArea]:
    """The regions and combined authorities of cities on a day, by the cities' ids; none before the first known one."""
    found = db.session.scalars(
        sa.select(CityArea).where(
            CityArea.city_id.in_([city.id for city in cities]),
            CityArea.valid_from <= on,
            sa.or_(CityArea.valid_to.is_(None), CityArea.valid_to >= on),
        )
    )
    return {area.city_id: area for area in found}


def offered_venues(*, kept: Venue | None = None) -> Sequence[Venue]:
    """Venues to choose from with their rooms, by city and name: those that are not retired, and `kept` in any case."""
    is_offered = sa.or_(Venue.retired_at.is_(None), Venue.id == (kept.id if kept else 0))
    return db.session.scalars(
        sa.select(Venue)
        .join(Venue.city)
        .where(is_offered)
        .options(selectinload(Venue.rooms))
        .order_by(City.name, Venue.name, Venue.id)
    ).all()


def neighbours(venue: Venue, *, city: City | None) -> sa.Select[Venue]:
    """The other venues that are in use, of one city if one is given; else those of the same city first."""
    statement = sa.select(Venue).join(Venue.city).where(Venue.id != venue.id, Venue.retired_at.is_(None))
    if city is not None:
        statement = statement.where(Venue.city_id == city.id)
    return statement.order_by(Venue.city_id != venue.city_id, City.name, Venue.name, Venue.id)
