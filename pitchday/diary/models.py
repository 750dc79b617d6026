"""Diaries and the commitments in them."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pitchday.db import Base, Row


class DiaryKind(enum.Enum):
    PERSON = "person"
    STARTUP = "startup"
    ROOM = "room"
    TABLE = "table"


class CommitmentKind(enum.Enum):
    PITCH = "pitch"
    MEETING = "meeting"
    SESSION = "session"


class Diary(Row, Base):
    """Belongs to one person, startup, room or table, which holds its id."""

    __tablename__ = "diary"

    kind: Mapped[DiaryKind]


class DiaryEntry(Row, Base):
    """A commitment from `starts_at` up to, not including, `ends_at`.

    No two of one diary overlap: PostgreSQL refuses by the exclusion constraint `ex_diary_entry_overlap`, SQLite by
    triggers that raise the same name; both are made in the migrations. `claim` is the key of what was promised
    (`slot:<uid>`, `meeting:<uid>`), shared by the entries of all who take part; `label` says it in words.
    """

    __tablename__ = "diary_entry"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index(None, "diary_id", "starts_at"),
        sa.Index(None, "claim"),
    )

    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"))
    kind: Mapped[CommitmentKind]
    claim: Mapped[str] = mapped_column(sa.String(60))
    label: Mapped[str] = mapped_column(sa.String(300))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
