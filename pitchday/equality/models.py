"""Numbers, and nothing that leads from them to anybody.

No table here points at a person, a startup or an application, and none of these points here. `tests/equality` reads the
metadata for that.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row, explain, new_uid
from pitchday.events.models import Event, Programme
from pitchday.history import Recorded


class EqualitySurvey(Row, Base):
    """What is counted together and told of once: the founders of one pitch day, or of several in a programme.

    It takes answers until it is closed. Then `taken_part` and its counts become what may be told of them, in ranges of
    `smallest`, and what they were is gone. Not in the history, which would say who answered when.
    """

    __tablename__ = "equality_survey"
    __table_args__ = (
        sa.CheckConstraint("(event_id IS NULL) <> (programme_id IS NULL)", name="of_one"),
        sa.CheckConstraint("(closed_at IS NULL) = (smallest IS NULL)", name="closed_in_ranges"),
        sa.CheckConstraint("taken_part >= 0", name="taken_part_counted"),
    )

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    event_id: Mapped[int | None] = mapped_column(sa.ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    programme_id: Mapped[int | None] = mapped_column(sa.ForeignKey("programme.id", ondelete="CASCADE"), unique=True)
    taken_part: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    smallest: Mapped[int | None]

    event: Mapped[Event | None] = relationship()
    programme: Mapped[Programme | None] = relationship()


class EqualityAsking(Row, Recorded, Base):
    """That a pitch day asks its founders, and for which survey."""

    __tablename__ = "equality_asking"

    event_id: Mapped[int] = mapped_column(sa.ForeignKey("event.id", ondelete="CASCADE"), unique=True)
    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("equality_survey.id", ondelete="CASCADE"), index=True)

    event: Mapped[Event] = relationship()
    survey: Mapped[EqualitySurvey] = relationship()

    def history_label(self) -> str:
        return "Equality questions"


class EqualityCount(Base):
    """How many people of a survey gave one answer; None once it is closed and that is not told.

    There is a row for each answer from the start, and whoever answers has all of them written anew: neither the order
    of the rows nor what the database keeps about them says which were meant.
    """

    __tablename__ = "equality_count"
    __table_args__ = (
        sa.CheckConstraint("number >= 0", name="counted"),
        {"sqlite_with_rowid": False},
    )

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("equality_survey.id", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    number: Mapped[int | None] = mapped_column(default=0)


class EqualityMark(Base):
    """That somebody has answered, so that nobody counts twice; all of them go when the survey is closed.

    `mark` is a digest of survey and person under the installation's secret: the database alone does not say whose it
    is. With another secret people could answer once more.
    """

    __tablename__ = "equality_mark"
    __table_args__ = ({"sqlite_with_rowid": False},)

    survey_id: Mapped[int] = mapped_column(sa.ForeignKey("equality_survey.id", ondelete="CASCADE"), primary_key=True)
    mark: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


_AT_ONCE = "Somebody else has set this up at the same moment. Open the page again."
for _what in ("survey_event_id", "survey_programme_id", "asking_event_id"):
    explain(f"uq_equality_{_what}", _AT_ONCE)
