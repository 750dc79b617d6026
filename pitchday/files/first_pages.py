"""Pictures of the first pages of PDFs, one for each content."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from pitchday.db import commits, db, insert_into
from pitchday.files.drawing import first_page
from pitchday.files.models import FirstPage, StoredFile
from pitchday.files.services import read, store


def drawn(file_ids: Iterable[int]) -> dict[int, str]:
    """The digest of the picture of each of these files that has one."""
    pictures = (
        sa.select(FirstPage.file_id, StoredFile.sha256)
        .join(FirstPage.picture)
        .where(FirstPage.file_id.in_(list(file_ids)))
    )
    return {row.file_id: row.sha256 for row in db.session.execute(pictures)}


def draw(file_id: int) -> None:
    """Draw the first page, unless somebody has, with no transaction open meanwhile. Call it from a job."""
    undrawn = sa.select(StoredFile.sha256).where(StoredFile.id == file_id, ~sa.exists().where(_of(file_id)))
    sha256 = db.session.scalar(undrawn)
    db.session.rollback()
    if sha256 is not None:
        _keep(file_id, first_page(read(sha256)))


def _of(file_id: int) -> sa.ColumnElement[bool]:
    return FirstPage.file_id == file_id


@commits
def _keep(file_id: int, picture: bytes | None) -> None:
    """Once: two workers may have drawn the same page at the same moment."""
    picture_id = store(picture, "image/png").id if picture else None
    insert = insert_into(FirstPage).values(file_id=file_id, picture_id=picture_id)
    db.session.execute(insert.on_conflict_do_nothing(index_elements=["file_id"]))
