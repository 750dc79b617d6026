"""Reads that deserve a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.downloads.models import Download
from pitchday.web.listing import LISTS, Listing

KEPT = timedelta(days=1)


def of_person(person: Person, uid: str, now: datetime) -> Download | None:
    """A file that the person has asked for and that is not forgotten yet."""
    return db.session.scalar(
        sa.select(Download).where(Download.uid == uid, Download.person_id == person.id, Download.asked_at >= now - KEPT)
    )


def list_of(download: Download) -> Listing:
    """The list, as whoever asked may see it now; raises what the guard of its page raises."""
    return LISTS[download.listing].opened(download.person, **download.address)


def waiting_for(person: Person) -> Sequence[Download]:
    """Files that a person waits for."""
    waiting = Download.file_id.is_(None), Download.failed_at.is_(None)
    return db.session.scalars(sa.select(Download).where(Download.person_id == person.id, *waiting)).all()


def unmade(now: datetime) -> sa.ColumnElement[bool]:
    """That a file is there for the making: nobody has made it, and nobody's lease runs."""
    free = sa.or_(Download.leased_until.is_(None), Download.leased_until < now)
    return sa.and_(Download.file_id.is_(None), Download.failed_at.is_(None), free)


def left_unmade(now: datetime) -> Sequence[int]:
    return db.session.scalars(sa.select(Download.id).where(unmade(now)).order_by(Download.id)).all()
