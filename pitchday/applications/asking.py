"""Changing what a pitch day asks. Once somebody has sent an application, everybody is asked the same."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from pitchday.applications import queries
from pitchday.applications.models import Answer, Question
from pitchday.applications.rules import MAX_QUESTIONS
from pitchday.db import db
from pitchday.errors import DomainError, NotFound
from pitchday.events.models import Event


def ensure_default_questions(event: Event) -> Sequence[Question]:
    """Store the standard questions if the pitch day has none of its own; its questions either way.

    Called when somebody first needs rows: an applicant who answers, or an organiser who changes them.
    """
    stored = queries.stored_questions(event.id)
    if stored:
        return stored
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    if not queries.stored_questions(event.id):
        db.session.add_all(queries.questions_of(event))
        db.session.flush()
    return queries.stored_questions(event.id)


def _changeable(event: Event) -> list[Question]:
    """The stored questions, while they may still be changed. Raises DomainError once an application was sent."""
    stored = list(ensure_default_questions(event))
    if queries.anything_sent(event.id):
        raise DomainError(
            "An application has been sent, so the questions stay as they are: every startup is asked the same."
        )
    return stored


def _found(questions: Sequence[Question], uid: str) -> Question:
    question = next((known for known in questions if known.uid == uid), None)
    if question is None:
        raise NotFound
    return question


def add_question(
    event: Event, *, label: str, help_text: str = "", max_words: int = 200, required: bool = True
) -> Question:
    """Ask one thing more, after all others."""
    stored = _changeable(event)
    if len(stored) >= MAX_QUESTIONS:
        raise DomainError(f"A pitch day asks {MAX_QUESTIONS} questions at most. Remove one first.", field="label")
    question = Question(
        event_id=event.id,
        position=stored[-1].position + 1,
        label=label,
        help_text=help_text,
        max_words=max_words,
        required=required,
    )
    db.session.add(question)
    db.session.flush()
    return question


def edit_question(event: Event, uid: str, *, label: str, help_text: str, max_words: int, required: bool) -> None:
    question = _found(_changeable(event), uid)
    question.label, question.help_text = label, help_text
    question.max_words, question.required = max_words, required


def move_question(event: Event, uid: str, *, up: bool) -> None:
    """One place up or down; the first stays first and the last stays last."""
    stored = _changeable(event)
    here = stored.index(_found(stored, uid))
    there = here - 1 if up else here + 1
    if 0 <= there < len(stored):
        stored[here], stored[there] = stored[there], stored[here]
    for position, question in enumerate(stored, start=1):
        question.position = position


def answered(question: Question) -> int:
    """How many drafts hold an answer to it."""
    statement = sa.select(sa.func.count()).select_from(Answer).where(Answer.question_id == question.id)
    return db.session.scalar(statement.where(Answer.text != "")) or 0


def remove_question(event: Event, uid: str) -> None:
    """Ask it no more; what drafts have answered to it goes with it. The last question stays."""
    stored = _changeable(event)
    question = _found(stored, uid)
    if len(stored) == 1:
        raise DomainError("This is the only question. Change it, or add another before you remove it.")
    db.session.execute(sa.delete(Answer).where(Answer.question_id == question.id))
    db.session.delete(question)
    db.session.flush()


def copy_questions(source: Event, target: Event) -> None:
    """Ask at a new pitch day what another one asks, as rows of its own."""
    kept = ("position", "label", "help_text", "max_words", "required")
    for question in queries.stored_questions(source.id):
        db.session.add(Question(event_id=target.id, **{name: getattr(question, name) for name in kept}))
