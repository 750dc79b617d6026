"""Where one is in a list of applications: which place, what comes before and next; carried in the address of a page."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.datastructures import MultiDict

from pitchday.applications.lists import Applications
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.web.listing import Asked


@dataclass(frozen=True)
class Place:
    """`number` of `total`; None where the list has the application no more, as it had when the reader came from it.

    `carried` is what the list is asked for, for other addresses of the application.
    """

    number: int | None
    total: int
    list_url: str
    carried: dict[str, str]
    before: str | None
    after: str | None


def carried(listing: Applications, asked: Asked) -> dict[str, str]:
    """The address of the list without its page and columns, which an application has no use for."""
    return {key: value for key, value in listing.values(asked).items() if key not in ("page", "columns")}


def back_to(event: Event, application: Application) -> str:
    """The application as part of the list that this request came from."""
    listing = Applications(event)
    return _read_url(event, application.uid, carried(listing, listing.asked(request.args)))


def _read_url(event: Event, uid: str, values: dict[str, str]) -> str:
    address = {**values, "event_slug": event.slug, "application_uid": uid}
    return url_for("applications.read", **address)  # type: ignore[arg-type]


def place_of(event: Event, application: Application, args: MultiDict[str, str]) -> Place:
    """The neighbours in the list that an address asks for, in one query.

    An application that the list has no more, since it has been decided, still has its place between the others.
    """
    listing = Applications(event)
    asked = listing.asked(args)
    statement, is_in, order = listing.ordered(asked)
    placed = statement.where(sa.or_(is_in, Application.id == application.id)).order_by(None)
    numbered = placed.with_only_columns(
        Application.id.label("id"),
        sa.func.row_number().over(order_by=order).label("number"),
        sa.func.lag(Application.uid).over(order_by=order).label("before"),
        sa.func.lead(Application.uid).over(order_by=order).label("after"),
        sa.func.count().over().label("total"),
        sa.case((is_in, 1), else_=0).label("is_in"),
    ).subquery()
    found = db.session.execute(sa.select(numbered).where(numbered.c.id == application.id)).one()
    values = carried(listing, asked)
    urls = [_read_url(event, uid, values) if uid else None for uid in (found.before, found.after)]
    return Place(
        number=found.number if found.is_in else None,
        total=found.total - (0 if found.is_in else 1),
        list_url=listing.url(values),
        carried=values,
        before=urls[0],
        after=urls[1],
    )
