"""What a startup has answered so far, question by question, and how it is kept when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pitchday.applications import queries, rules
from pitchday.applications.enums import QuestionKind
from pitchday.applications.models import AnswerFile, Application, Question


def asked(application: Application) -> list[rules.Asked]:
    """The questions of the pitch day with what the startup has answered so far."""
    texts = {answer.question_id: answer.text for answer in application.answers}
    return asked_of(queries.questions_of(application.event), texts, {file.uid: file for file in application.files})


def asked_of(
    questions: Sequence[Question], texts: Mapping[int, str] | None = None, files: Mapping[str, AnswerFile] | None = None
) -> list[rules.Asked]:
    """Questions with answers by their ids, in the order in which they are asked."""
    by_id = {question.id: question for question in questions}
    texts, files = texts or {}, files or {}
    return rules.with_what_applies(
        rules.Asked(
            question.uid,
            question.label,
            question.help_text,
            question.terms,
            question.required,
            text := texts.get(question.id, ""),
            question.readers,
            _condition(question, by_id),
            file_name=files[text].file_name if text in files else "",
        )
        for question in questions
    )


def _condition(question: Question, known: Mapping[int, Question]) -> rules.Condition | None:
    if question.shown_if_id is None:
        return None
    other = known[question.shown_if_id]
    return rules.Condition(other.uid, other.label, frozenset(question.shown_if))


def answers_to_keep(questions: Iterable[rules.Asked]) -> list[dict[str, Any]]:
    """The answers as they are sent, in words that stay readable when the question changes."""
    return [_kept(question) for question in questions if question.applies]


def _kept(question: rules.Asked) -> dict[str, Any]:
    kept = {"uid": question.uid, "label": question.label, "text": question.in_words, "readers": question.readers.value}
    if question.terms.kind is QuestionKind.FILE and question.text:
        kept["file"] = question.text
    return kept
