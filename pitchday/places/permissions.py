"""Who looks after venues and rooms, which all organisers share.

An organiser of one pitch day may add a venue or a room while setting it up, but not rewrite those that other
cities use: that takes the right to create pitch days, which an administrator gives to an account. Joining the team
of a pitch day does not give it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import Forbidden, NotFound
from pitchday.places.models import Room, Venue
from pitchday.web.guards import required_person


def may_edit_places(person: Person | None) -> bool:
    account = person.account if person else None
    return account is not None and (account.is_administrator or account.may_create_events)


def place_editor(person: Person | None) -> dict[str, Any]:
    """Administrators, and those who may create pitch days."""
    if not may_edit_places(required_person(person)):
        raise Forbidden("Venues are looked after by people who may create pitch days.")
    return {}


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
