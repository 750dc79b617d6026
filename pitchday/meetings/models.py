"""One-to-one meetings between an investor and a startup."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Versioned, explain, new_uid
from pitchday.events.models import Event
from pitchday.history import Recorded
from pitchday.places.models import Table
from pitchday.startups.models import Startup


class MeetingState(enum.Enum):
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Meeting(Versioned, Recorded, Base):
    """A booked meeting. The time of investor, startup and table is taken in the diary under `meeting:<uid>`.

    `sequence` rises with every move and with cancellation: calendars and mails go by it.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        sa.CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        sa.Index(None, "event_id", "starts_at"),
        # One live meeting of a pair at a pitch day: two quick clicks on two times book one.
        sa.Index(
            "uq_meeting_live_pair",
            "event_id",
            "investor_id",
            "startup_id",
            unique=True,
            postgresql_where=sa.text("state = 'scheduled'"),
            sqlite_where=sa.text("state = 'scheduled'"),
        ),
    )

    history_skips: ClassVar[frozenset[str]] = frozenset({"changed_at"})

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    block_uid: Mapped[str] = mapped_column(sa.String(16), index=True)
    investor_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"), index=True)
    table_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting_table.id"))
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.SCHEDULED)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    booked_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancelled_reason: Mapped[str] = mapped_column(sa.String(300), default="")

    event: Mapped[Event] = relationship()
    investor: Mapped[Person] = relationship()
    startup: Mapped[Startup] = relationship()
    table: Mapped[Table] = relationship()

    @property
    def claim_key(self) -> str:
        return f"meeting:{self.uid}"

    def history_label(self) -> str:
        return f"Meeting with {self.startup.name}" if self.startup else "Meeting"


explain(
    "uq_meeting_live_pair",
    "You have a meeting with this startup at this pitch day already. Move that one instead.",
)
