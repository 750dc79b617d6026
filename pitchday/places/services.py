"""Adding and changing venues, rooms and tables."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday.db import db
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.places.models import City, Room, Table, Venue
from pitchday.places.rules import postcode as postcode_in_shape
from pitchday.places.signals import venue_moved


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
