"""How long the way between two venues takes: as somebody has entered it, or estimated from where they are."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from pitchday.db import db
from pitchday.places.models import City, TravelTime, Venue
from pitchday.places.rules import Place, Way, estimated_way


def ways_from(venue_id: int, others: Collection[int]) -> dict[int, Way]:
    """The ways from a venue to others, by their numbers, in two queries; without those of which nothing is known."""
    if not others:
        return {}
    places = _places({venue_id, *others})
    found = {}
    for other in others:
        way = estimated_way(places[venue_id], places[other])
        if way is not None:
            found[other] = way
    for own in db.session.scalars(sa.select(TravelTime).where(_between(venue_id, others))):
        there = own.to_venue_id if own.from_venue_id == venue_id else own.from_venue_id
        found[there] = Way(own.minutes, is_estimate=False, note=own.note)
    return found


def estimate(venue: Venue, other: Venue) -> Way | None:
    """The way between two venues as it is estimated, whatever somebody has entered."""
    places = _places({venue.id, other.id})
    return estimated_way(places[venue.id], places[other.id])


def own_way(venue: Venue, other: Venue) -> TravelTime | None:
    """What somebody has entered for the way between two venues."""
    return db.session.scalar(sa.select(TravelTime).where(_between(venue.id, [other.id])))


def set_way(venue: Venue, other: Venue, *, minutes: int, note: str = "") -> TravelTime:
    """Enter how long the way takes, both ways alike."""
    way = own_way(venue, other)
    if way is None:
        first, second = sorted((venue, other), key=lambda each: each.id)
        way = TravelTime(from_venue=first, to_venue=second)
        db.session.add(way)
    way.minutes, way.note = minutes, note
    db.session.flush()
    return way


def forget_way(venue: Venue, other: Venue) -> None:
    """Go back to the estimate."""
    way = own_way(venue, other)
    if way is not None:
        db.session.delete(way)


def _between(venue_id: int, others: Collection[int]) -> sa.ColumnElement[bool]:
    there, back = TravelTime.from_venue_id == venue_id, TravelTime.to_venue_id == venue_id
    return sa.or_(
        sa.and_(there, TravelTime.to_venue_id.in_(others)), sa.and_(back, TravelTime.from_venue_id.in_(others))
    )


def _places(ids: Collection[int]) -> dict[int, Place]:
    rows = db.session.execute(
        sa.select(Venue.id, Venue.city_id, Venue.latitude, Venue.longitude, City.latitude, City.longitude)
        .join(City, City.id == Venue.city_id)
        .where(Venue.id.in_(ids))
    )
    return {
        venue_id: Place(
            venue_id, city_id, None if north is None or east is None else (north, east), (city_north, city_east)
        )
        for venue_id, city_id, north, east, city_north, city_east in rows
    }
