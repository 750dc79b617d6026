"""Putting bytes away and getting them back."""

from __future__ import annotations

import hashlib
from typing import Any

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
    filesystem, path = _place(digest)
    if not filesystem.exists(path):
        filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        beside = f"{path}.{new_uid()}"
        filesystem.pipe_file(beside, data)
        filesystem.mv(beside, path)
    values = {"sha256": digest, "size": len(data), "media_type": media_type, "created_at": clock.now()}
    insert = insert_into(StoredFile)
    # Somebody may bring the same content at this moment: both get the one row, which the update leaves as it is.
    kept = insert.values(values).on_conflict_do_update(index_elements=["sha256"], set_={"sha256": digest})
    file: StoredFile = db.session.scalars(kept.returning(StoredFile)).one()
    return file


def read(sha256: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when the store has lost them."""
    filesystem, path = _place(sha256)
    data: bytes = filesystem.cat_file(path)
    return data
