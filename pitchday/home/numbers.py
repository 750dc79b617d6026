"""Where pitch days stand, in numbers; for one or for many in the same number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import calls
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.equality.models import EqualityAsking, EqualitySurvey
from pitchday.events.enums import ORGANISING, Role
from pitchday.events.models import Event, EventRole, ProgrammeRole
from pitchday.investors.models import InvestorProfile, InvestorStatement
from pitchday.investors.queries import valid
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Release, Sitting
from pitchday.schedule.services import preview

COUNTED = (*ORGANISING, Role.JUDGE, Role.INVESTOR)


@dataclass(frozen=True)
class Newest:
    """The newest release of a schedule."""

    number: int
    released_at: datetime


@dataclass(frozen=True)
class Numbers:
    """One pitch day in numbers. Drafts of founders count nowhere; `told` have been told a decision.

    `decisions_by` is the day by which founders are told that they hear, `untold_dates` counts dates of the call that
    make no sense beside those of the pitch day, `has_words` says that the call has its words. `reported` says whether
    the report on equality questions is made, or is None where none of its own is asked for. `changed` says that the
    draft of the schedule differs from its newest release; it is known for one pitch day alone.
    """

    sent: int = 0
    undecided: int = 0
    unreleased: int = 0
    told: int = 0
    invited: int = 0
    confirmed: int = 0
    unplaced: int = 0
    meetings: int = 0
    drafted: bool = False
    has_blocks: bool = False
    changed: bool = False
    release: Newest | None = None
    organisers: int = 0
    judges: int = 0
    investors: int = 0
    registered: int = 0
    signed: int = 0
    decisions_by: date | None = None
    untold_dates: int = 0
    has_words: bool = False
    reported: bool | None = None


def numbers_of(event: Event) -> Numbers:
    found = preview(event)
    return replace(numbers([event])[event.id], changed=found.newest is not None and not found.identical)


def numbers(events: Sequence[Event]) -> dict[int, Numbers]:
    """By event; counted anew each time, in a number of queries that depends on nothing."""
    ids = [event.id for event in events]
    applications, sessions, roles = _applications(ids), _sessions(ids), _roles(events)
    unplaced, meetings, investors = _unplaced(ids), _meetings(ids), _investors(ids)
    releases, said, reported = _releases(ids), _calls(events), _reported(ids)
    return {
        event.id: Numbers(
            **applications[event.id],
            **roles[event.id],
            unplaced=unplaced.get(event.id, 0),
            meetings=meetings.get(event.id, 0),
            **investors[event.id],
            drafted=bool(sessions[event.id]),
            has_blocks=SessionKind.MEETINGS in sessions[event.id],
            release=releases.get(event.id),
            **said[event.id],
            reported=reported.get(event.id),
        )
        for event in events
    }


def _applications(ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
    rows = db.session.execute(
        sa.select(Application.event_id, Application.state, Application.decision.is_(None), sa.func.count())
        .where(
            Application.event_id.in_(ids),
            Application.state != ApplicationState.DRAFT,
            Application.submitted_at.is_not(None),
        )
        .group_by(Application.event_id, Application.state, Application.decision.is_(None))
    )
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for event_id, state, is_open, number in rows:
        found[event_id]["sent"] += number
        if state is ApplicationState.SUBMITTED:
            found[event_id]["undecided" if is_open else "unreleased"] += number
        elif state not in (ApplicationState.RETURNED, ApplicationState.WITHDRAWN):
            found[event_id]["told"] += number
        if state in (ApplicationState.INVITED, ApplicationState.CONFIRMED):
            found[event_id][state.value] += number
    return found


def _calls(events: Sequence[Event]) -> dict[int, dict[str, Any]]:
    known = calls.calls_of([event.id for event in events])
    return {
        event.id: {
            "decisions_by": calls.told_dates(event, known.get(event.id)).decisions_by,
            "untold_dates": len(calls.untold_dates(event, known.get(event.id))),
            "has_words": calls.says_who_and_what(known.get(event.id)),
        }
        for event in events
    }


def _unplaced(ids: Sequence[int]) -> dict[int, int]:
    return _counted(
        Application.event_id,
        Application.event_id.in_(ids),
        Application.state == ApplicationState.CONFIRMED,
        ~sa.exists().where(PitchSlot.application_id == Application.id),
    )


def _meetings(ids: Sequence[int]) -> dict[int, int]:
    return _counted(Meeting.event_id, Meeting.event_id.in_(ids), Meeting.state == MeetingState.SCHEDULED)


def _counted(event_id: Any, *where: sa.ColumnElement[bool]) -> dict[int, int]:
    rows = db.session.execute(sa.select(event_id, sa.func.count()).where(*where).group_by(event_id))
    return dict(rows.all())


def _sessions(ids: Sequence[int]) -> Mapping[int, set[SessionKind]]:
    """The kinds of sessions of each draft; one for pitches counts when somebody pitches in it."""
    pitched = sa.exists().where(PitchSlot.sitting_id == Sitting.id)
    rows = db.session.execute(
        sa.select(Sitting.event_id, Sitting.kind)
        .where(Sitting.event_id.in_(ids), sa.or_(Sitting.kind != SessionKind.PITCHES, pitched))
        .distinct()
    )
    found: dict[int, set[SessionKind]] = defaultdict(set)
    for event_id, kind in rows:
        found[event_id].add(kind)
    return found


def _releases(ids: Sequence[int]) -> dict[int, Newest]:
    rows = db.session.execute(
        sa.select(Release.event_id, sa.func.max(Release.number), sa.func.max(Release.released_at))
        .where(Release.event_id.in_(ids))
        .group_by(Release.event_id)
    )
    return {event_id: Newest(number, released_at) for event_id, number, released_at in rows}


def _reported(ids: Sequence[int]) -> dict[int, bool]:
    asked = sa.select(EqualitySurvey.event_id, EqualitySurvey.closed_at.is_not(None)).join(EqualityAsking)
    return dict(db.session.execute(asked.where(EqualitySurvey.event_id.in_(ids))).all())  # type: ignore[arg-type]


def _roles(events: Sequence[Event]) -> Mapping[int, dict[str, Any]]:
    """People by what they do, at the pitch day or throughout its programme."""
    ids = [event.id for event in events]
    programmes = {event.programme_id for event in events} - {None}
    here = sa.select(EventRole.event_id, EventRole.role, EventRole.person_id).where(
        EventRole.event_id.in_(ids), EventRole.role.in_(COUNTED)
    )
    throughout = (
        sa.select(Event.id, ProgrammeRole.role, ProgrammeRole.person_id)
        .join(Event, Event.programme_id == ProgrammeRole.programme_id)
        .where(Event.id.in_(ids), Event.programme_id.in_(programmes), ProgrammeRole.role.in_(COUNTED))
    )
    people: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for event_id, role, person_id in db.session.execute(here.union(throughout)):
        kind = "organisers" if role in ORGANISING else f"{role.value}s"
        people[event_id][kind].add(person_id)
    return defaultdict(dict, {key: {kind: len(who) for kind, who in found.items()} for key, found in people.items()})


def _investors(ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
    """How many of the invited investors have a profile, and a statement that holds today."""
    invited = EventRole.person_id
    signed = sa.exists().where(InvestorStatement.person_id == invited, valid(clock.today()))
    registered = sa.exists().where(InvestorProfile.person_id == invited)
    rows = db.session.execute(
        sa.select(EventRole.event_id, *(sa.func.sum(sa.case((known, 1), else_=0)) for known in (registered, signed)))
        .where(EventRole.event_id.in_(ids), EventRole.role == Role.INVESTOR)
        .group_by(EventRole.event_id)
    )
    found = {event_id: {"registered": int(profiles), "signed": int(basis)} for event_id, profiles, basis in rows}
    return defaultdict(dict, found)
