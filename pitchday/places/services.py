"""Adding and changing cities, venues, rooms and tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.errors import DomainError
from pitchday.places.enums import Layout
from pitchday.places.models import City, CityArea, Room, Table, Venue
from pitchday.places.rules import AreaFacts, CityFacts, RoomFacts, VenueFacts, check_room, check_venue
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


def add_venue(facts: VenueFacts, *, city: City, owner: Person | None = None) -> Venue:
    """A new venue without rooms, looked after by `owner`. Raises DomainError for facts that cannot be."""
    venue = Venue(city=city, owner=owner)
    _set_venue(venue, facts)
    db.session.add(venue)
    db.session.flush()
    return venue


def edit_venue(venue: Venue, facts: VenueFacts) -> None:
    """Change what is known of a venue; calendars hear of it when people would look for another door."""
    before = (venue.name, venue.address, venue.postcode)
    _set_venue(venue, facts)
    if before != (venue.name, venue.address, venue.postcode):
        venue_moved.send(venue)


def _set_venue(venue: Venue, facts: VenueFacts) -> None:
    check_venue(facts)
    for name, value in vars(replace(facts, postcode=postcode_in_shape(facts.postcode))).items():
        setattr(venue, name, value)


def add_room(venue: Venue, facts: RoomFacts) -> Room:
    """A new room. Raises DomainError for facts that cannot be."""
    room = Room(venue=venue, diary_id=open_diary(DiaryKind.ROOM).id)
    edit_room(room, facts)
    db.session.add(room)
    db.session.flush()
    return room


def edit_room(room: Room, facts: RoomFacts) -> None:
    """Change what is known of a room. Raises DomainError for facts that cannot be."""
    check_room(facts)
    room.name, room.capacity = facts.name, facts.capacity
    room.screen, room.most_tables = facts.screen, facts.most_tables
    for layout in Layout:
        setattr(room, layout.column, facts.layouts.get(layout))


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
