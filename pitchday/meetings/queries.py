"""Reads that deserve a name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
from pitchday.places.models import Table
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.queries import meeting_blocks
from pitchday.schedule.rules import rounds
from pitchday.startups.models import Startup, StartupMember
from pitchday.web.urls import absolute, calendar_uid


def block_of(item: ReleaseItem) -> Block:
    """The rounds and tables of a released block."""
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
    return [block_of(item) for item in meeting_blocks(event_id)]


@dataclass(frozen=True)
class Standing:
    """What decides whether an investor may book at all, and the meeting they have with the startup already."""

    release_id: int | None
    has_profile: bool
    basis_today: bool
    basis_that_day: bool
    meeting_id: int | None


def _holds(day: Any) -> sa.Exists:
    return sa.exists().where(InvestorStatement.person_id == Person.id, valid(day))


# One statement, built once: a refusal should cost one look at the database or two.
_STANDING = (
    sa.select(
        sa.select(Release.id)
        .where(Release.event_id == sa.bindparam("event_id"))
        .order_by(Release.number.desc())
        .limit(1)
        .scalar_subquery(),
        sa.exists().where(InvestorProfile.person_id == Person.id),
        _holds(sa.bindparam("today", type_=sa.Date())),
        _holds(sa.bindparam("that_day", type_=sa.Date())),
        Meeting.id,
    )
    .select_from(Person)
    .outerjoin(
        Meeting,
        sa.and_(
            Meeting.event_id == sa.bindparam("event_id"),
            Meeting.investor_id == Person.id,
            Meeting.startup_id == sa.bindparam("startup_id"),
            Meeting.state == MeetingState.SCHEDULED,
        ),
    )
    .where(Person.id == sa.bindparam("investor_id"))
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
    return Standing(*db.session.execute(_STANDING, values).one())


@dataclass(frozen=True)
class Addressee:
    """Somebody a mail goes to."""

    person_id: int
    name: str
    email: str


def confirmed_members(event_id: int, startup_id: int) -> list[Addressee] | None:
    """Who speaks for a startup that has a place at a public pitch day; None when it has none.

    Event and application stay as they are until the transaction ends, so that neither a cancellation nor a withdrawal
    can slip past a booking.
    """
    rows = db.session.execute(
        sa.select(Person.id, Person.name, Person.email)
        .select_from(Application)
        .join(Event, Event.id == Application.event_id)
        .outerjoin(StartupMember, StartupMember.startup_id == Application.startup_id)
        .outerjoin(Person, Person.id == StartupMember.person_id)
        .where(
            Application.event_id == event_id,
            Application.startup_id == startup_id,
            Application.state == ApplicationState.CONFIRMED,
            Event.state == EventState.PUBLISHED,
        )
        .order_by(StartupMember.id)
        .with_for_update(read=True, of=[Application, Event])
    ).all()
    if not rows:
        return None
    return [Addressee(*row) for row in rows if row[0] is not None]


def commitments(
    diaries: Collection[int], starts_at: datetime, ends_at: datetime, *, but: str | None = None
) -> Sequence[Any]:
    """(diary_id, starts_at, ends_at, kind, label) of what these diaries hold in a span, less one claim."""
    statement = sa.select(
        DiaryEntry.diary_id, DiaryEntry.starts_at, DiaryEntry.ends_at, DiaryEntry.kind, DiaryEntry.label
    ).where(DiaryEntry.diary_id.in_(diaries), DiaryEntry.starts_at < ends_at, DiaryEntry.ends_at > starts_at)
    if but is not None:
        statement = statement.where(DiaryEntry.claim != but)
    return db.session.execute(statement).all()


def busy(diaries: Iterable[int], over: Sequence[Block], *, but: str | None = None) -> dict[int, list[Span]]:
    """What these diaries and the tables of the blocks hold between the first round and the last."""
    spans = [span for block in over for span in block.rounds]
    if not spans:
        return {}
    wanted = {*diaries, *(seat.diary_id for block in over for seat in block.seats)}
    found: dict[int, list[Span]] = {}
    rows = commitments(wanted, min(span[0] for span in spans), max(span[1] for span in spans), but=but)
    for diary_id, starts_at, ends_at, *_ in rows:
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
    return dict.fromkeys(MeetingState, 0) | {state: number for state, number in rows}


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
