"""Telling founders who have sent their answers that the organisers ask something else now, once for each version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import notifications, queries, rules
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application, Question, QuestionNotice
from pitchday.applications.versions import News, form_version, news_since
from pitchday.db import db, insert_into
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history import record
from pitchday.web.filters import plural


@dataclass(frozen=True)
class Untold:
    """How many applications were sent with answers to earlier questions, and what is different from most of them."""

    applications: int
    news: News


def _news(every: Sequence[Question], versions: Sequence[int]) -> dict[int, News]:
    """By version of the form, for those since which something is different."""
    found = {version: news_since(version, every) for version in versions}
    return {version: news for version, news in found.items() if news}


def _told(version: int) -> sa.ColumnElement[bool]:
    return sa.exists().where(QuestionNotice.application_id == Application.id, QuestionNotice.version >= version)


def _untold(event: Event, stands: int) -> tuple[sa.ColumnElement[bool], ...]:
    """Sent, not yet decided for the founders, and neither seen nor told of the questions that stand."""
    return (
        Application.event_id == event.id,
        Application.state == ApplicationState.SUBMITTED,
        Application.form_version < stands,
        ~_told(stands),
    )


def untold(event: Event, every: Sequence[Question]) -> Untold:
    """Of `every` question that the pitch day asks or asked, in one query."""
    number = sa.func.count()
    counted = sa.select(Application.form_version, number).where(*_untold(event, form_version(every)))
    rows = db.session.execute(counted.group_by(Application.form_version).order_by(number.desc())).all()
    news = _news(every, [version for version, _ in rows])
    concerned = [(version, many) for version, many in rows if version in news]
    if not concerned:
        return Untold(0, News((), (), ()))
    return Untold(sum(many for _, many in concerned), news[concerned[0][0]])


def tell(event: Event) -> int:
    """Write to the founders of each application that is not told yet; how many applications those are.

    Two organisers who do so at once tell everybody once. Raises DomainError when founders can answer no more.
    """
    if rules.why_closed(event, clock.now(), event.zone) is not None:
        raise DomainError("Applications are closed, so that nobody could answer the new questions.")
    # Whoever changes a question meanwhile waits, so that what was told stays as it was told.
    queries.lock_form(event)
    every = queries.questions_over_time(event)
    stands = form_version(every)
    versions = db.session.scalars(sa.select(Application.form_version).where(*_untold(event, stands)).distinct()).all()
    news = _news(every, versions)
    due = sa.select(Application.id, sa.literal(stands)).where(
        *_untold(event, stands), Application.form_version.in_(list(news))
    )
    insert = insert_into(QuestionNotice).from_select(["application_id", "version"], due)
    ids = db.session.scalars(
        insert.on_conflict_do_update(
            index_elements=["application_id"],
            set_={"version": insert.excluded.version},
            where=QuestionNotice.version < insert.excluded.version,
        ).returning(QuestionNotice.application_id)
    ).all()
    if not ids:
        return 0
    statement = queries.with_members(sa.select(Application).where(Application.id.in_(ids)).order_by(Application.id))
    notifications.new_questions(db.session.scalars(statement).unique(), event, news, version=stands)
    label = f"Founders of {plural(len(ids), 'application')} of new questions"
    record("told", subject=event.history_key, label=label, scope=event.history_key)
    return len(ids)
