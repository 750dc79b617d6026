"""How the numbers of a pitch day grew, as plots; days are those of the pitch day's own zone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.models import Application, Submission
from pitchday.db import db
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.events.queries import open_to
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.queries import blocks
from pitchday.web.filters import short_day
from pitchday.web.plots import Course, Plot, over_days

LONGEST = 90
"""Days that a plot shows at most; what came before counts for the first."""
SHORTEST = 7


def applications(event: Event, reader: Person) -> Plot | None:
    """Applications sent, beside the last comparable pitch day as many days before its deadline; None while none is."""
    before = comparable(event, reader)
    sent = _sent([event.id, *([before.id] if before else [])])
    if not sent[event.id]:
        return None
    deadline = _day(event.applications_close_at, event)
    until = max(-LONGEST, min(0, (_today(event) - deadline).days))
    courses = [Course("This pitch day", _per_day(sent[event.id], event), until)]
    if before and sent[before.id]:
        label = f"{before.title}, as many days before its deadline"
        courses.append(Course(label, _per_day(sent[before.id], before), 0))
    first = min(*(day for course in courses for day in course.per_day), 1 - SHORTEST)
    names = {day: _short(deadline + timedelta(days=day)) for day in range(first, 1)}
    return over_days(f"Applications sent, up to the deadline on {short_day(deadline)}", courses, names)


def comparable(event: Event, reader: Person) -> Event | None:
    """The last pitch day of this kind before, of the same programme or in the same city, which `reader` may see."""
    alike = Event.city_id == event.city_id
    if event.programme_id:
        alike = sa.or_(alike, Event.programme_id == event.programme_id)
    return db.session.scalars(
        open_to(reader)
        .where(
            alike,
            Event.kind == event.kind,
            Event.state == EventState.PUBLISHED,
            Event.starts_at < event.starts_at,
            Event.id != event.id,
        )
        .order_by(None)
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(1)
    ).first()


def meetings(event: Event) -> Plot | None:
    """Meetings by the day they were booked, under what the released tables hold; None while none is booked."""
    booked = db.session.scalars(
        sa.select(Meeting.booked_at).where(Meeting.event_id == event.id, Meeting.state == MeetingState.SCHEDULED)
    ).all()
    if not booked:
        return None
    slots = sum(len(block.rounds) * len(block.seats) for block in blocks(event.id))
    last = max(_today(event), *(_day(at, event) for at in booked))
    last = min(last, max(_day(event.ends_at, event), *(_day(at, event) for at in booked)))
    per_day = Counter(max((_day(at, event) - last).days, -LONGEST) for at in booked)
    names = {day: _short(last + timedelta(days=day)) for day in range(min(*per_day, 1 - SHORTEST), 1)}
    return over_days("Meetings booked", [Course("Booked", per_day, 0)], names, most=slots or None)


def _sent(ids: Iterable[int]) -> Mapping[int, list[datetime]]:
    """When each application was first sent, by pitch day."""
    first = sa.func.coalesce(Submission.submitted_at, Application.submitted_at)
    rows = db.session.execute(
        sa.select(Application.event_id, first)
        .outerjoin(Submission, sa.and_(Submission.application_id == Application.id, Submission.number == 1))
        .where(Application.event_id.in_(list(ids)), Application.submitted_at.is_not(None))
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for event_id, at in rows:
        found[event_id].append(at)
    return found


def _per_day(instants: Iterable[datetime], event: Event) -> Counter[int]:
    """By days before the deadline; whoever was let in later counts for the last day."""
    deadline = _day(event.applications_close_at, event)
    return Counter(min(0, max(-LONGEST, (_day(at, event) - deadline).days)) for at in instants)


def _day(at: datetime, event: Event) -> date:
    return at.astimezone(event.zone).date()


def _today(event: Event) -> date:
    return clock.today(event.zone)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
