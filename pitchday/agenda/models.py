"""The private address of a person's calendar."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, new_token


class FeedToken(Row, Base):
    """Whoever knows the token reads the calendar; a new token makes the old address a 404."""

    __tablename__ = "feed_token"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    token: Mapped[str] = mapped_column(sa.String(40), unique=True, default=new_token)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
