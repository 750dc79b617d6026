"""Files that people wait for."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import Base, Row, new_uid
from pitchday.files.models import StoredFile


class Ending(enum.Enum):
    """What a list is made into."""

    CSV = "csv"
    XLSX = "xlsx"

    @property
    def label(self) -> str:
        return {"csv": "CSV file", "xlsx": "Excel file"}[self.value]


class Download(Row, Base):
    """One file of one list, asked for by one person.

    `listing` names the list; `address` holds the variable parts of its page's address and `query` the rest, which says
    what of it is wanted. Without a file it is waiting for a job, whose turn it is until `leased_until`, unless it has
    failed.
    """

    __tablename__ = "download"
    __table_args__ = (sa.Index(None, "person_id", "asked_at"),)

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    listing: Mapped[str] = mapped_column(sa.String(40))
    address: Mapped[dict[str, Any]]
    query: Mapped[str] = mapped_column(sa.Text)
    ending: Mapped[Ending]
    name: Mapped[str] = mapped_column(sa.String(200))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    leased_until: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))

    person: Mapped[Person] = relationship()
    file: Mapped[StoredFile | None] = relationship(lazy="joined")

    @property
    def is_waiting(self) -> bool:
        return self.file_id is None and self.failed_at is None
