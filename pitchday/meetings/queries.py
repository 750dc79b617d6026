"""Reads that deserve a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.diary import DiaryEntry
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.formats import ical
from pitchday.investors.models import InvestorProfile, InvestorStatement
from pitchday.investors.queries import valid
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.rules import Block, Seat, Span, place
from pitchday.places.models import Table, Venue
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.rules import rounds
from pitchday.startups.models import Startup, StartupMember
from pitchday.web.urls import absolute, calendar_uid

# The statements of a booking are built once and run without the session's help: building them would be most of what a
# booking costs, and more than a refusal may cost.
_RELEASES, _ITEMS = Release.__table__, ReleaseItem.__table__
NEWEST = (
    sa.select(_RELEASES.c.id)
    .where(_RELEASES.c.event_id == sa.bindparam("event_id"))
    .order_by(_RELEASES.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
_BLOCKS = (
    sa.select(_ITEMS.c.uid, _ITEMS.c.room, _ITEMS.c.starts_at, _ITEMS.c.ends_at, _ITEMS.c.details)
    .where(_ITEMS.c.release_id == NEWEST, _ITEMS.c.kind == ItemKind.MEETINGS, _ITEMS.c.cancelled.is_(False))
    .order_by(_ITEMS.c.starts_at, _ITEMS.c.id)
)


def block_of(item: Any) -> Block:
    """The rounds and tables of a released block, from its row."""
    details = item.details
    return Block(
        uid=item.uid,
        room=item.room,
        rounds=tuple(
            rounds(item.starts_at, item.ends_at, minutes=details["meeting_minutes"], gap=details["gap_minutes"])
        ),
        seats=tuple(Seat(each["id"], each["name"], each["diary_id"]) for each in details["tables"]),
    )


def blocks(event_id: int) -> list[Block]:
    """The blocks of the newest release, in the order of the day."""
    return [block_of(row) for row in db.session.connection().execute(_BLOCKS, {"event_id": event_id})]


@dataclass(frozen=True)
class Standing:
    """What decides whether an investor may book at all, and the meeting they have with the startup already."""

    release_id: int | None
    has_profile: bool
    basis_today: bool
    basis_that_day: bool
    meeting_id: int | None


def _holds(day: Any) -> sa.Exists:
    return sa.exists().where(InvestorStatement.person_id == _PEOPLE.c.id, valid(day))


_PEOPLE = Person.__table__
_MEETINGS = Meeting.__table__
_STANDING = (
    sa.select(
        NEWEST,
        sa.exists().where(InvestorProfile.person_id == _PEOPLE.c.id),
        _holds(sa.bindparam("today", type_=sa.Date())),
        _holds(sa.bindparam("that_day", type_=sa.Date())),
        _MEETINGS.c.id,
    )
    .select_from(_PEOPLE)
    .outerjoin(
        _MEETINGS,
        sa.and_(
            _MEETINGS.c.event_id == sa.bindparam("event_id"),
            _MEETINGS.c.investor_id == _PEOPLE.c.id,
            _MEETINGS.c.startup_id == sa.bindparam("startup_id"),
            _MEETINGS.c.state == MeetingState.SCHEDULED,
        ),
    )
    .where(_PEOPLE.c.id == sa.bindparam("investor_id"))
)


def standing(*, event_id: int, startup_id: int, investor_id: int, today: date, that_day: date) -> Standing:
    """Days are days in the United Kingdom."""
    values = {
        "event_id": event_id,
        "startup_id": startup_id,
        "investor_id": investor_id,
        "today": today,
        "that_day": that_day,
    }
    return Standing(*db.session.connection().execute(_STANDING, values).one())


@dataclass(frozen=True)
class Addressee:
    """Somebody a mail goes to."""

    person_id: int
    name: str
    email: str


@dataclass(frozen=True)
class Guests:
    """Who speaks for a startup at a pitch day, and the house in which it is."""

    members: list[Addressee]
    venue: str
    address: str


_APPLICATIONS, _EVENTS, _VENUES = Application.__table__, Event.__table__, Venue.__table__
_MEMBERS = StartupMember.__table__
_GUESTS = (
    sa.select(_VENUES.c.name, _VENUES.c.address, _PEOPLE.c.id, _PEOPLE.c.name, _PEOPLE.c.email)
    .select_from(_APPLICATIONS)
    .join(_EVENTS, _EVENTS.c.id == _APPLICATIONS.c.event_id)
    .join(_VENUES, _VENUES.c.id == _EVENTS.c.venue_id)
    .outerjoin(_MEMBERS, _MEMBERS.c.startup_id == _APPLICATIONS.c.startup_id)
    .outerjoin(_PEOPLE, _PEOPLE.c.id == _MEMBERS.c.person_id)
    .where(
        _APPLICATIONS.c.event_id == sa.bindparam("event_id"),
        _APPLICATIONS.c.startup_id == sa.bindparam("startup_id"),
        _APPLICATIONS.c.state == ApplicationState.CONFIRMED,
        _EVENTS.c.state == EventState.PUBLISHED,
    )
    .order_by(_MEMBERS.c.id)
    .with_for_update(read=True, of=[_APPLICATIONS, _EVENTS])
)


def guests(event_id: int, startup_id: int) -> Guests | None:
    """Those of a startup that has a place at a public pitch day; None when it has none.

    Event and application stay as they are until the transaction ends, so that neither a cancellation, a withdrawal nor
    a release can slip past a booking.
    """
    values = {"event_id": event_id, "startup_id": startup_id}
    rows = db.session.connection().execute(_GUESTS, values).all()
    if not rows:
        return None
    return Guests([Addressee(*row[2:]) for row in rows if row[2] is not None], rows[0][0], rows[0][1])


_ENTRIES = DiaryEntry.__table__


def _held(diaries: str, begin: str, end: str) -> sa.ColumnElement[bool]:
    """That an entry is of these diaries and in a span; all three are names of parameters."""
    return sa.and_(
        _ENTRIES.c.diary_id.in_(sa.bindparam(diaries, expanding=True)),
        _ENTRIES.c.starts_at < sa.bindparam(end),
        _ENTRIES.c.ends_at > sa.bindparam(begin),
        _ENTRIES.c.claim != sa.bindparam("but"),
    )


_BUSY = sa.select(_ENTRIES.c.diary_id, _ENTRIES.c.starts_at, _ENTRIES.c.ends_at).where(_held("diaries", "begin", "end"))
_COMMITMENTS = sa.select(
    _ENTRIES.c.diary_id, _ENTRIES.c.starts_at, _ENTRIES.c.ends_at, _ENTRIES.c.kind, _ENTRIES.c.label
).where(sa.or_(_held("pair", "opens", "closes"), _held("seats", "begin", "end")))
_TABLES_TAKEN = (
    sa.select(_ENTRIES.c.starts_at, _ENTRIES.c.ends_at, sa.func.count())
    .where(_held("seats", "begin", "end"))
    .group_by(_ENTRIES.c.starts_at, _ENTRIES.c.ends_at)
)


def commitments(pair: tuple[int, int], day: Span, block: Block, span: Span, *, but: str) -> Sequence[Any]:
    """(diary_id, starts_at, ends_at, kind, label) of what a pair holds all day, and the tables in one round.

    What the claim `but` holds does not count.
    """
    values = {
        "pair": pair,
        "opens": day[0],
        "closes": day[1],
        "seats": [seat.diary_id for seat in block.seats],
        "begin": span[0],
        "end": span[1],
        "but": but,
    }
    return db.session.connection().execute(_COMMITMENTS, values).all()


def tables_taken(block: Block, *, but: str) -> list[tuple[Span, int]]:
    """How many of the block's tables are taken from when to when."""
    values = {
        "seats": [seat.diary_id for seat in block.seats],
        "begin": block.rounds[0][0],
        "end": block.rounds[-1][1],
        "but": but,
    }
    rows = db.session.connection().execute(_TABLES_TAKEN, values)
    return [((starts_at, ends_at), number) for starts_at, ends_at, number in rows]


def busy(diaries: Iterable[int], over: Sequence[Block], *, but: str = "") -> dict[int, list[Span]]:
    """What these diaries and the tables of the blocks hold between the first round and the last."""
    spans = [span for block in over for span in block.rounds]
    if not spans:
        return {}
    wanted = {*diaries, *(seat.diary_id for block in over for seat in block.seats)}
    found: dict[int, list[Span]] = {}
    whole = (min(span[0] for span in spans), max(span[1] for span in spans))
    values = {"diaries": list(wanted), "begin": whole[0], "end": whole[1], "but": but}
    for diary_id, starts_at, ends_at in db.session.connection().execute(_BUSY, values):
        found.setdefault(diary_id, []).append((starts_at, ends_at))
    return found


def live() -> sa.Select[Meeting]:
    return sa.select(Meeting).where(Meeting.state == MeetingState.SCHEDULED)


def live_pair(event_id: int, investor_id: int, startup_id: int) -> Meeting | None:
    """The meeting that an investor and a startup have at a pitch day."""
    return db.session.scalar(
        live().where(Meeting.event_id == event_id, Meeting.investor_id == investor_id, Meeting.startup_id == startup_id)
    )


def with_parties(statement: sa.Select[Meeting]) -> sa.Select[Meeting]:
    """Load what a line about a meeting shows."""
    return statement.options(
        joinedload(Meeting.investor), joinedload(Meeting.startup), joinedload(Meeting.table).joinedload(Table.room)
    )


def with_everything(statement: sa.Select[Meeting]) -> sa.Select[Meeting]:
    """Load what a mail or the page of a meeting shows, members included."""
    return statement.options(
        joinedload(Meeting.investor),
        joinedload(Meeting.startup).selectinload(Startup.members),
        joinedload(Meeting.table).joinedload(Table.room),
        joinedload(Meeting.event).joinedload(Event.venue),
        joinedload(Meeting.event).joinedload(Event.city),
    )


def meeting_by_uid(uid: str) -> Meeting | None:
    return db.session.scalar(with_everything(sa.select(Meeting).where(Meeting.uid == uid)))


def of_investor(event_id: int, investor_id: int) -> sa.Select[Meeting]:
    """The investor's live meetings at a pitch day, in the order of the day."""
    return (
        with_parties(live())
        .where(Meeting.event_id == event_id, Meeting.investor_id == investor_id)
        .order_by(Meeting.starts_at)
    )


def of_event(event_id: int) -> sa.Select[Meeting]:
    """All meetings of a pitch day with those that were cancelled, by time and table."""
    return (
        sa.select(Meeting)
        .join(Meeting.table)
        .where(Meeting.event_id == event_id)
        .options(
            joinedload(Meeting.investor),
            joinedload(Meeting.startup),
            contains_eager(Meeting.table).joinedload(Table.room),
        )
        .order_by(Meeting.starts_at, Table.number, Meeting.id)
    )


def of_person(person_id: int) -> sa.Select[Meeting]:
    """Live meetings of somebody, as the investor or as a member of the startup."""
    mine = sa.select(StartupMember.startup_id).where(StartupMember.person_id == person_id)
    return (
        with_parties(live())
        .where(sa.or_(Meeting.investor_id == person_id, Meeting.startup_id.in_(mine)))
        .options(joinedload(Meeting.event).joinedload(Event.venue))
    )


def numbers(event_id: int) -> dict[MeetingState, int]:
    """How many meetings of a pitch day are in each state."""
    rows = db.session.execute(
        sa.select(Meeting.state, sa.func.count()).where(Meeting.event_id == event_id).group_by(Meeting.state)
    )
    return dict.fromkeys(MeetingState, 0) | dict(rows.all())


def booked_at(event_ids: Collection[int]) -> dict[int, int]:
    """How many meetings are booked at each of these pitch days; those without any are not in it."""
    rows = db.session.execute(
        sa.select(Meeting.event_id, sa.func.count())
        .where(Meeting.event_id.in_(event_ids), Meeting.state == MeetingState.SCHEDULED)
        .group_by(Meeting.event_id)
    )
    return dict(rows.all())


def calendar_entry(meeting: Meeting, *, other: str) -> ical.Entry:
    """The meeting in the calendar of one side; `other` names the other."""
    event, table = meeting.event, meeting.table
    return ical.Entry(
        uid=calendar_uid("meeting", meeting.uid),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"Meeting with {other}",
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        status=ical.Status.CONFIRMED if meeting.state is MeetingState.SCHEDULED else ical.Status.CANCELLED,
        location=place(table.name, table.room.name, event.venue.name, event.venue.address),
        description=f"One-to-one meeting at {event.title}",
        url=absolute("meetings.show", meeting_uid=meeting.uid),
    )
