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


class Phase(enum.Enum):
    """Where a pitch day stands at an instant; `events.phases` tells it."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    APPLICATIONS_OPEN = "applications_open"
    SELECTING = "selecting"
    PROGRAMME_PUBLISHED = "programme_published"
    LIVE = "live"
    DONE = "done"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Act(enum.Enum):
    """What people do with a pitch day that not every phase allows."""

    APPLY = "apply"
    DECIDE = "decide"
    TELL_DECISIONS = "tell_decisions"
    CONFIRM = "confirm"
    PLAN = "plan"
    RELEASE = "release"
    BOOK = "book"
    CHANGE = "change"
    PUBLISH = "publish"
    POSTPONE = "postpone"
    SET_NEW_DATE = "set_new_date"
    CANCEL = "cancel"


PUBLIC_STATES = frozenset({EventState.PUBLISHED, EventState.POSTPONED, EventState.CANCELLED})

# Those in which nothing takes place on the day that calendars have.
CALLED_OFF = frozenset({EventState.POSTPONED, EventState.CANCELLED})


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


# Those who run a pitch day: whoever writes to "the organisers" writes to them. What they may do: `events.rights`.
ORGANISING = (Role.LEAD, Role.ORGANISER)

# Those who run a pitch day together; investors are invited to it.
TEAM = tuple(role for role in Role if role is not Role.INVESTOR)

# What people are invited to do. There is one lead, who hands it over.
OFFERED = tuple(role for role in TEAM if role is not Role.LEAD)
