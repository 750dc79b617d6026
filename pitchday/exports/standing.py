"""Whether a pitch day takes place as its schedule says, and the words for it: the same in every file and page."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from pitchday.events.enums import CALLED_OFF, EventState
from pitchday.events.models import Event

_MEANING = {
    EventState.POSTPONED: "Nothing in this schedule takes place at the times given here.",
    EventState.CANCELLED: "Nothing in this schedule takes place.",
}


class Standing(NamedTuple):
    """What has become of a pitch day since its schedule came out."""

    state: EventState
    calendar_sequence: int

    @property
    def is_off(self) -> bool:
        return self.state in CALLED_OFF

    @property
    def word(self) -> str:
        """`cancelled`, for sentences; meant for a pitch day that is off."""
        return self.state.value

    @property
    def title(self) -> str:
        return f"This pitch day is {self.word}"

    @property
    def meaning(self) -> str:
        return _MEANING[self.state]

    @property
    def key(self) -> str:
        """What files are kept under. A pitch day that is on may change in ways that no file of its schedule repeats."""
        return f"{self.word} {self.calendar_sequence}" if self.is_off else ""


def standing_of(event: Event) -> Standing:
    return Standing(event.state, event.calendar_sequence)


# `Standing.key` in the words of the database.
KEY_SQL = """CASE WHEN event.state IN ('postponed', 'cancelled')
    THEN event.state || ' ' || CAST(event.calendar_sequence AS VARCHAR(12)) ELSE '' END"""
key_in_sql: sa.ColumnElement[str] = sa.literal_column(KEY_SQL, sa.String)
