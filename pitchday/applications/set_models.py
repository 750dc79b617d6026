"""Sets of questions that organisers of all cities share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, explain, new_uid
from pitchday.history import Recorded


class QuestionSet(Row, Recorded, Base):
    """Questions under a name, as a pitch day asked them when they were saved; see `question_sets.to_keep`.

    Whoever may change a pitch day can ask them there, as rows of its own, so that no change of a set reaches a call.
    A retired one is no longer offered. `key` is the name without its case.
    """

    __tablename__ = "question_set"

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(sa.String(100))
    key: Mapped[str] = mapped_column(sa.String(300), unique=True)
    description: Mapped[str] = mapped_column(sa.String(500), default="")
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    questions: Mapped[list[Any]]
    saved_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    owner: Mapped[Person] = relationship()


explain("uq_question_set_key", "There is a set of this name already.", field="name")
