"""What time a programme takes of rooms and startups, and who has taken it already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from pitchday.db import db
from pitchday.diary import Claim, CommitmentKind, DiaryEntry
from pitchday.events.models import Event
from pitchday.places.models import Room
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import ReleaseItem
from pitchday.schedule.rules import Planned
from pitchday.startups.models import Startup
from pitchday.web.filters import span


def claims_of(event: Event, items: Sequence[Planned]) -> Iterator[Claim]:
    """The time that a released programme takes of its rooms and startups."""
    room_diaries = _diaries(Room, {item.room_id for item in items})
    startup_diaries = _diaries(Startup, {item.startup_id for item in items})
    for item in items:
        diaries = [room_diaries[item.room_id]] if item.takes_the_room else []
        if item.startup_id is not None:
            diaries.append(startup_diaries[item.startup_id])
        if diaries:
            is_pitch = item.kind is ItemKind.PITCH
            yield Claim(
                key=f"slot:{item.uid}",
                kind=CommitmentKind.PITCH if is_pitch else CommitmentKind.SESSION,
                label=f"{item.title} {'pitches at' if is_pitch else 'at'} {event.title}",
                diaries=tuple(diaries),
                starts_at=item.starts_at,
                ends_at=item.ends_at,
            )


def _diaries(owner: type[Room] | type[Startup], ids: Iterable[int | None]) -> dict[int | None, int]:
    wanted = sorted({number for number in ids if number is not None})
    return {
        number: diary
        for part in _parts(wanted)
        for number, diary in db.session.execute(sa.select(owner.id, owner.diary_id).where(owner.id.in_(part)))
    }


def _parts(values: Sequence[int], size: int = 5000) -> Iterator[Sequence[int]]:
    # SQLite takes 32,766 values in one statement, PostgreSQL 65,535.
    for start in range(0, len(values), size):
        yield values[start : start + size]


def taken(claims: Sequence[Claim], own: set[str]) -> Iterator[DiaryEntry]:
    """Entries of others that overlap what is claimed: read at once, compared here."""
    if not claims:
        return
    first, last = min(claim.starts_at for claim in claims), max(claim.ends_at for claim in claims)
    wanted: dict[int, list[Claim]] = {}
    for claim in claims:
        for diary in claim.diaries:
            wanted.setdefault(diary, []).append(claim)
    for part in _parts(sorted(wanted)):
        for entry in db.session.scalars(
            sa.select(DiaryEntry)
            .where(DiaryEntry.diary_id.in_(part), DiaryEntry.starts_at < last, DiaryEntry.ends_at > first)
            .order_by(DiaryEntry.starts_at, DiaryEntry.id)
        ):
            if entry.claim not in own and any(_overlap(claim, entry) for claim in wanted[entry.diary_id]):
                yield entry


def _overlap(one: Claim | DiaryEntry | ReleaseItem, other: DiaryEntry) -> bool:
    return one.starts_at < other.ends_at and one.ends_at > other.starts_at


def our_meetings(before: Iterable[ReleaseItem]) -> list[DiaryEntry]:
    """Booked meetings of this pitch day: those at the tables of its released blocks."""
    blocks = [item for item in before if item.kind is ItemKind.MEETINGS and not item.cancelled]
    by_table: dict[int, list[ReleaseItem]] = {}
    for block in blocks:
        for table in block.details["tables"]:
            by_table.setdefault(table["diary_id"], []).append(block)
    if not blocks:
        return []
    entries = db.session.scalars(
        sa.select(DiaryEntry)
        .where(
            DiaryEntry.diary_id.in_(by_table),
            DiaryEntry.kind == CommitmentKind.MEETING,
            DiaryEntry.starts_at < max(block.ends_at for block in blocks),
            DiaryEntry.ends_at > min(block.starts_at for block in blocks),
        )
        .order_by(DiaryEntry.starts_at, DiaryEntry.id)
    )
    return [entry for entry in entries if any(_overlap(block, entry) for block in by_table[entry.diary_id])]


def homeless(ours: Sequence[DiaryEntry], items: Sequence[Planned]) -> list[DiaryEntry]:
    """Meetings whose table or time is in no block any more."""
    blocks = [item for item in items if item.kind is ItemKind.MEETINGS]
    if not ours:
        return []
    rooms = db.session.scalars(
        sa.select(Room).where(Room.id.in_({block.room_id for block in blocks})).options(selectinload(Room.tables))
    )
    tables = {room.id: [table.diary_id for table in room.tables] for room in rooms}
    return [
        entry
        for entry in ours
        if not any(
            block.starts_at <= entry.starts_at
            and entry.ends_at <= block.ends_at
            and entry.diary_id in tables.get(block.room_id or 0, [])[: block.tables]
            for block in blocks
        )
    ]


def refusals(
    taken: Sequence[DiaryEntry], claims: Sequence[Claim], items: Sequence[Planned], event: Event
) -> Iterator[str]:
    """Other pitch days' commitments in words. Meetings there are private: only that there is one is said."""
    by_key = {f"slot:{item.uid}": item for item in items}
    said: set[str] = set()
    for entry in taken:
        for claim in claims:
            if entry.diary_id in claim.diaries and _overlap(claim, entry):
                item = by_key[claim.key]
                is_meeting = entry.kind is CommitmentKind.MEETING
                why = "has a meeting at another pitch day" if is_meeting else f"is taken: {entry.label}"
                who = item.title if item.startup_id and (is_meeting or not _is_room(entry, claim)) else item.room
                words = f"{who} {why}, {span(entry.starts_at, entry.ends_at, event.zone)}."
                if words not in said:
                    said.add(words)
                    yield words


def _is_room(entry: DiaryEntry, claim: Claim) -> bool:
    return len(claim.diaries) == 1 or entry.diary_id == claim.diaries[0]
