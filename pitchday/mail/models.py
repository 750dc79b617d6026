"""The outbox."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row
from pitchday.files.models import StoredFile


class MailState(enum.Enum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class Mail(Row, Base):
    """One mail to one address: a template's name and plain values, rendered when sent.

    `about` is the key of what happened (`meeting:<uid>:<sequence>`). `message_id` follows from template, address
    and `about`, so that the same news is never queued twice. `next_attempt_at` doubles as a lease: a worker that
    takes a mail moves it forward first, and one that dies leaves it to the next.

    `attachment` says what has to be made before the mail goes (see `pitchday.mail.attaching`); once it is, `attached`
    is what every sending of it brings along.
    """

    __tablename__ = "mail"
    __table_args__ = (
        sa.CheckConstraint("(attachment IS NULL) = (attachment_name IS NULL)", name="attachment_has_a_name"),
        sa.CheckConstraint("attached_id IS NULL OR attachment IS NOT NULL", name="attached_is_wanted"),
        sa.Index(None, "state", "next_attempt_at"),
        sa.Index(None, "about"),
    )

    message_id: Mapped[str] = mapped_column(sa.String(120), unique=True)
    to_address: Mapped[str] = mapped_column(sa.String(254))
    to_name: Mapped[str] = mapped_column(sa.String(200))
    template: Mapped[str] = mapped_column(sa.String(60))
    values: Mapped[dict[str, Any]]
    about: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    next_attempt_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(sa.Text)
    attachment: Mapped[str | None] = mapped_column(sa.String(120), index=True)
    attachment_name: Mapped[str | None] = mapped_column(sa.String(200))
    attached_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)

    attached: Mapped[StoredFile | None] = relationship()
