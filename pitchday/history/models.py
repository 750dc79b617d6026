"""The table of what happened, and the mark of rows whose every change goes into it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pitchday.db import Base, Row


class HistoryEntry(Row, Base):
    """One change of one row. The database refuses to update or delete it.

    `subject` and `scope` are keys such as `event:5`: history lies below every feature and points at none.
    `changes` maps a field to its value before and after.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        sa.Index(None, "scope", "id"),
        sa.Index(None, "subject", "id"),
    )

    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(sa.String(40))
    actor_name: Mapped[str] = mapped_column(sa.String(200))
    action: Mapped[str] = mapped_column(sa.String(80))
    subject: Mapped[str] = mapped_column(sa.String(60))
    subject_label: Mapped[str] = mapped_column(sa.String(300))
    scope: Mapped[str | None] = mapped_column(sa.String(60))
    subject_version: Mapped[int | None]
    changes: Mapped[dict[str, Any]]


class Recorded:
    """A model whose changes are written to the history by the session itself, so that none is forgotten."""

    # Fields that would tell a secret, or nothing: the entry says that they changed, not to what.
    history_hides: ClassVar[frozenset[str]] = frozenset()
    history_skips: ClassVar[frozenset[str]] = frozenset()

    def history_label(self) -> str:
        """What people call this row."""
        return str(getattr(self, "title", None) or getattr(self, "name", None) or self.__class__.__name__)

    def history_scope(self) -> str | None:
        """The key of the event on whose pages this change is shown."""
        event_id = getattr(self, "event_id", None)
        return f"event:{event_id}" if event_id else None
