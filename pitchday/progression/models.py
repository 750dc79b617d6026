"""The results of a pitch day, routes between pitch days, and who goes through by which."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.applications.models import Application
from pitchday.db import Base, Row, Versioned, explain, new_uid
from pitchday.events.models import Event
from pitchday.history import Recorded
from pitchday.progression.enums import RouteRule
from pitchday.progression.rules import MOST_PLACES, MOST_RANK, in_words
from pitchday.startups.models import Startup


class EventResult(Versioned, Recorded, Base):
    """What came out of a pitch day: a draft until `public_from`, which is None while nobody has chosen a moment."""

    __tablename__ = "event_result"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), unique=True)
    public_from: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    history_skips: ClassVar[frozenset[str]] = frozenset({"changed_at"})

    event: Mapped[Event] = relationship()
    placings: Mapped[list[Placing]] = relationship(
        back_populates="result", order_by="(Placing.rank, Placing.tie_order, Placing.id)", cascade="all, delete-orphan"
    )

    def history_label(self) -> str:
        return "Results"


class Placing(Row, Recorded, Base):
    """A startup's place at a pitch day. Those of one rank tie; `tie_order` is the decision between them, with why."""

    __tablename__ = "placing"
    __table_args__ = (
        sa.CheckConstraint(f"rank BETWEEN 1 AND {MOST_RANK}", name="rank_in_range"),
        sa.CheckConstraint("tie_order IS NULL OR tie_reason <> ''", name="tie_is_settled_with_a_reason"),
    )

    result_id: Mapped[int] = mapped_column(sa.ForeignKey("event_result.id"), index=True)
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), unique=True)
    rank: Mapped[int]
    score: Mapped[float | None]
    tie_order: Mapped[int | None]
    tie_reason: Mapped[str] = mapped_column(sa.String(500), default="")

    result: Mapped[EventResult] = relationship(back_populates="placings")
    application: Mapped[Application] = relationship()

    def history_label(self) -> str:
        return f"Place of {self.application.startup.name}" if self.application else "Place"

    def history_scope(self) -> str | None:
        return f"event:{self.result.event_id or self.result.event.id}"


class Route(Versioned, Recorded, Base):
    """A way from one pitch day to a later one; a wild card (`from_event_id` None) may come from anywhere.

    `places` go through and `reserves` wait; `above` is the score that is needed, for the rule that asks for one.
    """

    __tablename__ = "progression_route"
    __table_args__ = (
        sa.UniqueConstraint("from_event_id", "event_id", "rule"),
        sa.CheckConstraint(f"places BETWEEN 1 AND {MOST_PLACES}", name="places_in_range"),
        sa.CheckConstraint(f"reserves BETWEEN 0 AND {MOST_PLACES}", name="reserves_in_range"),
        sa.CheckConstraint("(rule = 'above') = (above IS NOT NULL)", name="a_score_where_one_is_needed"),
        sa.CheckConstraint("(rule = 'wild_card') = (from_event_id IS NULL)", name="wild_cards_come_from_anywhere"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"), index=True)
    from_event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id"))
    rule: Mapped[RouteRule]
    places: Mapped[int]
    reserves: Mapped[int] = mapped_column(default=0)
    above: Mapped[float | None]

    event: Mapped[Event] = relationship(foreign_keys=event_id)
    from_event: Mapped[Event | None] = relationship(foreign_keys=from_event_id)

    @property
    def words(self) -> str:
        return in_words(self.rule, self.places, self.reserves, self.above)

    @property
    def origin(self) -> str:
        return self.from_event.title if self.from_event else "Wild cards"

    def history_label(self) -> str:
        return f"Route from {self.origin}" if self.from_event_id or self.from_event else "Route of wild cards"


class Place(Row, Recorded, Base):
    """A startup that goes through, or waits as a reserve; each counts once for a pitch day.

    A pick of the organisers is a row from the moment it is made, what the results decide from the moment the startup
    is told (`told_at`). `source` is the application that brought it here: to the heat, or for a wild card of the open
    call to this pitch day itself. `application` is the one here, once the startup is invited. `position` counts
    within the route, those who go through and the reserves each from 1.
    """

    __tablename__ = "progression_place"
    __table_args__ = (
        sa.UniqueConstraint("event_id", "startup_id"),
        sa.CheckConstraint("application_id IS NULL OR told_at IS NOT NULL", name="invited_when_told"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    route_id: Mapped[int] = mapped_column(sa.ForeignKey("progression_route.id"), index=True)
    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id"))
    startup_id: Mapped[int] = mapped_column(sa.ForeignKey("startup.id"))
    source_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"))
    is_reserve: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    told_at: Mapped[datetime | None]

    route: Mapped[Route] = relationship()
    startup: Mapped[Startup] = relationship()
    source: Mapped[Application] = relationship(foreign_keys=source_id)
    application: Mapped[Application | None] = relationship(foreign_keys=application_id)

    def history_label(self) -> str:
        return f"{self.startup.name} as reserve" if self.is_reserve else f"{self.startup.name} going through"


explain(
    "uq_progression_route_from_event_id_event_id_rule",
    "There is such a route already. Change that one.",
    field="rule",
)
explain("uq_progression_place_event_id_startup_id", "This startup is through already. It counts once.", field="startup")
