"""Tags of a pitch day: words by which those who read applications sort them. Founders never see them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from pitchday.applications.models import Application, Tag, application_tag
from pitchday.db import db, insert_into
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history import record
from pitchday.web.filters import plural

LONGEST, MOST = 40, 60


def tags_of(event_id: int) -> list[tuple[Tag, int]]:
    """By name, with how many applications have each, in one query."""
    used = sa.select(sa.func.count()).where(application_tag.c.tag_id == Tag.id).scalar_subquery()
    rows = db.session.execute(sa.select(Tag, used).where(Tag.event_id == event_id).order_by(Tag.key))
    return [(tag, count) for tag, count in rows]


def has(tag: Tag) -> sa.ColumnElement[bool]:
    """That an application has this tag."""
    return sa.exists().where(application_tag.c.application_id == Application.id, application_tag.c.tag_id == tag.id)


def has_none() -> sa.ColumnElement[bool]:
    return ~sa.exists().where(application_tag.c.application_id == Application.id)


def _named(name: str) -> tuple[str, str]:
    """The name as it is kept, and its key. Raises DomainError for none, or one too long."""
    kept = " ".join(name.split())
    if not kept:
        raise DomainError("Enter a tag.", field="name")
    if len(kept) > LONGEST:
        raise DomainError(f"Write {LONGEST} characters at most.", field="name")
    return kept, kept.casefold()


def tag_named(event: Event, name: str) -> Tag:
    """The tag of this name, whatever its case, or a new one. Raises DomainError when there are too many."""
    kept, key = _named(name)
    known = {tag.key: tag for tag, _ in tags_of(event.id)}
    if key in known:
        return known[key]
    if len(known) >= MOST:
        raise DomainError(f"A pitch day has {MOST} tags at most. Remove one that nobody needs.", field="name")
    tag = Tag(event_id=event.id, name=kept, key=key)
    db.session.add(tag)
    db.session.flush()
    return tag


def known_tag(event: Event, name: str) -> Tag:
    """The tag of this name, whatever its case. Raises DomainError when there is none."""
    _, key = _named(name)
    tag = db.session.scalar(sa.select(Tag).where(Tag.event_id == event.id, Tag.key == key))
    if tag is None:
        raise DomainError("There is no tag of this name.", field="name")
    return tag


def put_on(tag: Tag, applications: Sequence[Application]) -> list[int]:
    """Tag them; the numbers of those that had not had the tag."""
    if not applications:
        return []
    rows = [{"application_id": application.id, "tag_id": tag.id} for application in applications]
    tagged = list(
        db.session.scalars(
            insert_into(application_tag)
            .values(rows)
            .on_conflict_do_nothing()
            .returning(application_tag.c.application_id)
        )
    )
    _note("tagged", tag, [application for application in applications if application.id in tagged])
    return tagged


def take_off(tag: Tag, applications: Sequence[Application]) -> list[int]:
    """Untag them; the numbers of those that had the tag."""
    gone = sa.delete(application_tag).where(
        application_tag.c.tag_id == tag.id,
        application_tag.c.application_id.in_([application.id for application in applications]),
    )
    untagged = list(db.session.scalars(gone.returning(application_tag.c.application_id)))
    _note("untagged", tag, [application for application in applications if application.id in untagged])
    return untagged


def _note(action: str, tag: Tag, applications: Sequence[Application]) -> None:
    """One line of the history, however many they are."""
    if not applications:
        return
    first, scope = applications[0], f"event:{tag.event_id}"
    many = len(applications) > 1
    record(
        action,
        subject=scope if many else f"application:{first.id}",
        label=plural(len(applications), "application") if many else first.history_label(),
        scope=scope,
        changes={"tag": tag.name},
    )


def rename(tag: Tag, name: str) -> None:
    tag.name, tag.key = _named(name)
    db.session.flush()


def remove(tag: Tag) -> None:
    """Take it off every application, and away."""
    db.session.delete(tag)
    db.session.flush()
