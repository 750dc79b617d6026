"""Changing what a pitch day asks. Once somebody has sent an application, a change makes a new version of the form."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import kinds, queries, question_times
from pitchday.applications.enums import QuestionKind
from pitchday.applications.kinds import Terms
from pitchday.applications.models import Answer, Question
from pitchday.applications.rules import MAX_QUESTIONS
from pitchday.applications.versions import form_version
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
    queries.lock_form(event)
    if not queries.stored_questions(event.id):
        db.session.add_all(queries.questions_of(event))
        db.session.flush()
    return queries.stored_questions(event.id)


def version_to_write(event: Event) -> int:
    """The version that a change of the questions belongs to: a new one when founders have answered today's for good."""
    current = form_version(queries.questions_over_time(event))
    return current + (queries.anything_sent(event.id) and queries.form_in_use(event.id, current))


def opened(event: Event) -> list[Question]:
    """The stored questions, and nobody else's to change until the transaction ends."""
    queries.lock_form(event)
    return list(ensure_default_questions(event))


def _found(questions: Sequence[Question], uid: str) -> Question:
    question = next((known for known in questions if known.uid == uid), None)
    if question is None:
        raise NotFound
    return question


def add_question(event: Event, **values: Any) -> Question:
    """Ask one thing more, after all others. `values` are columns of the question."""
    stored = opened(event)
    if len(stored) >= MAX_QUESTIONS:
        raise DomainError(f"A pitch day asks {MAX_QUESTIONS} questions at most. Remove one first.", field="label")
    place = {"position": stored[-1].position + 1, "since": version_to_write(event)}
    _require_times(event, values)
    question = Question(event_id=event.id, **place, **_sound(stored, values))
    db.session.add(question)
    db.session.flush()
    return question


def edit_question(event: Event, uid: str, **values: Any) -> None:
    """Ask it otherwise: in its place, or as another question when somebody has answered this one for good."""
    stored = opened(event)
    question = _found(stored, uid)
    _sound(stored[: stored.index(question)], values)
    _require_dependants_kept(stored, question, values["kind"], values["options"])
    _require_times(event, values)
    for name in TIMES:
        setattr(question, name, values.get(name))
    if all(getattr(question, name) == value for name, value in values.items()):
        return
    version = version_to_write(event)
    if question.since == version:
        for name, value in values.items():
            setattr(question, name, value)
        return
    question.until = version - 1
    place = {"position": question.position, "from_set_id": question.from_set_id}
    successor = Question(event_id=event.id, since=version, replaces_id=question.id, **place, **values)
    db.session.add(successor)
    db.session.flush()
    for other in stored:
        if other.shown_if_id == question.id:
            other.shown_if_id = successor.id


def _require_times(event: Event, values: dict[str, Any]) -> None:
    question_times.require_sound(
        values.get("required", True),
        values.get("required_from"),
        values.get("fixed_after"),
        event.applications_close_at,
    )


def _sound(earlier: Sequence[Question], values: dict[str, Any]) -> dict[str, Any]:
    """Values of a question that somebody can answer. Raises DomainError, beside its field, for others."""
    names = ("kind", "max_words", "max_characters", "least", "most", "unit", "options")
    terms = Terms(**{name: values[name] for name in names if name in values})
    kinds.require_sound(replace(terms, options=tuple(terms.options)))
    other = next((known for known in earlier if known.id == values.get("shown_if_id")), None)
    if values.get("shown_if_id") is not None and (other is None or other.kind not in kinds.DECIDING):
        raise DomainError("Choose answers to a question that is asked before this one.", field="shown_if")
    return values


def _require_dependants_kept(
    stored: Sequence[Question], question: Question, kind: QuestionKind, options: Sequence[str]
) -> None:
    """Raise DomainError when another question would never be asked any more."""
    for other in stored:
        if other.shown_if_id == question.id and not (kind in kinds.DECIDING and set(other.shown_if) <= set(options)):
            raise DomainError(
                f"“{other.label}” is asked only after an answer that would go. Change that question first.",
                field="options",
            )


def earlier_choices(questions: Sequence[Question], before: Question | None = None) -> list[Question]:
    """Those whose answers may decide whether `before`, or a question to come, is asked."""
    asked_before = itertools.takewhile(lambda known: before is None or known.uid != before.uid, questions)
    return [known for known in asked_before if known.kind in kinds.DECIDING]


def move_question(event: Event, uid: str, *, up: bool) -> None:
    """One place up or down; the first stays first and the last stays last.

    Raises DomainError when a question would be asked before the one that decides whether it is.
    """
    stored = opened(event)
    here = stored.index(_found(stored, uid))
    there = here - 1 if up else here + 1
    if 0 <= there < len(stored):
        first, second = (stored[min(here, there)], stored[max(here, there)])
        if second.shown_if_id == first.id:
            raise DomainError(f"“{first.label}” decides whether “{second.label}” is asked, so it comes first.")
        stored[here], stored[there] = stored[there], stored[here]
    for position, question in enumerate(stored, start=1):
        question.position = position


def answered(question: Question) -> int:
    """How many drafts hold an answer to it."""
    statement = sa.select(sa.func.count()).select_from(Answer).where(Answer.question_id == question.id)
    return db.session.scalar(statement.where(Answer.text != "")) or 0


def remove_question(event: Event, uid: str) -> None:
    """Ask it no more. While nobody has answered for good it is gone with what drafts have; the last question stays."""
    stored = opened(event)
    question = _found(stored, uid)
    if len(stored) == 1:
        raise DomainError("This is the only question. Change it, or add another before you remove it.")
    _require_dependants_kept(stored, question, QuestionKind.TEXT, ())
    drop(question, version_to_write(event))


def drop(question: Question, version: int) -> None:
    """Ask it no more from `version` of the form on; what nobody has answered for good is gone."""
    if question.since < version:
        question.until = version - 1
        return
    db.session.execute(sa.delete(Answer).where(Answer.question_id == question.id))
    # An earlier wording of another question may still hang on it.
    db.session.execute(sa.update(Question).where(Question.shown_if_id == question.id).values(shown_if_id=None))
    db.session.delete(question)
    db.session.flush()


# Columns that make a question what it is, wherever it is asked.
TERMS = (
    *("kind", "label", "help_text", "max_words", "max_characters", "least", "most", "unit", "options"),
    *("shown_if", "readers", "required"),
)


# When they count. They are of the pitch day and make a question no other one.
TIMES = ("required_from", "fixed_after")


def copy_questions(source: Event, target: Event, shift: timedelta) -> None:
    """Ask at a new pitch day, `shift` later on the wall of its zone, what another one asks, as rows of its own."""
    copies: dict[int, Question] = {}
    for question in queries.stored_questions(source.id):
        copy = Question(event_id=target.id, position=question.position, from_set_id=question.from_set_id)
        for name in TERMS:
            setattr(copy, name, getattr(question, name))
        for name in TIMES:
            at = getattr(question, name)
            setattr(copy, name, None if at is None else clock.moved(at, source.zone, shift))
        if question.shown_if_id is not None:
            copy.shown_if_id = copies[question.shown_if_id].id
        copies[question.id] = copy
        db.session.add(copy)
        db.session.flush()
