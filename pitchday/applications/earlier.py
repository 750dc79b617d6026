"""What a startup has answered to the same questions at other pitch days, for taking over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pitchday.applications import kinds
from pitchday.applications.enums import QuestionKind, Readers
from pitchday.applications.models import Answer, Application, Question
from pitchday.applications.rules import Asked
from pitchday.db import db
from pitchday.events.models import Event

FROM_MOST_TO_FEWEST = list(Readers)
NEVER_TAKEN = frozenset({QuestionKind.FILE, QuestionKind.STATEMENT})


@dataclass(frozen=True)
class Earlier:
    """Answers given at the pitch day `title`, by the uid of the question here that asks the same."""

    title: str
    texts: dict[str, str]


def earlier_answers(application: Application, questions: Sequence[Asked]) -> Earlier | None:
    """From the application that has most of them, the last changed among equals: answers to questions of the same
    words and kind that are not answered here. Files stay where they were given, nobody accepts a statement unread, and
    what fewer people were to read stays between them. In one query."""
    open_questions: dict[tuple[str, QuestionKind], Asked] = {
        (_words(question.label), question.terms.kind): question
        for question in questions
        if question.applies and not question.to_start_from and question.terms.kind not in NEVER_TAKEN
    }
    rows = db.session.execute(
        sa.select(Application.id, Event.title, Question.label, Question.kind, Question.readers, Answer.text)
        .select_from(Answer)
        .join(Answer.application)
        .join(Answer.question)
        .join(Application.event)
        .where(Application.startup_id == application.startup_id, Application.id != application.id, Answer.text != "")
        .order_by(Application.changed_at.desc(), Application.id.desc(), Question.since.desc(), Answer.id.desc())
    )
    found: dict[int, Earlier] = {}
    for application_id, title, label, kind, readers, text in rows:
        question = open_questions.get((_words(label), kind))
        if question is None:
            continue
        if FROM_MOST_TO_FEWEST.index(question.readers) < FROM_MOST_TO_FEWEST.index(readers):
            continue
        fitting = kinds.read(question.terms, kinds.typed_of(kind, text))
        if fitting:
            found.setdefault(application_id, Earlier(title, {})).texts.setdefault(question.uid, fitting)
    return max(found.values(), key=lambda earlier: len(earlier.texts), default=None)


def _words(label: str) -> str:
    return " ".join(label.casefold().split())
