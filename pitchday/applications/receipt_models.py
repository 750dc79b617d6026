"""Versions of applications that were sent, as PDFs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.applications.models import Submission
from pitchday.db import Base
from pitchday.files.models import StoredFile


class Receipt(Base):
    """The PDF of what was sent, made once. Without a file it is being made, until `leased_until` at the latest."""

    __tablename__ = "receipt"

    submission_id: Mapped[int] = mapped_column(sa.ForeignKey("submission.id", ondelete="CASCADE"), primary_key=True)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    leased_until: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship()
    file: Mapped[StoredFile | None] = relationship()
