"""Decks with which startups go on stage."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.db import Base, Row
from pitchday.history import Recorded
from pitchday.startups.models import Deck


class StageDeck(Row, Recorded, Base):
    """Which deck a startup shows at a pitch day, and who of its members said that it is the one.

    Organisers have opened it again for this startup alone since `opened_at`, and said why. `reminded_at` is when the
    founders were last reminded.
    """

    __tablename__ = "stage_deck"
    __table_args__ = (
        sa.CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"),
        sa.CheckConstraint("confirmed_at IS NULL OR deck_id IS NOT NULL", name="confirmed_is_a_deck"),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by_id IS NULL) AND (opened_at IS NULL) = (opened_reason IS NULL)",
            name="opened_with_a_reason",
        ),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), unique=True)
    deck_id: Mapped[int | None] = mapped_column(sa.ForeignKey("deck.id"), index=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    opened_reason: Mapped[str | None] = mapped_column(sa.String(500))
    reminded_at: Mapped[datetime | None]

    history_skips: ClassVar[frozenset[str]] = frozenset({"reminded_at"})

    application: Mapped[Application] = relationship()
    deck: Mapped[Deck | None] = relationship()
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=confirmed_by_id)
    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)

    def history_label(self) -> str:
        return f"Deck for the stage of {self.application.startup.name}"

    def history_scope(self) -> str | None:
        return self.application.history_scope()
