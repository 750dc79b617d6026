"""Adding and changing cities, venues, rooms and tables."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from pitchday.db import db
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.errors import DomainError
from pitchday.places.models import City, CityArea, Room, Table, Venue
from pitchday.places.rules import AreaFacts, CityFacts
from pitchday.places.rules import postcode as postcode_in_shape
from pitchday.places.signals import venue_moved
from pitchday.web.filters import day
from pitchday.web.urls import slug as slug_of


def add_city(facts: CityFacts, area: AreaFacts, *, slug: str = "") -> City:
    """A new stop on the line; its address is made from its name unless one is given."""
    city = City(slug=slug or slug_of(facts.name), **vars(facts))
    city.areas = [CityArea(**vars(area))]
    db.session.add(city)
    db.session.flush()
    return city


def edit_city(city: City, facts: CityFacts) -> None:
    """Change what is known of a city; its address stays, since calendars and links hold it."""
    for name, value in vars(facts).items():
        setattr(city, name, value)


def renew_area(city: City, facts: AreaFacts) -> CityArea:
    """Let another area hold from a day on; the one before ends on the eve.

    The day on which the newest begins corrects that one. Raises DomainError for an earlier day.
    """
    newest = _newest_area(city)
    if newest is not None and facts.valid_from < newest.valid_from:
        raise DomainError(
            f"The newest area begins on {day(newest.valid_from)}. Enter that day to correct it, or a later one.",
            field="valid_from",
        )
    if newest is not None and facts.valid_from == newest.valid_from:
        newest.region, newest.combined_authority = facts.region, facts.combined_authority
        return newest
    if newest is not None:
        newest.valid_to = facts.valid_from - timedelta(days=1)
        db.session.flush()  # the database would see two at once otherwise
    area = CityArea(city=city, **vars(facts))
    db.session.add(area)
    db.session.flush()
    return area


def take_back_area(city: City, *, begun: date | None) -> None:
    """Remove the newest area, which was entered by mistake; the one before holds again without an end.

    Raises DomainError when it is not the one that begins on that day, or the only one.
    """
    newest = _newest_area(city)
    before = city.areas[1] if len(city.areas) > 1 else None
    if newest is None or newest.valid_from != begun:
        raise DomainError("Somebody else has changed the areas. Look at them as they are now.")
    if before is None:
        raise DomainError("A city needs one area. Correct it instead: enter the same first day.")
    city.areas.remove(newest)
    db.session.delete(newest)
    db.session.flush()
    before.valid_to = None


def _newest_area(city: City) -> CityArea | None:
    # Whoever changes the areas of the same city at this moment waits, and then sees ours.
    db.session.execute(sa.select(City.id).where(City.id == city.id).with_for_update())
    db.session.refresh(city, ["areas"])
    return city.areas[0] if city.areas else None


def add_venue(
    *,
    city: City,
    name: str,
    address: str = "",
    postcode: str = "",
    nearest_station: str = "",
    step_free: bool = False,
    hearing_loop: bool = False,
    access_notes: str = "",
) -> Venue:
    """A new venue without rooms. Raises DomainError for a postcode without the shape of one."""
    venue = Venue(
        city=city,
        name=name,
        address=address,
        postcode=postcode_in_shape(postcode),
        nearest_station=nearest_station,
        step_free=step_free,
        hearing_loop=hearing_loop,
        access_notes=access_notes,
    )
    db.session.add(venue)
    db.session.flush()
    return venue


def edit_venue(
    venue: Venue,
    *,
    name: str,
    address: str,
    postcode: str,
    nearest_station: str,
    step_free: bool,
    hearing_loop: bool,
    access_notes: str,
) -> None:
    """Change what is known of a venue; calendars hear of it when people would look for another door."""
    before = (venue.name, venue.address, venue.postcode)
    venue.name, venue.address, venue.postcode = name, address, postcode_in_shape(postcode)
    venue.nearest_station, venue.access_notes = nearest_station, access_notes
    venue.step_free, venue.hearing_loop = step_free, hearing_loop
    if before != (venue.name, venue.address, venue.postcode):
        venue_moved.send(venue)


def add_room(venue: Venue, *, name: str, capacity: int) -> Room:
    room = Room(venue=venue, name=name, capacity=capacity, diary_id=open_diary(DiaryKind.ROOM).id)
    db.session.add(room)
    db.session.flush()
    return room


def edit_room(room: Room, *, name: str, capacity: int) -> None:
    room.name, room.capacity = name, capacity


def ensure_tables(room: Room, count: int) -> list[Table]:
    """The first `count` tables of a room, those that are not there yet being set up."""
    # Whoever sets up tables in the same room at this moment waits, and then finds ours.
    db.session.execute(sa.select(Room.id).where(Room.id == room.id).with_for_update())
    tables = list(db.session.scalars(sa.select(Table).where(Table.room_id == room.id).order_by(Table.number)))
    for number in range(len(tables) + 1, count + 1):
        table = Table(room_id=room.id, number=number, diary_id=open_diary(DiaryKind.TABLE).id)
        db.session.add(table)
        tables.append(table)
    db.session.flush()
    return tables[:count]
