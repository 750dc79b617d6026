"""One row per distinct content."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row


class StoredFile(Row, Base):
    """Bytes that somebody gave us or that we made; what they are called belongs to whoever refers to them."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(sa.String(64), unique=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(100))
    created_at: Mapped[datetime]


class FirstPage(Row, Base):
    """What the first page of a PDF looks like; without a picture when it could not be drawn."""

    __tablename__ = "first_page"

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"), unique=True)
    picture_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    picture: Mapped[StoredFile | None] = relationship(foreign_keys=picture_id)
