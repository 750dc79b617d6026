"""Files made from a release, once, and kept."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row
from pitchday.files.models import StoredFile


class RenditionKind(enum.Enum):
    """What a release is made into; `HTML` is the page's middle part."""

    HTML = "html"
    ICS = "ics"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


class Rendition(Row, Base):
    """One file of one release. A row without a file is a promise by whoever made it, until `leased_until`.

    `edition` names the software that writes it, `standing` whether the pitch day takes place as released.
    """

    __tablename__ = "rendition"
    __table_args__ = (sa.UniqueConstraint("release_id", "kind", "edition", "standing"),)

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("release.id"))
    kind: Mapped[RenditionKind]
    edition: Mapped[str] = mapped_column(sa.String(16))
    standing: Mapped[str] = mapped_column(sa.String(40))
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    leased_until: Mapped[datetime | None]
    made_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship(lazy="joined")
