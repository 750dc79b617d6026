"""The life of a venue in the library: who looks after it, whether it is offered, and its end."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.queries import person_by_email
from pitchday.db import db
from pitchday.diary.models import Diary
from pitchday.errors import DomainError
from pitchday.places import notifications
from pitchday.places.models import Table, TravelTime, Venue
from pitchday.places.permissions import may_edit_places
from pitchday.places.signals import venue_use_asked


def hand_over(venue: Venue, *, email: str, by: Person) -> Person:
    """Have somebody else look after the venue, and tell them.

    Raises DomainError for an address under which nobody may create pitch days, or that of whoever owns it.
    """
    person = person_by_email(email.strip().lower())
    if person is None or not may_edit_places(person):
        raise DomainError(
            "Nobody who may create pitch days has this address. Ask them which one they sign in with.", field="email"
        )
    if person.id == venue.owner_id:
        raise DomainError(f"{person.name} looks after this venue already.", field="email")
    venue.owner = person
    if person.id != by.id:
        notifications.handed_over(venue, to=person, by=by)
    return person


def retire(venue: Venue) -> None:
    """Offer it no longer; pitch days that have it keep it."""
    if venue.retired_at is None:
        venue.retired_at = clock.now()


def bring_back(venue: Venue) -> None:
    """Offer it again."""
    venue.retired_at = None


def is_used(venue: Venue) -> bool:
    """Whether anything takes place there or ever did."""
    return any(answer for _, answer in venue_use_asked.send(venue))


def remove_venue(venue: Venue) -> None:
    """Remove a venue that was never used, with its rooms and the ways to it. Raises DomainError for another."""
    # Whoever plans a pitch day there at this moment holds the row, and is seen.
    db.session.execute(sa.select(Venue.id).where(Venue.id == venue.id).with_for_update())
    if is_used(venue):
        raise DomainError("Pitch days have taken place or are planned here, so it stays. Retire it instead.")
    diaries = []
    for way in db.session.scalars(
        sa.select(TravelTime).where(sa.or_(TravelTime.from_venue_id == venue.id, TravelTime.to_venue_id == venue.id))
    ):
        db.session.delete(way)
    for room in venue.rooms:
        for table in db.session.scalars(sa.select(Table).where(Table.room_id == room.id)):
            diaries.append(table.diary_id)
            db.session.delete(table)
    db.session.flush()
    for room in list(venue.rooms):
        diaries.append(room.diary_id)
        db.session.delete(room)
    db.session.flush()
    db.session.expire(venue, ["rooms"])
    db.session.delete(venue)
    db.session.flush()
    db.session.execute(sa.delete(Diary).where(Diary.id.in_(diaries)))
