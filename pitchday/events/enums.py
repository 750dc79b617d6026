"""What kinds of pitch day there are, which states they pass through, and who does what at them."""

from __future__ import annotations

import enum


class EventKind(enum.Enum):
    HEAT = "heat"
    SEMI_FINAL = "semi_final"
    FINAL = "final"
    SHOWCASE = "showcase"
    INVESTOR_DAY = "investor_day"
    WORKSHOP = "workshop"
    MEET_UP = "meet_up"

    @property
    def label(self) -> str:
        return {"semi_final": "Semi-final", "meet_up": "Meet-up"}.get(
            self.value, self.value.replace("_", " ").capitalize()
        )


class EventState(enum.Enum):
    """What organisers have said of a pitch day; which phase it is in follows from that and from the clock."""

    DRAFT = "draft"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


PUBLIC_STATES = frozenset({EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED})

# A cancelled pitch day stays cancelled: calendars and mails have said so.
MOVES = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED}),
    EventState.PUBLISHED: frozenset({EventState.POSTPONED, EventState.CANCELLED}),
    EventState.POSTPONED: frozenset({EventState.PUBLISHED, EventState.CANCELLED}),
    EventState.CANCELLED: frozenset[EventState](),
}


class Role(enum.Enum):
    """What somebody does at one pitch day or throughout a programme. A lead is an organiser who owns it."""

    LEAD = "lead"
    ORGANISER = "organiser"
    REVIEWER_COORDINATOR = "reviewer_coordinator"
    JUDGE = "judge"
    COACH = "coach"
    STAGE_MANAGER = "stage_manager"
    FRONT_OF_HOUSE = "front_of_house"
    OFFICER = "officer"
    INVESTOR = "investor"

    @property
    def label(self) -> str:
        return "Funder’s officer" if self is Role.OFFICER else self.value.replace("_", " ").capitalize()


# Those who may change everything about a pitch day.
ORGANISING = (Role.LEAD, Role.ORGANISER)

# Those who run a pitch day together; investors are invited to it.
TEAM = tuple(role for role in Role if role is not Role.INVESTOR)
