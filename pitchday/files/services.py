"""Putting bytes away and getting them back."""

from __future__ import annotations

import hashlib
from typing import Any

import sqlalchemy as sa
from flask import current_app

from pitchday import clock
from pitchday.db import db, new_uid
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
    known = db.session.scalar(sa.select(StoredFile).where(StoredFile.sha256 == digest))
    if known is not None:
        return known
    filesystem, path = _place(digest)
    if not filesystem.exists(path):
        filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
        beside = f"{path}.{new_uid()}"
        filesystem.pipe_file(beside, data)
        filesystem.mv(beside, path)
    file = StoredFile(sha256=digest, size=len(data), media_type=media_type, created_at=clock.now())
    db.session.add(file)
    db.session.flush()
    return file


def read(sha256: str) -> bytes:
    """The bytes of a stored file. Raises FileNotFoundError when the store has lost them."""
    filesystem, path = _place(sha256)
    data: bytes = filesystem.cat_file(path)
    return data
