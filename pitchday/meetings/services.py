"""Booking, moving and cancelling one-to-one meetings.

Everything that can be refused is looked up first, so that a refusal writes nothing. The diary decides last: between the
look and the claim somebody else may have been quicker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import make_transient_to_detached

from pitchday import clock, diary, history
from pitchday.accounts.models import Person
from pitchday.db import db, new_uid
from pitchday.diary import Claim, CommitmentKind, DiaryClash
from pitchday.errors import DomainError
from pitchday.events.enums import Act
from pitchday.events.models import Event
from pitchday.events.phases import phase_of, refusal
from pitchday.meetings import notifications, queries, rules
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.queries import Guests
from pitchday.meetings.rules import Block, Opening, Seat, Span
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import ReleaseItem
from pitchday.startups.models import Startup
from pitchday.web.filters import clock_span, day, wall


class MeetingRefused(DomainError):
    """A meeting that cannot be had, with the nearest times that can."""

    def __init__(self, message: str, alternatives: Sequence[Opening] = ()) -> None:
        super().__init__(message)
        self.alternatives = tuple(alternatives)


class BasisMissing(MeetingRefused):
    """The investor has to register, or to sign a statement, before they can book."""


class MeetingExists(MeetingRefused):
    """The two meet at another time already; `meeting` is that one."""

    def __init__(self, message: str, meeting: Meeting) -> None:
        super().__init__(message)
        self.meeting = meeting


PROGRAMME_CHANGED = "The programme has changed. Look at the board again and choose a time from it."
_COLUMNS = [column for column in Meeting.__table__.c if column.name != "id"]
# Puts nothing down when a release came out since the block was looked at, which saves a question of its own.
_INSERT = (
    sa.insert(Meeting)
    .from_select(
        _COLUMNS,
        sa.select(*(sa.bindparam(column.name, type_=column.type) for column in _COLUMNS)).where(
            sa.bindparam("release_id") == queries.NEWEST
        ),
        include_defaults=False,
    )
    .returning(Meeting.id)
)


@dataclass(frozen=True)
class _Wish:
    """Who wants to meet whom, when; `key` is what the diary calls the meeting."""

    event: Event
    startup: Startup
    investor: Person
    block: Block
    span: Span
    key: str

    def claim(self, seat: Seat) -> Claim:
        return Claim(
            key=self.key,
            kind=CommitmentKind.MEETING,
            label=f"Meeting of {self.investor.name} and {self.startup.name}",
            diaries=(self.investor.diary_id, self.startup.diary_id, seat.diary_id),
            starts_at=self.span[0],
            ends_at=self.span[1],
        )


def book(*, event: Event, block: ReleaseItem, starts_at: datetime, startup: Startup, investor: Person) -> Meeting:
    """Give the investor a table with the startup in the round that begins at `starts_at`.

    Asked again for a meeting that stands, it returns that one and tells nobody twice. Raises MeetingRefused.
    """
    uid = new_uid()
    _require_open(event)
    standing = _standing(event, startup, investor)
    if standing.meeting_id is not None:
        return _same_meeting(db.session.get_one(Meeting, standing.meeting_id), starts_at)
    _require_basis(standing, event)
    if block.release_id != standing.release_id or block.kind is not ItemKind.MEETINGS or block.cancelled:
        raise MeetingRefused(PROGRAMME_CHANGED)
    found = queries.block_of(block)
    wish = _Wish(event, startup, investor, found, _round(found, starts_at, event), f"meeting:{uid}")
    try:
        seats = _free_seats(wish)
        guests = _guests(wish)
        seat = _take(wish, seats)
    except (MeetingRefused, DiaryClash) as refusal:
        # Whoever was quicker may have been this very investor, with the same button.
        twin = queries.live_pair(event.id, investor.id, startup.id)
        if twin is not None:
            return _same_meeting(twin, starts_at)
        if isinstance(refusal, DiaryClash):
            _free_seats(wish)
        raise
    meeting = _insert(wish, uid, seat, standing.release_id)
    notifications.booked(meeting, guests, table=seat.name, room=found.room)
    return meeting


def _insert(wish: _Wish, uid: str, seat: Seat, release_id: int | None) -> Meeting:
    """Put the meeting down, and in the history; the session's unit of work would cost as much as all the rest."""
    now = clock.now()
    values = {
        "uid": uid,
        "event_id": wish.event.id,
        "block_uid": wish.block.uid,
        "investor_id": wish.investor.id,
        "startup_id": wish.startup.id,
        "table_id": seat.id,
        "state": MeetingState.SCHEDULED,
        "starts_at": wish.span[0],
        "ends_at": wish.span[1],
        "sequence": 0,
        "booked_at": now,
        "changed_at": now,
        "cancelled_reason": "",
        "version": 1,
    }
    meeting_id = db.session.connection().scalar(_INSERT, {**values, "release_id": release_id})
    if meeting_id is None:
        raise MeetingRefused(PROGRAMME_CHANGED)
    history.record(
        "created",
        subject=f"meeting:{meeting_id}",
        label=f"Meeting with {wish.startup.name}",
        scope=wish.event.history_key,
        changes={
            "investor": [None, wish.investor.name],
            "starts_at": [None, wish.span[0].isoformat()],
            "ends_at": [None, wish.span[1].isoformat()],
            "table": [None, seat.name],
        },
    )
    meeting = Meeting(id=meeting_id, event=wish.event, investor=wish.investor, startup=wish.startup, **values)
    make_transient_to_detached(meeting)
    db.session.add(meeting)
    return meeting


def move(meeting: Meeting, *, starts_at: datetime) -> Meeting:
    """Take the meeting to another round of the newest release; refused, it stays where it is.

    Raises MeetingRefused; the caller's transaction is to be rolled back then.
    """
    _lock(meeting)
    event, startup, investor = meeting.event, meeting.startup, meeting.investor
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingRefused("This meeting was cancelled. Book a new one.")
    if meeting.starts_at <= clock.now():
        raise MeetingRefused("This meeting has begun already, so it cannot be moved.")
    if meeting.starts_at == starts_at:
        return meeting
    _require_open(event)
    standing = _standing(event, startup, investor)
    _require_basis(standing, event)
    block = next((block for block in queries.blocks(event.id) if block.round_at(starts_at)), None)
    if block is None:
        raise MeetingRefused("There are no meetings at that time any more. Choose one of the times shown.")
    wish = _Wish(event, startup, investor, block, _round(block, starts_at, event), meeting.claim_key)
    seats = _free_seats(wish)
    guests = _guests(wish)
    if _standing(event, startup, investor).release_id != standing.release_id:
        raise MeetingRefused(PROGRAMME_CHANGED)
    diary.free(wish.key)
    try:
        seat = _take(wish, seats)
    except DiaryClash:
        _free_seats(wish)
        raise
    before = meeting.starts_at
    meeting.starts_at, meeting.ends_at = wish.span
    meeting.block_uid, meeting.table_id = block.uid, seat.id
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    db.session.flush()
    notifications.moved(meeting, guests, table=seat.name, room=block.room, before=before)
    return meeting


def cancel(meeting: Meeting, *, reason: str = "", by: Person | None) -> None:
    """Give the time back and tell both sides; a meeting that is cancelled stays so, and nobody hears of it twice.

    `by` is None when an event or an application fell through. Raises MeetingRefused when the meeting is over.
    """
    _lock(meeting)
    if meeting.state is MeetingState.CANCELLED:
        return
    if meeting.ends_at <= clock.now():
        raise MeetingRefused("This meeting is over, so it cannot be cancelled.")
    cancel_all([meeting], reason=reason, by=by)


def cancel_all(meetings: Sequence[Meeting], *, reason: str, by: Person | None = None) -> None:
    """Cancel live meetings that were read, and locked, with everything a mail shows."""
    for meeting in meetings:
        meeting.state = MeetingState.CANCELLED
        meeting.sequence += 1
        meeting.changed_at = clock.now()
        meeting.cancelled_reason = reason[:300]
    db.session.flush()
    diary.replace([meeting.claim_key for meeting in meetings], [])
    for meeting in meetings:
        notifications.cancelled(meeting, by=_in_words(meeting, by), reason=reason[:300])


def _in_words(meeting: Meeting, by: Person | None) -> str:
    if by is None:
        return ""
    if by.id == meeting.investor_id:
        return by.name
    if any(member.person_id == by.id for member in meeting.startup.members):
        return meeting.startup.name
    return "The organisers"


def _lock(meeting: Meeting) -> None:
    """Read the meeting as it is now and keep others from changing it until the transaction ends."""
    db.session.refresh(
        meeting, ["state", "starts_at", "ends_at", "sequence", "table_id", "version"], with_for_update=True
    )


def _require_open(event: Event) -> None:
    reason = refusal(Act.BOOK, phase_of(event, clock.now()))
    if reason is not None:
        raise MeetingRefused(reason)


def _standing(event: Event, startup: Startup, investor: Person) -> queries.Standing:
    return queries.standing(
        event_id=event.id,
        startup_id=startup.id,
        investor_id=investor.id,
        today=clock.today(),
        that_day=event.starts_at.astimezone(clock.UK).date(),
    )


def _require_basis(standing: queries.Standing, event: Event) -> None:
    """A statement must hold when the offer is made, which is now, and when the two meet."""
    if not standing.has_profile:
        raise BasisMissing("Register as an investor first: it takes a minute.")
    if not standing.basis_today:
        raise BasisMissing("Sign an investor statement first: founders may only make offers to those who have.")
    if not standing.basis_that_day:
        raise BasisMissing(
            f"Your investor statement ends before {day(event.starts_at, event.zone)}. "
            "Sign a new one first, so that it holds on the day."
        )


def _same_meeting(meeting: Meeting, starts_at: datetime) -> Meeting:
    if meeting.starts_at == starts_at:
        return meeting
    at = clock_span(meeting.starts_at, meeting.ends_at, meeting.event.zone)
    raise MeetingExists(f"You meet {meeting.startup.name} at {at} already. Move that meeting instead.", meeting)


def _round(block: Block, starts_at: datetime, event: Event) -> Span:
    span = block.round_at(starts_at)
    if span is None:
        raise MeetingRefused("No meeting begins at that time. Choose one of the times shown.")
    if starts_at <= clock.now():
        raise MeetingRefused(f"The meetings at {wall(starts_at, event.zone)} have begun already. Choose a later time.")
    return span


def _free_seats(wish: _Wish) -> list[Seat]:
    """Tables at which the two could meet. Raises MeetingRefused when one of the two, or every table, is taken."""
    event, startup, investor = wish.event, wish.startup, wish.investor
    pair = (investor.diary_id, startup.diary_id)
    day = (event.starts_at, event.ends_at)
    held: dict[int, list[Any]] = {diary_id: [] for diary_id in pair}
    for row in queries.commitments(pair, day, wish.block, wish.span, but=wish.key):
        held.setdefault(row.diary_id, []).append(row)
    busy = {diary_id: [(row.starts_at, row.ends_at) for row in rows] for diary_id, rows in held.items()}
    free = rules.free_seats(wish.block, wish.span, busy, first=startup.id)
    words = _in_the_way(wish, held) or (None if free else f"All tables are taken at {wall(wish.span[0], event.zone)}.")
    if words is None:
        return free
    raise MeetingRefused(words, _nearest(wish, {diary_id: busy[diary_id] for diary_id in pair}))


def _in_the_way(wish: _Wish, held: dict[int, list[Any]]) -> str | None:
    """What one of the two does in that round, in words."""
    zone, (starts_at, ends_at) = wish.event.zone, wish.span
    for diary_id in (wish.startup.diary_id, wish.investor.diary_id):
        for row in held[diary_id]:
            if row.starts_at >= ends_at or row.ends_at <= starts_at:
                continue
            at = clock_span(row.starts_at, row.ends_at, zone)
            if diary_id == wish.investor.diary_id:
                return f"You are taken at {at}: {row.label}."
            does = "is on stage" if row.kind is CommitmentKind.PITCH else "has another meeting"
            return f"{wish.startup.name} {does} at {at}."
    return None


def _nearest(wish: _Wish, busy: rules.Busy) -> tuple[Opening, ...]:
    """The closest rounds in which the two could meet; those of other blocks only when this one has too few."""
    taken: dict[str, list[tuple[Span, int]]] = {}

    def has_seat(block: Block, span: Span) -> bool:
        if block.uid not in taken:
            taken[block.uid] = queries.tables_taken(block, but=wish.key)
        number = sum(number for (begin, end), number in taken[block.uid] if begin < span[1] and span[0] < end)
        return number < len(block.seats)

    found = rules.nearest([wish.block], busy, wish.span[0], after=clock.now(), has_seat=has_seat)
    if len(found) == rules.ALTERNATIVES:
        return found
    blocks = queries.blocks(wish.event.id)
    return rules.nearest(blocks, busy, wish.span[0], after=clock.now(), has_seat=has_seat)


def _guests(wish: _Wish) -> Guests:
    """Those on the other side. What is the newest release from here on is so until the transaction ends."""
    guests = queries.guests(wish.event.id, wish.startup.id)
    if guests is None:
        raise MeetingRefused(f"{wish.startup.name} has no place at this pitch day, so it takes no meetings there.")
    if any(member.person_id == wish.investor.id for member in guests.members):
        raise MeetingRefused(f"You belong to {wish.startup.name}, so you cannot book a meeting with it.")
    return guests


def _take(wish: _Wish, seats: Sequence[Seat]) -> Seat:
    """Claim the two and the first table that nobody has been quicker to take. Raises DiaryClash, with nothing held."""
    for seat in seats:
        try:
            diary.take(wish.claim(seat))
            return seat
        except DiaryClash as clash:
            diary.free(wish.key)
            if clash.taken != {seat.diary_id}:
                raise
    raise DiaryClash(seat.diary_id for seat in seats)
