"""Where a person must be, and when: pitches of their startups, sessions they judge, and meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import contains_eager

from pitchday.accounts.models import Person
from pitchday.agenda.models import AgendaPdf, FeedToken
from pitchday.db import db
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event, EventRole, ProgrammeRole
from pitchday.files.models import StoredFile
from pitchday.meetings.models import Meeting
from pitchday.meetings.queries import of_person
from pitchday.meetings.rules import place
from pitchday.schedule.enums import ItemKind
from pitchday.schedule.models import Release, ReleaseItem
from pitchday.schedule.queries import in_newest_releases
from pitchday.startups.models import StartupMember
from pitchday.web.urls import absolute


@dataclass(frozen=True)
class AgendaEntry:
    """One commitment. `kind` is pitch, judging or meeting; `url` a path of ours; `counterpart` whom one meets.

    `uid` and `sequence` are those of the thing itself, so that every calendar knows it by one name.
    """

    kind: str
    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    url: str
    sequence: int
    changed_at: datetime
    zone: ZoneInfo
    event: str
    counterpart: str = ""


def entries(person: Person, *, since: datetime) -> list[AgendaEntry]:
    """Everything that ends after `since`, in the order of time; two queries however much there is."""
    found = [_of_item(item) for item in db.session.scalars(_items(person.id, since))]
    meetings = db.session.scalars(of_person(person.id).where(Meeting.ends_at > since))
    found += [_of_meeting(meeting, person) for meeting in meetings.unique()]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.kind, entry.uid))


def _items(person_id: int, since: datetime) -> sa.Select[ReleaseItem]:
    """Pitches of the person's startups, and the pitch sessions of pitch days at which they judge."""
    startups = sa.select(StartupMember.startup_id).where(StartupMember.person_id == person_id)
    here = sa.select(EventRole.event_id).where(EventRole.person_id == person_id, EventRole.role == Role.JUDGE)
    throughout = sa.select(ProgrammeRole.programme_id).where(
        ProgrammeRole.person_id == person_id, ProgrammeRole.role == Role.JUDGE
    )
    judged = sa.or_(Event.id.in_(here), Event.programme_id.in_(throughout))
    return (
        in_newest_releases()
        .join(Release.event)
        .join(Event.venue)
        .where(
            Event.state == EventState.PUBLISHED,
            ReleaseItem.ends_at > since,
            sa.or_(
                sa.and_(ReleaseItem.kind == ItemKind.PITCH, ReleaseItem.startup_id.in_(startups)),
                sa.and_(ReleaseItem.kind == ItemKind.PITCHES, judged),
            ),
        )
        .options(contains_eager(ReleaseItem.release).contains_eager(Release.event).contains_eager(Event.venue))
    )


def _path(endpoint: str, **values: str) -> str:
    return absolute(endpoint, **values).removeprefix(current_app.config["BASE_URL"])


def _of_item(item: ReleaseItem) -> AgendaEntry:
    event = item.release.event
    pitches = item.kind is ItemKind.PITCH
    return AgendaEntry(
        kind="pitch" if pitches else "judging",
        uid=item.uid,
        title=f"{item.title} pitches" if pitches else f"{item.title}: you judge",
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        place=place(item.room, event.venue.name, event.venue.address),
        url=_path("exports.item", event_slug=event.slug, uid=item.uid),
        sequence=item.sequence,
        changed_at=item.changed_at,
        zone=event.zone,
        event=event.title,
    )


def _of_meeting(meeting: Meeting, person: Person) -> AgendaEntry:
    event, table = meeting.event, meeting.table
    counterpart = meeting.startup.name if meeting.investor_id == person.id else meeting.investor.name
    return AgendaEntry(
        kind="meeting",
        uid=meeting.uid,
        title=f"Meeting with {counterpart}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=place(table.name, table.room.name, event.venue.name, event.venue.address),
        url=_path("meetings.show", meeting_uid=meeting.uid),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        zone=event.zone,
        event=event.title,
        counterpart=counterpart,
    )


def feed_token(person: Person) -> FeedToken | None:
    return db.session.scalar(sa.select(FeedToken).where(FeedToken.person_id == person.id))


def owner_of(token: str) -> Person | None:
    """Whose calendar a token opens."""
    return db.session.scalar(
        sa.select(Person).join(FeedToken, FeedToken.person_id == Person.id).where(FeedToken.token == token)
    )


def stored_pdf(person: Person, digest: str) -> StoredFile | None:
    """The printed agenda of just this content, if it has been made."""
    return db.session.scalar(
        sa.select(StoredFile)
        .join(AgendaPdf, AgendaPdf.file_id == StoredFile.id)
        .where(AgendaPdf.person_id == person.id, AgendaPdf.digest == digest)
    )
