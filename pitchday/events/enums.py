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
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


PUBLIC_STATES = frozenset({EventState.PUBLISHED, EventState.CANCELLED})

# A cancelled pitch day stays cancelled: calendars and mails have said so.
MOVES = {
    EventState.DRAFT: frozenset({EventState.PUBLISHED}),
    EventState.PUBLISHED: frozenset({EventState.CANCELLED}),
    EventState.CANCELLED: frozenset[EventState](),
}


class Role(enum.Enum):
    ORGANISER = "organiser"
    JUDGE = "judge"
    INVESTOR = "investor"

    @property
    def label(self) -> str:
        return self.value.capitalize()


# Those who run a pitch day together; investors are invited to it.
TEAM = (Role.ORGANISER, Role.JUDGE)
