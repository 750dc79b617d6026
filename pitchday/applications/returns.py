"""Applications that are with their founders again, to be changed: which, and until when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday.applications import late_queries
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.return_models import ApplicationReturn
from pitchday.db import db


def returns_of(application: Application) -> Sequence[ApplicationReturn]:
    """Every time that it was returned, the newest first."""
    statement = sa.select(ApplicationReturn).where(ApplicationReturn.application_id == application.id)
    newest = statement.options(joinedload(ApplicationReturn.by)).order_by(ApplicationReturn.id.desc())
    return db.session.scalars(newest).all()


def open_return(application: Application) -> ApplicationReturn | None:
    """What the founders are asked to change at this moment. No query for an application that is not returned."""
    if application.state is not ApplicationState.RETURNED:
        return None
    return next((found for found in returns_of(application) if found.ended_at is None), None)


def ends_of(application_ids: Collection[int]) -> dict[int, datetime]:
    """Until when each of these can be changed that is returned, in one query."""
    rows = db.session.execute(
        sa.select(ApplicationReturn.application_id, ApplicationReturn.until).where(
            ApplicationReturn.application_id.in_(application_ids), ApplicationReturn.ended_at.is_(None)
        )
    )
    return {row.application_id: row.until for row in rows}


def time_given(application: Application) -> datetime | None:
    """Until when this startup may change and send, whatever the deadline: by late links or because it was asked to."""
    asked = open_return(application)
    late = late_queries.until_of(application.event_id, application.startup_id)
    return max((at for at in (late, asked.until if asked else None) if at is not None), default=None)


def end(application: Application, at: datetime) -> ApplicationReturn | None:
    """Close what is open, on a row that this transaction has locked; what was closed."""
    ended = open_return(application)
    if ended is not None:
        ended.ended_at = at
    return ended
