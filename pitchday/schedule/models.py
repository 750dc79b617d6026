"""The working draft of a programme, and the releases that froze it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.applications.models import Application
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.events.models import Event
from pitchday.history import Recorded
from pitchday.places.models import Room
from pitchday.schedule.enums import ItemKind, SessionKind


class Sitting(Versioned, Recorded, Base):
    """A session in the working draft.

    A pitch session's pitches follow each other from `starts_at`, each taking `pitch_minutes` + `qa_minutes` +
    `changeover_minutes`; its end follows from their number, and `ends_at` is the end of all other kinds. A block of
    meetings has rounds of `meeting_minutes` with `gap_minutes` between them, at `table_count` tables of its room.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.CheckConstraint("(kind = 'pitches') = (ends_at IS NULL)", name="end_follows_from_pitches"),
        sa.CheckConstraint(
            "pitch_minutes BETWEEN 1 AND 60 AND qa_minutes BETWEEN 0 AND 60 AND changeover_minutes BETWEEN 0 AND 30",
            name="pitch_minutes_in_range",
        ),
        sa.CheckConstraint(
            "meeting_minutes BETWEEN 5 AND 120 AND gap_minutes BETWEEN 0 AND 60 AND table_count BETWEEN 0 AND 200",
            name="meeting_minutes_in_range",
        ),
        sa.Index(None, "event_id", "starts_at"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    kind: Mapped[SessionKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    pitch_minutes: Mapped[int] = mapped_column(default=3)
    qa_minutes: Mapped[int] = mapped_column(default=5)
    changeover_minutes: Mapped[int] = mapped_column(default=2)
    meeting_minutes: Mapped[int] = mapped_column(default=20)
    gap_minutes: Mapped[int] = mapped_column(default=5)
    table_count: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship()
    room: Mapped[Room | None] = relationship()
    pitches: Mapped[list[PitchSlot]] = relationship(
        back_populates="sitting", order_by="PitchSlot.position", cascade="all, delete-orphan"
    )


class PitchSlot(Row, Recorded, Base):
    """One startup's place in a pitch session. Its `uid` stays the same over moves, sessions and releases."""

    __tablename__ = "pitch_slot"
    __table_args__ = (
        sa.UniqueConstraint("application_id"),
        sa.Index(None, "sitting_id", "position"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    sitting_id: Mapped[int] = mapped_column(sa.ForeignKey("sitting.id"))
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    position: Mapped[int]

    sitting: Mapped[Sitting] = relationship(back_populates="pitches")
    application: Mapped[Application] = relationship()

    def history_label(self) -> str:
        return f"Pitch of {self.application.startup.name}" if self.application else "Pitch"


class Release(Row, Base):
    """A frozen programme: never changed, never deleted; the database refuses both.

    `facts` are what its pages need of the event as it then stood; `changes` is the public list of what is new,
    moved or gone since the release before.
    """

    __tablename__ = "release"
    __table_args__ = (sa.UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    released_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    changes: Mapped[list[Any]]

    event: Mapped[Event] = relationship()
    items: Mapped[list[ReleaseItem]] = relationship(
        back_populates="release", order_by="(ReleaseItem.starts_at, ReleaseItem.id)"
    )


class ReleaseItem(Row, Base):
    """One item of a release, with public facts only.

    `uid` is the permanent identity of the sitting or pitch; `sequence` counts the releases that changed it, and
    `changed_at` is when the last of them came out. An item that was taken out stays as `cancelled`, so that its
    calendar entry can say so and its sequence goes on when it comes back.
    """

    __tablename__ = "release_item"
    __table_args__ = (sa.UniqueConstraint("release_id", "uid"), sa.Index(None, "uid"))

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id"))
    uid: Mapped[str] = mapped_column(sa.String(16))
    parent_uid: Mapped[str | None] = mapped_column(sa.String(16))
    kind: Mapped[ItemKind]
    title: Mapped[str] = mapped_column(sa.String(200))
    description: Mapped[str] = mapped_column(sa.Text)
    room: Mapped[str] = mapped_column(sa.String(100))
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"))
    startup_id: Mapped[int | None] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    startup_slug: Mapped[str] = mapped_column(sa.String(80), default="")
    city: Mapped[str] = mapped_column(sa.String(100), default="")
    sector: Mapped[str] = mapped_column(sa.String(100), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int]
    changed_at: Mapped[datetime]
    cancelled: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]]

    release: Mapped[Release] = relationship(back_populates="items")


explain("ck_sitting_ends_after_start", "The end must be after the start.", field="ends_at")
for _constraint in ("uq_pitch_slot_application_id", "uq_pitch_slot_uid"):
    explain(_constraint, "This startup has a place in the programme already.", field="application")
explain("ck_sitting_pitch_minutes_in_range", "A pitch takes 1 to 60 minutes.", field="pitch_minutes")
explain("ck_sitting_meeting_minutes_in_range", "A meeting takes 5 to 120 minutes.", field="meeting_minutes")
explain(
    "uq_release_event_id_number",
    "Somebody else released this programme at the same moment. Look at what they released first.",
)
