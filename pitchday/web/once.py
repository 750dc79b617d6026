"""A form posted twice, by two quick clicks or a reload, does its work once."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import redirect, request
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.db import Base, commits, db, insert_into
from pitchday.jobs import job
from pitchday.web.forms import cleaned

V = TypeVar("V", bound=Callable[..., Any])


class SeenPost(Base):
    """A form that has done its work, and where it led. `fields` is a digest of what it was filled with."""

    __tablename__ = "seen_post"

    key: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    fields: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime]


def once(view: V) -> V:
    """Stand under `@commits`: the mark is part of the transaction it marks.

    Of two posts at the same instant the second waits at the primary key for the first, and is then led to where
    that one was. A post that was refused leaves no mark, so that it can be mended and sent again. Whoever goes back,
    changes what was filled in and sends the same form once more wants more work done, and gets it.
    """

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        key = (cleaned(request.form.get("once")) or "")[:20] if request.method == "POST" else ""
        if not key:
            return view(*args, **kwargs)
        fields = _digest()
        if not _mark(key, fields):
            return redirect(db.session.get_one(SeenPost, (key, fields)).location, 303)
        answer = view(*args, **kwargs)
        ours = SeenPost.key == key, SeenPost.fields == fields
        if isinstance(answer, Response) and answer.status_code in (302, 303):
            db.session.execute(sa.update(SeenPost).where(*ours).values(location=answer.location[:500]))
        else:
            db.session.execute(sa.delete(SeenPost).where(*ours))
        return answer

    return wrapper  # type: ignore[return-value]


def _digest() -> str:
    """A name for what was sent and where to: the fields, files by their content, not the tokens of the form."""
    digest = hashlib.sha256(repr(request.path).encode())
    for name, value in sorted(request.form.items(multi=True)):
        if name not in ("once", "csrf_token"):
            digest.update(repr((name, value)).encode())
    for name, upload in sorted(request.files.items(multi=True), key=lambda file: (file[0], file[1].filename or "")):
        content = hashlib.file_digest(upload.stream, "sha256").hexdigest()  # type: ignore[arg-type]
        upload.stream.seek(0)
        digest.update(repr((name, upload.filename, content)).encode())
    return digest.hexdigest()[:32]


def _mark(key: str, fields: str) -> bool:
    """Whether this is the first post of the form; waits for a rival that has not committed yet."""
    connection = db.session.connection()
    insert = insert_into(SeenPost)
    wanted = insert.values(key=key, fields=fields, location="", at=clock.now())
    marked = connection.execute(wanted.on_conflict_do_nothing().returning(SeenPost.key))
    return marked.scalar() is not None


@job("web.forget_posts", every_minutes=30)
@commits
def forget_posts() -> None:
    """A form older than two days is not posted again by accident."""
    db.session.execute(sa.delete(SeenPost).where(SeenPost.at < clock.now() - timedelta(days=2)))
