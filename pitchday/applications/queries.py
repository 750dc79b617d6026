"""Reads that deserve a name."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from pitchday.accounts.models import Person
from pitchday.applications.enums import SEEN_BY_ORGANISERS, ApplicationState, Decision, QuestionKind, Readers
from pitchday.applications.models import AnswerFile, Application, Question, QuestionNotice, Submission
from pitchday.applications.rules import STANDARD_QUESTIONS
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.startups.models import Startup, StartupMember

# Who still has something to hear: a startup that was turned down or has left has not.
LIVE = frozenset(ApplicationState) - {ApplicationState.DECLINED, ApplicationState.WITHDRAWN}


def with_startup(statement: sa.Select[Application]) -> sa.Select[Application]:
    """Load what a line about the startup shows."""
    startup = joinedload(Application.startup)
    return statement.options(startup.joinedload(Startup.city), startup.joinedload(Startup.sector))


def with_members(statement: sa.Select[Application]) -> sa.Select[Application]:
    """Load the people a mail about the application goes to."""
    return statement.options(joinedload(Application.startup).selectinload(Startup.members))


def confirmed(event_id: int) -> sa.Select[Application]:
    """Applications that have a place at the pitch day, by the name of the startup."""
    return with_startup(
        sa.select(Application)
        .join(Application.startup)
        .where(Application.event_id == event_id, Application.state == ApplicationState.CONFIRMED)
        .order_by(sa.func.lower(Startup.name), Application.id)
    )


def application_by_uid(uid: str) -> Application | None:
    """With everything that the applicant's pages show."""
    return db.session.scalar(
        sa.select(Application)
        .where(Application.uid == uid)
        .options(
            joinedload(Application.event).joinedload(Event.venue),
            joinedload(Application.event).joinedload(Event.city),
            joinedload(Application.startup).selectinload(Startup.members),
            joinedload(Application.startup).joinedload(Startup.city),
            joinedload(Application.startup).joinedload(Startup.sector),
            joinedload(Application.deck),
            joinedload(Application.carried_from).joinedload(Application.event),
            selectinload(Application.answers),
            selectinload(Application.files),
            selectinload(Application.submissions).joinedload(Submission.deck),
        )
    )


def of_startups(event_id: int, startup_ids: Sequence[int]) -> dict[int, Application]:
    """The applications of these startups to one pitch day, by startup."""
    rows = db.session.scalars(
        sa.select(Application).where(Application.event_id == event_id, Application.startup_id.in_(startup_ids))
    )
    return {row.startup_id: row for row in rows}


def of_person(person: Person) -> sa.Select[Application]:
    """Applications of the person's startups, the next pitch day first; for their own page."""
    return with_startup(
        sa.select(Application)
        .join(Application.event)
        .join(StartupMember, StartupMember.startup_id == Application.startup_id)
        .where(StartupMember.person_id == person.id)
        .options(joinedload(Application.event).joinedload(Event.city))
        .order_by(Event.starts_at, Application.id)
    )


def live(event_id: int) -> sa.Select[Application]:
    """Applications whose startups still count on the pitch day."""
    return with_members(
        sa.select(Application)
        .where(Application.event_id == event_id, Application.state.in_(LIVE))
        .order_by(Application.id)
    )


def carried_on(application: Application) -> Application | None:
    """The application to a later pitch day that this one has led to."""
    return db.session.scalar(
        sa.select(Application)
        .where(Application.carried_from_id == application.id)
        .options(joinedload(Application.event).joinedload(Event.city))
        .order_by(Application.id.desc())
        .limit(1)
    )


def stored_questions(event_id: int) -> Sequence[Question]:
    """What organisers have changed or applicants have seen and is asked now; empty while the standard ones stand."""
    return [question for question in every_question(event_id) if question.until is None]


def every_question(event_id: int) -> Sequence[Question]:
    """With those that were asked in earlier versions of the form, by their places."""
    return db.session.scalars(
        sa.select(Question).where(Question.event_id == event_id).order_by(Question.position, Question.id)
    ).all()


def questions_over_time(event: Event) -> Sequence[Question]:
    """Those of every version of the form; the standard ones until somebody needs rows."""
    return every_question(event.id) or questions_of(event)


def form_in_use(event_id: int, version: int) -> bool:
    """Whether founders have seen this version of the questions, or were told of it."""
    seen = sa.exists().where(Application.event_id == event_id, Application.form_version == version)
    told = sa.exists().where(
        Application.event_id == event_id,
        QuestionNotice.application_id == Application.id,
        QuestionNotice.version == version,
    )
    return bool(db.session.scalar(sa.select(sa.or_(seen, told))))


def writing_and_sent(event_id: int) -> tuple[int, int]:
    """How many founders are answering the questions, and how many have sent their answers."""
    counted = sa.select(
        sa.func.count().filter(Application.state == ApplicationState.DRAFT),
        sa.func.count().filter(Application.submitted_at.is_not(None)),
    ).where(Application.event_id == event_id)
    writing, sent = db.session.execute(counted).one()
    return writing, sent


def questions_of(event: Event) -> Sequence[Question]:
    """What the pitch day asks: its own questions, or the standard ones while nobody has needed a row for them.

    A standard question has the same uid before and after it is stored.
    """
    return stored_questions(event.id) or [
        Question(uid=f"{event.uid}{number}", event_id=event.id, position=number, **_usual(), **standard)
        for number, standard in enumerate(STANDARD_QUESTIONS, start=1)
    ]


def _usual() -> dict[str, Any]:
    """What a row would get by itself, for questions that have no row yet."""
    return {
        "kind": QuestionKind.LONG_TEXT,
        "unit": "",
        "options": [],
        "shown_if": [],
        "since": 1,
        "readers": Readers.ALL,
        "required": True,
    }


def answer_file(uid: str) -> AnswerFile | None:
    return db.session.scalar(
        sa.select(AnswerFile)
        .where(AnswerFile.uid == uid)
        .options(joinedload(AnswerFile.file), joinedload(AnswerFile.application))
    )


def lock_form(event: Event) -> None:
    """Let nobody else change what the pitch day asks, or tell of it, until this transaction ends."""
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())


def anything_sent(event_id: int) -> bool:
    """Whether anybody has answered the questions for good."""
    return bool(
        db.session.scalar(
            sa.select(sa.exists().where(Submission.application_id == Application.id, Application.event_id == event_id))
        )
    )


def seen_by_organisers(event_id: int) -> sa.Select[Application]:
    """Applications that were sent at least once, whatever became of them."""
    return sa.select(Application).where(
        Application.event_id == event_id,
        Application.state.in_(SEEN_BY_ORGANISERS),
        Application.submitted_at.is_not(None),
    )


def undecided(statement: sa.Select[Application]) -> sa.Select[Application]:
    return statement.where(Application.state == ApplicationState.SUBMITTED, Application.decision.is_(None))


def decided(statement: sa.Select[Application], decision: Decision | None = None) -> sa.Select[Application]:
    """Decided and not told yet."""
    chosen = Application.decision.is_not(None) if decision is None else Application.decision == decision
    return statement.where(Application.state == ApplicationState.SUBMITTED, chosen)


def next_undecided(event_id: int, after: Application | None = None) -> Application | None:
    """The next application to read, by name and round again from the last to the first; never `after` itself."""
    name = sa.func.lower(Startup.name)
    statement = undecided(seen_by_organisers(event_id)).join(Application.startup)
    if after is not None:
        statement = statement.where(Application.id != after.id)
        statement = statement.order_by(name <= sa.func.lower(after.startup.name))
    return db.session.scalars(statement.order_by(name, Application.id).limit(1)).first()


def pending(event_id: int) -> sa.Select[Application]:
    """Decisions that nobody has been told of, the invitations first."""
    statement = decided(seen_by_organisers(event_id)).join(Application.startup)
    return with_members(with_startup(statement)).order_by(
        Application.decision, sa.func.lower(Startup.name), Application.id
    )


def numbers_at(event_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many applications were sent to each of these pitch days and are confirmed; none where there are none."""
    confirmed = sa.func.count().filter(Application.state == ApplicationState.CONFIRMED)
    rows = db.session.execute(
        sa.select(Application.event_id, sa.func.count(), confirmed)
        .where(Application.event_id.in_(event_ids), Application.submitted_at.is_not(None))
        .group_by(Application.event_id)
    )
    return {event_id: (sent, number) for event_id, sent, number in rows}


def counts(event_id: int) -> dict[tuple[ApplicationState, Decision | None], int]:
    """How many applications there are of each state and unreleased decision; drafts are counted, never shown.

    A draft that was withdrawn before it was sent is nobody's business and not counted.
    """
    rows = db.session.execute(
        sa.select(Application.state, Application.decision, sa.func.count())
        .where(
            Application.event_id == event_id,
            sa.or_(Application.submitted_at.is_not(None), Application.state == ApplicationState.DRAFT),
        )
        .group_by(Application.state, Application.decision)
    )
    return {(state, decision): number for state, decision, number in rows}
