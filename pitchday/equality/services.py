"""Asking, counting, and closing into a report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from pitchday import clock, history
from pitchday.accounts.models import Person
from pitchday.db import db, insert_into, update_while
from pitchday.equality import queries, rules
from pitchday.equality.models import EqualityAsking, EqualityCount, EqualityMark, EqualitySurvey
from pitchday.equality.questions import QUESTIONS
from pitchday.errors import DomainError
from pitchday.events.enums import Act, EventState
from pitchday.events.models import Event, Programme
from pitchday.events.phases import require

CLOSED = "These questions are closed: their report is made, and nothing is added to it."


def ask(event: Event, *, together: bool) -> None:
    """Ask founders who apply to a pitch day; their answers are counted alone, or `together` with its programme's.

    Raises DomainError where a report is made already, and for founders who have answered alone already: together
    would count them twice.
    """
    require(Act.CHANGE, event, clock.now())
    alone = queries.survey_of(event)
    if alone is not None and (alone.closed_at or (together and alone.taken_part)):
        raise DomainError(
            CLOSED if alone.closed_at else "Founders have answered for this pitch day alone. It stays that way."
        )
    survey = _survey(event.programme if together else event)
    if survey.closed_at:
        raise DomainError("The report of the programme is made. Ask for this pitch day alone.", field="together")
    asking = db.session.scalar(sa.select(EqualityAsking).where(EqualityAsking.event_id == event.id))
    if asking is None:
        db.session.add(EqualityAsking(event_id=event.id, survey_id=survey.id))
    else:
        asking.survey_id = survey.id


def _survey(desk: Event | Programme | None) -> EqualitySurvey:
    if desk is None:
        raise DomainError("This pitch day belongs to no programme. Ask for it alone.", field="together")
    known = queries.survey_of(desk)
    if known is not None:
        return known
    survey = EqualitySurvey(**{"programme_id" if isinstance(desk, Programme) else "event_id": desk.id})
    db.session.add(survey)
    db.session.flush()
    every = [(question.key, answer.key) for question in QUESTIONS for answer in question.answers]
    rows = [{"survey_id": survey.id, "question": question, "answer": answer} for question, answer in every]
    db.session.execute(sa.insert(EqualityCount), rows)
    return survey


def stop(event: Event) -> None:
    """Ask nobody else. What was counted stays counted: it is nobody's to take out."""
    for asking in db.session.scalars(sa.select(EqualityAsking).where(EqualityAsking.event_id == event.id)):
        db.session.delete(asking)


def answer(survey: EqualitySurvey, person: Person, answers: Mapping[str, str]) -> None:
    """Count somebody's answers, by the keys of questions; what is missing or unknown leaves nothing.

    Raises DomainError when they have answered before, and once the survey is closed.
    """
    mark = {"survey_id": survey.id, "mark": queries.mark_of(survey, person)}
    if not update_while(survey, EqualitySurvey.closed_at.is_(None), taken_part=EqualitySurvey.taken_part + 1):
        raise DomainError(CLOSED)
    marked = insert_into(EqualityMark).values(mark).on_conflict_do_nothing().returning(EqualityMark.mark)
    if db.session.execute(marked).first() is None:
        raise DomainError("You have answered these questions already. Your answers are counted.")
    given = sa.or_(
        sa.false(),
        *(
            sa.and_(EqualityCount.question == question, EqualityCount.answer == key)
            for question, key in answers.items()
        ),
    )
    # Each row is written, also those to which nothing is added.
    db.session.execute(
        sa.update(EqualityCount)
        .where(EqualityCount.survey_id == survey.id)
        .values(number=EqualityCount.number + sa.case((given, 1), else_=0)),
        execution_options={"synchronize_session": False},
    )


def why_not_closed(survey: EqualitySurvey, now: datetime) -> str | None:
    """Why there can be no report yet, in words; None when there can be one."""
    for event in queries.asking_for(survey):
        until = event.applications_close_at + timedelta(minutes=event.grace_minutes)
        if until >= now and event.state is not EventState.CANCELLED:
            return f"Applications to {event.title} are still open. A report is made once, of everybody who applied."
    fewest = rules.fewest(queries.smallest())
    if survey.taken_part < fewest:
        return f"Fewer than {fewest} people have answered. A report of so few would show next to nothing, or too much."
    return None


def close(survey: EqualitySurvey) -> None:
    """Take no more answers, and keep of those that were given what a report may tell. It cannot be undone.

    A second time does nothing. Raises DomainError while there can be no report.
    """
    now, smallest = clock.now(), queries.smallest()
    # From here on nobody answers until this is committed.
    db.session.refresh(survey, with_for_update={"of": EqualitySurvey})
    if survey.closed_at:
        return
    if reason := why_not_closed(survey, now):
        raise DomainError(reason)
    counts = {key: {of: number or 0 for of, number in row.items()} for key, row in queries.counts_of(survey).items()}
    report = rules.protected(counts, survey.taken_part, smallest)
    survey.closed_at, survey.smallest, survey.taken_part = now, smallest, report.taken_part
    db.session.execute(
        sa.update(EqualityCount),
        [
            {"survey_id": survey.id, "question": question, "answer": of, "number": told}
            for question, answers in report.shown.items()
            for of, told in answers.items()
        ],
    )
    db.session.execute(sa.delete(EqualityMark).where(EqualityMark.survey_id == survey.id))
    desk = survey.event or survey.programme
    history.record(
        "closed",
        subject=f"equality_survey:{survey.id}",
        label="Equality questions",
        scope=desk.history_key if desk else None,
    )
