"""The library of venues as a list that organisers search, narrow and take away."""

from __future__ import annotations

from typing import Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload

from pitchday.accounts.models import Person
from pitchday.places.models import City, Room, Venue
from pitchday.places.permissions import place_editor
from pitchday.places.queries import cities
from pitchday.web.listing import Choice, Column, Filter, Listing

SIZES = (50, 100, 200)


def answer(known: bool | None) -> str:
    """What has three answers, in words."""
    return "Not known" if known is None else "Yes" if known else "No"


def _of_rooms(number: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    return sa.select(number).where(Room.venue_id == Venue.id).correlate(Venue).scalar_subquery()


_ROOMS = _of_rooms(sa.func.count(Room.id))
_LARGEST = _of_rooms(sa.func.coalesce(sa.func.max(Room.capacity), 0))


class Venues(Listing):
    """By city and name. Those that are retired are there when asked for."""

    name = "venues"
    endpoint = "places.venues"
    title, one, many = "Venues", "venue", "venues"
    searched = (Venue.name, Venue.address, Venue.postcode, City.name)
    search_label = "Name or place"
    tie = (City.name, Venue.name, Venue.id)
    columns = (
        Column("name", "Venue", lambda venue: venue.name, [sa.func.lower(Venue.name)]),
        Column("city", "City", lambda venue: venue.city.name, [City.name]),
        Column("address", "Address", lambda venue: venue.address, [sa.func.lower(Venue.address)], shown=False),
        Column("postcode", "Postcode", lambda venue: venue.postcode, [Venue.postcode], shown=False),
        Column("station", "Nearest station", lambda venue: venue.nearest_station, shown=False),
        Column("rooms", "Rooms", lambda venue: len(venue.rooms), [_ROOMS], "number"),
        Column(
            "largest",
            "Largest room",
            lambda venue: max((room.capacity for room in venue.rooms), default=None),
            [_LARGEST],
            "number",
        ),
        Column("capacity", "Holds", lambda venue: venue.capacity, [Venue.capacity], "number", False),
        Column("step_free", "Step-free", lambda venue: answer(venue.step_free), [Venue.step_free]),
        Column("loop", "Hearing loop", lambda venue: answer(venue.hearing_loop), [Venue.hearing_loop], shown=False),
        Column("quiet", "Quiet room", lambda venue: answer(venue.quiet_room), [Venue.quiet_room], shown=False),
        Column("latitude", "Latitude", lambda venue: venue.latitude, shown=False),
        Column("longitude", "Longitude", lambda venue: venue.longitude, shown=False),
        Column(
            "owner",
            "Looked after by",
            lambda venue: venue.owner.name if venue.owner else "Nobody yet",
            [sa.func.lower(Person.name)],
        ),
        Column("retired", "Retired", lambda venue: venue.retired_at, [Venue.retired_at], "time", False),
    )

    def __init__(self, person: Person) -> None:
        self.person = person

    @classmethod
    def opened(cls, person: Person, **address: str) -> Self:
        place_editor(person)
        return cls(person)

    def statement(self) -> sa.Select[Venue]:
        return (
            sa.select(Venue)
            .join(Venue.city)
            .outerjoin(Venue.owner)
            .options(contains_eager(Venue.city), contains_eager(Venue.owner), selectinload(Venue.rooms))
        )

    def available(self) -> list[Filter]:
        known = [Choice(city.slug, city.name, Venue.city_id == city.id) for city in cities()]
        access = [
            Choice("step-free", "Step-free", Venue.step_free.is_(True)),
            Choice("hearing-loop", "Hearing loop", Venue.hearing_loop.is_(True)),
            Choice("quiet-room", "Quiet room", Venue.quiet_room.is_(True)),
        ]
        sizes = [Choice(str(size), f"{size} people or more", size <= _LARGEST) for size in SIZES]
        owners = [
            Choice("me", "Me", Venue.owner_id == self.person.id),
            Choice("nobody", "Nobody yet", Venue.owner_id.is_(None)),
        ]
        states = [
            Choice("offered", "Offered", Venue.retired_at.is_(None)),
            Choice("retired", "Retired", Venue.retired_at.is_not(None)),
        ]
        return [
            Filter("city", "City", "All cities", known),
            Filter("access", "Access", "Any", access),
            Filter("size", "Largest room", "Any size", sizes),
            Filter("owner", "Looked after by", "Anybody", owners),
            Filter("state", "State", "All", states, default="offered"),
        ]
