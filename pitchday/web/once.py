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
from pitchday.db import Base, commits, db, explain
from pitchday.jobs import job
from pitchday.web.forms import cleaned

V = TypeVar("V", bound=Callable[..., Any])


class SeenPost(Base):
    """A form that has done its work, and where it led."""

    __tablename__ = "seen_post"

    key: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    location: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime]


explain("pk_seen_post", "This form is being saved already. Look at the list before you send it again.")


def once(view: V) -> V:
    """Stand under `@commits`: the mark is part of the transaction it marks.

    Two posts at the same instant meet at the primary key: the loser is rolled back and, since `@commits` explains
    the constraint, told to look at what the first has done.
    """

    @functools.wraps(view)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        key = (cleaned(request.form.get("once")) or "")[:20] if request.method == "POST" else ""
        if key and (seen := db.session.get(SeenPost, key)):
            return redirect(seen.location, 303)
        answer = view(*args, **kwargs)
        if key and isinstance(answer, Response) and answer.status_code in (302, 303):
            db.session.execute(sa.insert(SeenPost).values(key=key, location=answer.location[:500], at=clock.now()))
        return answer

    return wrapper  # type: ignore[return-value]


@job("web.forget_posts", every_minutes=30)
@commits
def forget_posts() -> None:
    """A form older than two days is not posted again by accident."""
    db.session.execute(sa.delete(SeenPost).where(SeenPost.at < clock.now() - timedelta(days=2)))
