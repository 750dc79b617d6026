"""Startups that would have to be in two buildings with less time between them than the way takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary import CommitmentKind, DiaryEntry
from pitchday.events.models import Event
from pitchday.places.models import Room, Table, Venue
from pitchday.places.rules import Way
from pitchday.places.travel import ways_from
from pitchday.schedule.rules import Commitment, Planned, too_short_a_way
from pitchday.startups.models import Startup, StartupMember

# A way of more than half a day is none that anybody goes between two pitches.
LONGEST_WAY = timedelta(hours=12)


@dataclass(frozen=True)
class _Diary:
    """A diary that says where people of a startup are: its own, theirs, or that of another startup of theirs."""

    startup_id: int
    diary_id: int
    person: str = ""


def short_ways(event: Event, items: Sequence[Planned]) -> list[str]:
    """Pitches of a draft that are too close to what the same startup, or the same people, do in other buildings.

    In words, in four queries however many pitches there are. What is released elsewhere is public and named; of a
    meeting elsewhere only that there is one.
    """
    pitches = [item for item in items if item.startup_id is not None]
    if not pitches:
        return []
    diaries = _diaries({item.startup_id for item in pitches if item.startup_id is not None})
    entries = _entries({diary.diary_id for diary in diaries}, pitches)
    venues = _venues({entry.claim for entry in entries})
    elsewhere = {venue_id for venue_id, _ in venues.values() if venue_id != event.venue_id}
    ways = ways_from(event.venue_id, elsewhere)
    return list(_in_words(event, pitches, diaries, entries, venues, ways))


def _in_words(
    event: Event,
    pitches: Sequence[Planned],
    diaries: Sequence[_Diary],
    entries: Sequence[DiaryEntry],
    venues: dict[str, tuple[int, str]],
    ways: dict[int, Way],
) -> Iterator[str]:
    of_startup: dict[int, list[_Diary]] = {}
    for diary in diaries:
        of_startup.setdefault(diary.startup_id, []).append(diary)
    in_diary: dict[int, list[DiaryEntry]] = {}
    for entry in entries:
        in_diary.setdefault(entry.diary_id, []).append(entry)
    for pitch in pitches:
        said: set[str] = set()
        for diary in of_startup.get(pitch.startup_id or 0, ()):
            for entry in in_diary.get(diary.diary_id, ()):
                venue_id, venue = venues.get(entry.claim, (0, ""))
                way = ways.get(venue_id)
                if way is None or entry.claim in said:
                    continue
                is_meeting = entry.kind is CommitmentKind.MEETING
                there = Commitment(
                    f"{diary.person or pitch.title} has a meeting at another pitch day" if is_meeting else entry.label,
                    "" if is_meeting else venue,
                    entry.starts_at,
                    entry.ends_at,
                    "" if is_meeting else diary.person,
                )
                words = too_short_a_way(pitch, there, way, event.zone)
                if words:
                    said.add(entry.claim)
                    yield words


def _diaries(startup_ids: set[int]) -> list[_Diary]:
    ours, theirs = aliased(StartupMember), aliased(StartupMember)
    other = aliased(Startup)
    own = db.session.execute(sa.select(Startup.id, Startup.diary_id).where(Startup.id.in_(startup_ids)))
    found = [_Diary(startup_id, diary_id) for startup_id, diary_id in own]
    rows = db.session.execute(
        sa.select(ours.startup_id, Person.name, Person.diary_id, other.id, other.diary_id)
        .join(Person, Person.id == ours.person_id)
        .join(theirs, theirs.person_id == ours.person_id)
        .join(other, other.id == theirs.startup_id)
        .where(ours.startup_id.in_(startup_ids))
        .order_by(ours.startup_id, Person.id, other.id)
    )
    more: dict[_Diary, None] = {}
    for startup_id, name, own_diary, other_id, other_diary in rows:
        more[_Diary(startup_id, own_diary, name)] = None
        if other_id != startup_id:
            more[_Diary(startup_id, other_diary, name)] = None
    return [*found, *more]


def _entries(diary_ids: set[int], pitches: Sequence[Planned]) -> Sequence[DiaryEntry]:
    first, last = min(pitch.starts_at for pitch in pitches), max(pitch.ends_at for pitch in pitches)
    return db.session.scalars(
        sa.select(DiaryEntry)
        .where(
            DiaryEntry.diary_id.in_(diary_ids),
            DiaryEntry.starts_at < last + LONGEST_WAY,
            DiaryEntry.ends_at > first - LONGEST_WAY,
        )
        .order_by(DiaryEntry.starts_at, DiaryEntry.id)
    ).all()


def _venues(claims: set[str]) -> dict[str, tuple[int, str]]:
    """Where each commitment takes place: the room or the table that was taken for it stands in a venue."""
    tables = sa.select(Table.diary_id, Room.venue_id).join(Table.room)
    places = sa.union_all(sa.select(Room.diary_id, Room.venue_id), tables).subquery()
    rows = db.session.execute(
        sa.select(DiaryEntry.claim, Venue.id, Venue.name)
        .join(places, places.c.diary_id == DiaryEntry.diary_id)
        .join(Venue, Venue.id == places.c.venue_id)
        .where(DiaryEntry.claim.in_(claims))
    )
    return {claim: (venue_id, name) for claim, venue_id, name in rows}
