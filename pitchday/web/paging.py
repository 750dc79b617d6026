"""Lists in pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import request

from pitchday.db import db

T = TypeVar("T")
PER_PAGE = 25


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `total` counts the whole list."""

    items: Sequence[T]
    page: int
    pages: int
    total: int


def page_number(text: str) -> int:
    """A page in an address; anything that is no positive number is the first."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:9]) < 10**6 and len(text) < 8 else 1


def asked_page() -> int:
    return page_number(request.args.get("page", ""))


def paged(statement: sa.Select[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The asked page of a select of one entity, in two queries however many rows there are."""
    total = db.session.scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())) or 0
    pages = max(1, -(-total // per_page))
    page = min(asked_page(), pages)
    rows = db.session.scalars(statement.limit(per_page).offset((page - 1) * per_page)).unique().all()
    return Page(rows, page, pages, total)
