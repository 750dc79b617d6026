"""Who looks after cities, and after venues and rooms, which all organisers share.

The library of venues is open to whoever may create pitch days: an administrator gives this right to an account, and
the team of a programme has it. Joining the team of a pitch day does not give it, but whoever adds a venue while
setting one up owns that venue.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.places.models import City, Room, Venue
from pitchday.places.queries import city_by_slug
from pitchday.places.signals import may_create_asked, organise_together_asked
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


def may_edit_venue(person: Person | None, venue: Venue) -> bool:
    """Its owner, organisers of a programme that the owner organises as well, and administrators.

    One that nobody owns is looked after by whoever may create pitch days.
    """
    if person is None:
        return False
    if person.is_administrator or venue.owner_id == person.id:
        return True
    if venue.owner is None:
        return may_edit_places(person)
    return any(answer for _, answer in organise_together_asked.send(person, colleague=venue.owner))


def venue_reader(person: Person | None, venue_uid: str) -> dict[str, Any]:
    """Whoever may create pitch days or edit the venue."""
    required_person(person)
    venue = db.session.scalar(sa.select(Venue).where(Venue.uid == venue_uid))
    if venue is None or not may_edit_venue(person, venue):
        place_editor(person)
    if venue is None:
        raise NotFound
    return {"venue": venue}


def venue_editor(person: Person | None, venue_uid: str) -> dict[str, Any]:
    """As may_edit_venue; the others who may see it are told whom to ask."""
    venue: Venue = venue_reader(person, venue_uid)["venue"]
    if not may_edit_venue(person, venue):
        raise Forbidden(f"{venue.owner.name if venue.owner else 'Somebody else'} looks after this venue. Ask them.")
    return {"venue": venue}


def room_editor(person: Person | None, venue_uid: str, room_uid: str) -> dict[str, Any]:
    """As venue_editor, for a room of that venue."""
    venue = venue_editor(person, venue_uid)["venue"]
    room = db.session.scalar(sa.select(Room).where(Room.uid == room_uid, Room.venue_id == venue.id))
    if room is None:
        raise NotFound
    return {"venue": venue, "room": room}


def way_editor(person: Person | None, venue_uid: str, other_uid: str) -> dict[str, Any]:
    """As venue_editor, for the way to another venue, whoever looks after that one."""
    venue = venue_editor(person, venue_uid)["venue"]
    other = db.session.scalar(sa.select(Venue).where(Venue.uid == other_uid, Venue.id != venue.id))
    if other is None:
        raise NotFound
    return {"venue": venue, "other": other}
