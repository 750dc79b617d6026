"""Late links that were given, and until when they let a startup send its application."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday.accounts.queries import token_hash
from pitchday.applications.models import Application, LateLink
from pitchday.db import db


def until_of(event_id: int, startup_id: int) -> datetime | None:
    """Until when this startup may begin, change and send by late links that it has used, or None."""
    return db.session.scalar(
        sa.select(sa.func.max(LateLink.ends_at)).where(
            LateLink.event_id == event_id, LateLink.startup_id == startup_id, LateLink.taken_back_at.is_(None)
        )
    )


def given_to(applications: Collection[Application]) -> dict[int, datetime]:
    """The same for each of these applications whose startup has used one, in one query."""
    rows = db.session.execute(
        sa.select(Application.id, sa.func.max(LateLink.ends_at).label("until"))
        .join(
            LateLink,
            sa.and_(LateLink.event_id == Application.event_id, LateLink.startup_id == Application.startup_id),
        )
        .where(Application.id.in_([application.id for application in applications]), LateLink.taken_back_at.is_(None))
        .group_by(Application.id)
    )
    return {row.id: row.until for row in rows}


def link_by_uid(uid: str) -> LateLink | None:
    return db.session.scalar(sa.select(LateLink).where(LateLink.uid == uid))


def link_by_token(token: str) -> LateLink | None:
    """Used, ended and taken back ones too."""
    return db.session.scalar(sa.select(LateLink).where(LateLink.token_hash == token_hash(token)))


def links_of(event_id: int) -> sa.Select[LateLink]:
    """Those given for a pitch day, the newest first."""
    return (
        sa.select(LateLink)
        .where(LateLink.event_id == event_id)
        .options(joinedload(LateLink.by), joinedload(LateLink.startup))
        .order_by(LateLink.id.desc())
    )
