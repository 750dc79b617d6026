"""A form posted twice, by two quick clicks or a reload, does its work once."""

from __future__ import annotations

import functools
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
    """A form that has done its work, and where it led."""

    __tablename__ = "seen_post"

    key: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime]


def once(view: V) -> V:
    """Stand under `@commits`: the mark is part of the transaction it marks.

    Of two posts at the same instant the second waits at the primary key for the first, and is then led to where
    that one was. A post that was refused leaves no mark, so that it can be mended and sent again.
    """

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        key = (cleaned(request.form.get("once")) or "")[:20] if request.method == "POST" else ""
        if not key:
            return view(*args, **kwargs)
        if not _mark(key):
            return redirect(db.session.get_one(SeenPost, key).location, 303)
        answer = view(*args, **kwargs)
        if isinstance(answer, Response) and answer.status_code in (302, 303):
            db.session.execute(sa.update(SeenPost).where(SeenPost.key == key).values(location=answer.location[:500]))
        else:
            db.session.execute(sa.delete(SeenPost).where(SeenPost.key == key))
        return answer

    return wrapper  # type: ignore[return-value]


def _mark(key: str) -> bool:
    """Whether this is the first post of the form; waits for a rival that has not committed yet."""
    connection = db.session.connection()
    insert = insert_into(SeenPost)
    wanted = insert.values(key=key, location="", at=clock.now()).on_conflict_do_nothing().returning(SeenPost.key)
    return connection.execute(wanted).scalar() is not None


@job("web.forget_posts", every_minutes=30)
@commits
def forget_posts() -> None:
    """A form older than two days is not posted again by accident."""
    db.session.execute(sa.delete(SeenPost).where(SeenPost.at < clock.now() - timedelta(days=2)))
