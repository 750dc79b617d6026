"""What rooms offer, in the few kinds that matter for a pitch day."""

from __future__ import annotations

import enum


class ScreenRatio(enum.Enum):
    """The shape of a room's screen: slides of another shape are cut or get bars."""

    WIDE = "16:9"
    LAPTOP = "16:10"
    OLD = "4:3"
    NONE = "none"

    @property
    def label(self) -> str:
        return "No screen" if self is ScreenRatio.NONE else self.value


class Layout(enum.Enum):
    """How the chairs stand; the value is the end of the column of `Room` that says how many people it seats."""

    THEATRE = "theatre"
    CABARET = "cabaret"
    BOARDROOM = "boardroom"
    CLASSROOM = "classroom"
    STANDING = "standing"

    @property
    def label(self) -> str:
        return self.value.capitalize()

    @property
    def column(self) -> str:
        return f"seats_{self.value}"
