"""What organisers ask to be changed in an application that was sent, each time that they return it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.db import Base, Row

_OPEN = sa.text("ended_at IS NULL")


class ApplicationReturn(Row, Base):
    """That founders were asked to change their application `until` then, whatever the deadline, and what.

    It is open until they send the application again, or the organisers take it as it was sent.
    """

    __tablename__ = "application_return"
    __table_args__ = (
        sa.Index(
            "uq_application_return_open", "application_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
    )

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    until: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    returned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    by: Mapped[Person] = relationship()
