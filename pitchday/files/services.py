"""Putting bytes away and getting them back."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa
from flask import current_app

from pitchday import clock
from pitchday.db import db, insert_into, new_uid
from pitchday.files.models import StoredFile


def _place(sha256: str) -> tuple[Any, str]:
    import fsspec

    filesystem, root = fsspec.core.url_to_fs(current_app.config["FILES_URL"])
    return filesystem, f"{root}/{sha256[:2]}/{sha256}"


def store(data: bytes, media_type: str) -> StoredFile:
    """Keep these bytes. The same content is kept once, whoever brings it.

    The bytes are in place before the row can be committed, so that a row never points at nothing; a crash in
    between leaves bytes that nobody refers to, which is harmless.
    """
    digest = hashlib.sha256(data).hexdigest()
    values = {"sha256": digest, "size": len(data), "media_type": media_type, "created_at": clock.now()}
    insert = insert_into(StoredFile)
    # Somebody may bring the same content at this moment: both get the one row, which the update leaves as it is.
    kept = insert.values(values).on_conflict_do_update(index_elements=["sha256"], set_={"sha256": digest})
    file: StoredFile = db.session.scalars(kept.returning(StoredFile)).one()
    # Only now that the row is ours: whoever was forgetting the same content has taken its bytes away by then.
    filesystem, path = _place(digest)
    if not filesystem.exists(path):
        filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        beside = f"{path}.{new_uid()}"
        filesystem.pipe_file(beside, data)
        filesystem.mv(beside, path)
    return file


def forget(file_id: int) -> bool:
    """Take a file away for good, unless something still refers to it; whether it is gone."""
    gone = sa.delete(StoredFile).where(StoredFile.id == file_id).returning(StoredFile.sha256)
    try:
        with db.session.begin_nested():
            sha256 = db.session.scalar(gone)
    except sa.exc.IntegrityError:
        return False
    if sha256 is None:
        return False
    filesystem, path = _place(sha256)
    if filesystem.exists(path):
        filesystem.rm_file(path)
    return True


def read(sha256: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when the store has lost them."""
    filesystem, path = _place(sha256)
    data: bytes = filesystem.cat_file(path)
    return data
