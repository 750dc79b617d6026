"""Who looks after venues and rooms, which all organisers share.

An organiser of one pitch day may add a venue or a room while setting it up, but not rewrite those that other
cities use: that takes the right to create pitch days, which an administrator gives to an account, or the team of a
programme has. Joining the team of a pitch day does not give it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.places.models import City, Room, Venue
from pitchday.places.queries import city_by_slug
from pitchday.places.signals import may_create_asked
from pitchday.web.guards import required_person


def may_edit_places(person: Person | None) -> bool:
    """Those who may create pitch days: their account says so, or a feature above knows that they may."""
    if person is None or person.account is None:
        return False
    if person.account.is_administrator or person.account.may_create_events:
        return True
    return any(answer for _, answer in may_create_asked.send(person))


def place_editor(person: Person | None) -> dict[str, Any]:
    """Administrators, and those who may create pitch days."""
    if not may_edit_places(required_person(person)):
        raise Forbidden("Cities and venues are looked after by people who may create pitch days.")
    return {}


def city_editor(person: Person | None, city_slug: str) -> dict[str, City]:
    """As place_editor, for a city that is there."""
    place_editor(person)
    city = city_by_slug(city_slug)
    if city is None:
        raise NotFound
    return {"city": city}


def venue_editor(person: Person | None, venue_uid: str) -> dict[str, Any]:
    """As place_editor, for a venue that is there."""
    place_editor(person)
    venue = db.session.scalar(sa.select(Venue).where(Venue.uid == venue_uid))
    if venue is None:
        raise NotFound
    return {"venue": venue}


def room_editor(person: Person | None, venue_uid: str, room_uid: str) -> dict[str, Any]:
    """As venue_editor, for a room of that venue."""
    venue = venue_editor(person, venue_uid)["venue"]
    room = db.session.scalar(sa.select(Room).where(Room.uid == room_uid, Room.venue_id == venue.id))
    if room is None:
        raise NotFound
    return {"venue": venue, "room": room}
