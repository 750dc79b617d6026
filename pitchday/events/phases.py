"""Where a pitch day stands, what it may become, and what may be done meanwhile: decided from values and the time.

Organisers publish, postpone and cancel; everything else follows from the clock and from the first release of the
schedule, so that no phase is ever late.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from pitchday.errors import DomainError
from pitchday.events.enums import Act, EventState, Phase


class Course(Protocol):
    """What a phase follows from; a pitch day has all of it."""

    @property
    def state(self) -> EventState: ...
    @property
    def applications_open_at(self) -> datetime | None: ...
    @property
    def applications_close_at(self) -> datetime: ...
    @property
    def schedule_released_at(self) -> datetime | None: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


class Mover(enum.Enum):
    """Who or what brings a pitch day into its next phase."""

    ORGANISER = "an organiser"
    CLOCK = "the clock"
    RELEASE = "the first release of the schedule"


_OFF = {Phase.POSTPONED: Mover.ORGANISER, Phase.CANCELLED: Mover.ORGANISER}

# Every move there is. What an organiser does by changing a date is a move of the clock: it leads nowhere else.
MOVES: Mapping[Phase, Mapping[Phase, Mover]] = {
    Phase.DRAFT: {Phase.ANNOUNCED: Mover.ORGANISER, Phase.APPLICATIONS_OPEN: Mover.ORGANISER},
    Phase.ANNOUNCED: {Phase.APPLICATIONS_OPEN: Mover.CLOCK, **_OFF},
    Phase.APPLICATIONS_OPEN: {
        Phase.SELECTING: Mover.CLOCK,
        Phase.PROGRAMME_PUBLISHED: Mover.CLOCK,  # where the schedule came out before applications closed
        Phase.LIVE: Mover.CLOCK,  # where they close as it starts
        **_OFF,
    },
    Phase.SELECTING: {Phase.PROGRAMME_PUBLISHED: Mover.RELEASE, Phase.LIVE: Mover.CLOCK, **_OFF},
    Phase.PROGRAMME_PUBLISHED: {Phase.LIVE: Mover.CLOCK, **_OFF},
    Phase.LIVE: {Phase.DONE: Mover.CLOCK, Phase.CANCELLED: Mover.ORGANISER},
    Phase.DONE: {},
    Phase.POSTPONED: {
        Phase.ANNOUNCED: Mover.ORGANISER,
        Phase.APPLICATIONS_OPEN: Mover.ORGANISER,
        Phase.SELECTING: Mover.ORGANISER,
        Phase.CANCELLED: Mover.ORGANISER,
    },
    Phase.CANCELLED: {},
}

_STATES = {
    EventState.DRAFT: Phase.DRAFT,
    EventState.POSTPONED: Phase.POSTPONED,
    EventState.CANCELLED: Phase.CANCELLED,
}


def phase_of(course: Course, now: datetime) -> Phase:
    """The one phase at this instant.

    Applications are open up to and including their last minute's instant; the day is live from its start on and
    done from its end on.
    """
    if course.state in _STATES:
        return _STATES[course.state]
    if now >= course.ends_at:
        return Phase.DONE
    if now >= course.starts_at:
        return Phase.LIVE
    if course.applications_open_at is not None and now < course.applications_open_at:
        return Phase.ANNOUNCED
    if now <= course.applications_close_at:
        return Phase.APPLICATIONS_OPEN
    return Phase.PROGRAMME_PUBLISHED if course.schedule_released_at else Phase.SELECTING


@dataclass(frozen=True)
class Change:
    """A change that comes by itself."""

    at: datetime
    to: Phase


def next_change(course: Course, now: datetime) -> Change | None:
    """When the clock alone brings the next phase, and which; None when only people can."""
    present = phase_of(course, now)
    instants = (
        course.applications_open_at,
        course.applications_close_at,
        course.starts_at,
        course.ends_at,
    )
    for at in sorted(instant for instant in instants if instant is not None and instant >= now):
        # The last instant of applications still belongs to them.
        after = phase_of(course, at + timedelta.resolution)
        if after is not present:
            return Change(at, after)
    return None


_NOT_PUBLIC = "This pitch day is a draft. Publish it first."
_OVER = "This pitch day is over."

# What is refused in which phase, and why, in words. Whatever is not here may be done.
REFUSALS: Mapping[Act, Mapping[Phase, str]] = {
    Act.APPLY: {
        Phase.DRAFT: "This pitch day is not open for applications yet.",
        Phase.POSTPONED: "This pitch day is postponed. It takes applications again once it has a new date.",
        Phase.CANCELLED: "This pitch day is cancelled, so it takes no applications.",
        **dict.fromkeys(
            (Phase.SELECTING, Phase.PROGRAMME_PUBLISHED, Phase.LIVE, Phase.DONE), "Applications are closed."
        ),
        Phase.ANNOUNCED: "Applications are not open yet.",
    },
    Act.DECIDE: {Phase.CANCELLED: "This pitch day is cancelled. There is nothing left to decide."},
    Act.TELL_DECISIONS: {
        Phase.POSTPONED: "This pitch day is postponed. Set its new date, then release the decisions.",
        Phase.CANCELLED: "This pitch day is cancelled. Its startups have been told so.",
    },
    Act.CONFIRM: {
        Phase.POSTPONED: "This pitch day is postponed. You can confirm your place once it has a new date.",
        Phase.CANCELLED: "This pitch day is cancelled, so there is no place to confirm.",
    },
    Act.PLAN: {Phase.CANCELLED: "This pitch day is cancelled. Its schedule stays as it is."},
    Act.RELEASE: {
        Phase.DRAFT: "Publish the pitch day before you release its schedule: nobody could see it yet.",
        Phase.POSTPONED: "This pitch day is postponed. Set its new date, then release the schedule.",
        Phase.CANCELLED: "This pitch day is cancelled. Its schedule stays as it is.",
    },
    Act.BOOK: {
        Phase.DRAFT: "Meetings can be booked once the pitch day is public.",
        Phase.POSTPONED: "This pitch day is postponed, so there are no meetings until it has a new date.",
        Phase.CANCELLED: "This pitch day was cancelled, so there are no meetings.",
    },
    Act.CHANGE: {Phase.CANCELLED: "This pitch day is cancelled. Nothing about it can be changed."},
    Act.PUBLISH: {
        Phase.POSTPONED: "This pitch day is postponed. Set its new date instead.",
        Phase.CANCELLED: "This pitch day is cancelled, and stays so.",
        Phase.DONE: _OVER,
        **dict.fromkeys(
            (Phase.ANNOUNCED, Phase.APPLICATIONS_OPEN, Phase.SELECTING, Phase.PROGRAMME_PUBLISHED, Phase.LIVE),
            "This pitch day is published already.",
        ),
    },
    Act.POSTPONE: {
        Phase.DRAFT: "This pitch day is a draft. Change its date instead.",
        Phase.LIVE: "This pitch day has begun. It can only be cancelled.",
        Phase.DONE: _OVER,
        Phase.POSTPONED: "This pitch day is postponed already.",
        Phase.CANCELLED: "This pitch day is cancelled, and stays so.",
    },
    Act.SET_NEW_DATE: {
        phase: "Only a pitch day that is postponed gets a new date here."
        for phase in Phase
        if phase is not Phase.POSTPONED
    },
    Act.CANCEL: {
        Phase.DRAFT: "This pitch day is a draft that only its organisers see.",
        Phase.DONE: _OVER,
        Phase.CANCELLED: "This pitch day is cancelled, and stays so.",
    },
}


def refusal(act: Act, phase: Phase) -> str | None:
    """Why this cannot be done in this phase, or None."""
    return REFUSALS[act].get(phase)


def require(act: Act, course: Course, now: datetime) -> None:
    """Raise DomainError, saying why, unless this may be done now."""
    reason = refusal(act, phase_of(course, now))
    if reason is not None:
        raise DomainError(reason)
