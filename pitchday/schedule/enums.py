"""Kinds of things in a programme."""

from __future__ import annotations

import enum


class SessionKind(enum.Enum):
    """Sittings of a pitch day. `MEETINGS` is a block of one-to-one meetings at tables."""

    PITCHES = "pitches"
    BREAK = "break"
    MEETINGS = "meetings"
    TALK = "talk"

    @property
    def label(self) -> str:
        return {"pitches": "Pitch session", "meetings": "One-to-one meetings"}.get(self.value, self.value.capitalize())


class ItemKind(enum.Enum):
    """What stands in a release: every sitting, and every pitch inside one."""

    PITCHES = "pitches"
    BREAK = "break"
    MEETINGS = "meetings"
    TALK = "talk"
    PITCH = "pitch"
