"""The private address of a person's calendar, and their printed agenda."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, new_token
from pitchday.files.models import StoredFile


class FeedToken(Row, Base):
    """Whoever knows the token reads the calendar; a new token makes the old address a 404."""

    __tablename__ = "feed_token"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    token: Mapped[str] = mapped_column(sa.String(40), unique=True, default=new_token)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class AgendaPdf(Row, Base):
    """The printed agenda of a person, for the content that `digest` names.

    Without a file it is being made; whoever asked for it is believed to be at work until `leased_until`.
    """

    __tablename__ = "agenda_pdf"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    digest: Mapped[str] = mapped_column(sa.String(64))
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    leased_until: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship(lazy="joined")
