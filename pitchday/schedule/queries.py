"""Reads that deserve a name. What the public and other packages see is the newest release, never the draft."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.applications.queries import confirmed
from pitchday.db import db
from pitchday.diary import DiaryEntry
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import PitchSlot, Release, ReleaseItem, Sitting
from pitchday.startups.models import Startup, StartupMember


def newest_release(event_id: int) -> Release | None:
    return db.session.scalar(releases(event_id).limit(1))


def releases(event_id: int) -> sa.Select[Release]:
    """All releases of a pitch day, the newest first."""
    return sa.select(Release).where(Release.event_id == event_id).order_by(Release.number.desc())


def release_by_number(event_id: int, number: int) -> Release | None:
    return db.session.scalar(sa.select(Release).where(Release.event_id == event_id, Release.number == number))


def items_of(release_id: int) -> Sequence[ReleaseItem]:
    """Everything in a release with what was taken out of it, in the order of the day."""
    return db.session.scalars(
        sa.select(ReleaseItem)
        .where(ReleaseItem.release_id == release_id)
        .order_by(ReleaseItem.starts_at, ReleaseItem.id)
    ).all()


def in_newest_releases() -> sa.Select[ReleaseItem]:
    """Items that now hold, of every pitch day: in its newest release, and not taken out."""
    later = aliased(Release)
    return (
        sa.select(ReleaseItem)
        .join(ReleaseItem.release)
        .where(
            ReleaseItem.cancelled.is_(False),
            ~sa.exists().where(later.event_id == Release.event_id, later.number > Release.number),
        )
    )


def meeting_blocks(event_id: int) -> Sequence[ReleaseItem]:
    """Blocks of meetings of the newest release; `details` has their minutes, gap and tables."""
    return db.session.scalars(
        in_newest_releases()
        .where(Release.event_id == event_id, ReleaseItem.kind == ItemKind.MEETINGS)
        .order_by(ReleaseItem.starts_at, ReleaseItem.id)
    ).all()


def draft(event_id: int) -> Sequence[Sitting]:
    """The working draft with everything that its page and a release need of it, in a fixed number of queries."""
    startup = selectinload(Sitting.pitches).joinedload(PitchSlot.application).joinedload(Application.startup)
    return db.session.scalars(
        sa.select(Sitting)
        .where(Sitting.event_id == event_id)
        .order_by(Sitting.starts_at, Sitting.id)
        .options(joinedload(Sitting.room), startup.joinedload(Startup.city), startup.joinedload(Startup.sector))
        .execution_options(populate_existing=True)
    ).all()


def unplaced(event_id: int) -> Sequence[Application]:
    """Confirmed applications that have no place in the draft yet."""
    return db.session.scalars(
        confirmed(event_id).where(~sa.exists().where(PitchSlot.application_id == Application.id))
    ).all()


def sitting_by_uid(event_id: int, uid: str) -> Sitting | None:
    return db.session.scalar(sa.select(Sitting).where(Sitting.event_id == event_id, Sitting.uid == uid))


def slot_by_uid(event_id: int, uid: str) -> PitchSlot | None:
    return db.session.scalar(
        sa.select(PitchSlot)
        .where(PitchSlot.event_id == event_id, PitchSlot.uid == uid)
        .options(joinedload(PitchSlot.application).joinedload(Application.startup))
    )


def people_of(claims: Sequence[str]) -> set[int]:
    """The people whose time is taken under these keys of the diary: their own, or that of a startup of theirs."""
    diaries = sa.select(DiaryEntry.diary_id).where(DiaryEntry.claim.in_(claims))
    own = sa.select(Person.id).where(Person.diary_id.in_(diaries))
    members = (
        sa.select(StartupMember.person_id)
        .join(Startup, Startup.id == StartupMember.startup_id)
        .where(Startup.diary_id.in_(diaries))
    )
    return set(db.session.scalars(own.union(members)))


def members_of(startup_ids: Sequence[int]) -> dict[int, list[Person]]:
    """The people of each startup."""
    found: dict[int, list[Person]] = {}
    for start in range(0, len(startup_ids), 5000):
        part = startup_ids[start : start + 5000]
        for member in db.session.scalars(
            sa.select(StartupMember).where(StartupMember.startup_id.in_(part)).order_by(StartupMember.id)
        ):
            found.setdefault(member.startup_id, []).append(member.person)
    return found
