"""What a pitch day's organisers say about its call beyond the questions and the deadline."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from pitchday.db import Base, Versioned, explain
from pitchday.events.models import Event
from pitchday.history import Recorded

# Hours before the start from which a deck is fixed, unless organisers say otherwise: time to try it out on the stage.
FREEZE_HOURS = 24


class Call(Versioned, Recorded, Base):
    """A row as soon as anything is said.

    `eligibility`, `prizes` and `rules` are Markdown; `criteria` is what the quiz asks, see `criteria.Criterion`.
    Applications sent by `early_deadline_at` are read first. `decisions_by`, `confirm_by` and `rehearsal_on` are days
    where the pitch day is. Of these dates founders are told only those that make sense beside its own; see `stages`.
    `delayed_from` is the day of the decisions that was promised before the last delay, `delay_note` what was said of
    it. `deck_freeze_hours` before the start founders can change their decks no more, without them from the start on.
    `earlier_event_id` is the pitch day that this one was cloned from: the round whose odds may be shown.
    """

    __tablename__ = "call"
    __table_args__ = (
        sa.CheckConstraint("decisions_by <= confirm_by", name="decisions_before_confirmation"),
        sa.CheckConstraint("decisions_by <= rehearsal_on", name="decisions_before_rehearsal"),
        sa.CheckConstraint("delayed_from < decisions_by", name="delayed_to_later"),
        sa.CheckConstraint("deck_freeze_hours BETWEEN 0 AND 720", name="deck_freeze_hours_in_range"),
    )

    event_id: Mapped[int] = mapped_column(sa.ForeignKey(Event.id), unique=True)
    eligibility: Mapped[str] = mapped_column(sa.Text, default="")
    prizes: Mapped[str] = mapped_column(sa.Text, default="")
    rules: Mapped[str] = mapped_column(sa.Text, default="")
    contact: Mapped[str] = mapped_column(sa.String(254), default="")
    criteria: Mapped[list[Any]] = mapped_column(default=list)
    shows_odds: Mapped[bool] = mapped_column(default=False)
    early_deadline_at: Mapped[datetime | None]
    decisions_by: Mapped[date | None]
    confirm_by: Mapped[date | None]
    rehearsal_on: Mapped[date | None]
    deck_freeze_hours: Mapped[int | None] = mapped_column(default=FREEZE_HOURS)
    delayed_from: Mapped[date | None]
    delay_note: Mapped[str] = mapped_column(sa.String(500), default="")
    earlier_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey(Event.id), index=True)

    history_skips: ClassVar[frozenset[str]] = frozenset({"earlier_event_id", "criteria"})

    def history_label(self) -> str:
        return "The call"


explain("uq_call_event_id", "Somebody else saved this at the same moment. Look at what changed, then save again.")
explain(
    "ck_call_decisions_before_confirmation",
    "Founders confirm after they have heard: choose the day of the decisions or a later one.",
    field="confirm_by",
)
explain(
    "ck_call_decisions_before_rehearsal",
    "The rehearsal is for those who were chosen: choose the day of the decisions or a later one.",
    field="rehearsal_on",
)
