"""What a startup has answered so far, question by question, and how it is kept when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pitchday.applications import kinds, queries, rules
from pitchday.applications.enums import QuestionKind
from pitchday.applications.models import Application, Question
from pitchday.applications.versions import earlier_wordings, news_since


def asked(application: Application) -> list[rules.Asked]:
    """The questions of the pitch day with what the startup has answered so far, and what is new of them to it."""
    every = queries.questions_over_time(application.event)
    texts = {answer.question_id: answer.text for answer in application.answers}
    files = {file.uid: file.file_name for file in application.files}
    news = news_since(application.form_version, every)
    return rules.with_what_applies(
        replace(one, before=_before(question, every, texts, files), news=news.about(question.uid))
        for question in every
        if question.until is None
        for one in [_asked(question, every, texts, files)]
    )


def asked_of(questions: Sequence[Question]) -> list[rules.Asked]:
    """Questions that nobody has answered yet, in the order in which they are asked."""
    return [_asked(question, questions, {}, {}) for question in questions]


def _asked(
    question: Question, every: Iterable[Question], texts: Mapping[int, str], files: Mapping[str, str]
) -> rules.Asked:
    text = texts.get(question.id, "")
    return rules.Asked(
        question.uid,
        question.label,
        question.help_text,
        question.terms,
        question.required,
        text,
        question.readers,
        _condition(question, every),
        file_name=files.get(text, ""),
    )


def _before(
    question: Question, every: Sequence[Question], texts: Mapping[int, str], files: Mapping[str, str]
) -> rules.Before | None:
    """The last answer to an earlier wording, until there is one to this."""
    if texts.get(question.id):
        return None
    for past in earlier_wordings(question, every):
        if text := texts.get(past.id):
            return rules.Before(past.label, past.kind, text, files.get(text) or kinds.in_words(past.terms, text))
    return None


def _condition(question: Question, every: Iterable[Question]) -> rules.Condition | None:
    if question.shown_if_id is None:
        return None
    other = next(known for known in every if known.id == question.shown_if_id)
    return rules.Condition(other.uid, other.label, frozenset(question.shown_if))


def answers_to_keep(questions: Iterable[rules.Asked]) -> list[dict[str, Any]]:
    """The answers as they are sent, in words that stay readable when the question changes."""
    return [_kept(question) for question in questions if question.applies]


def _kept(question: rules.Asked) -> dict[str, Any]:
    kept = {"uid": question.uid, "label": question.label, "text": question.in_words, "readers": question.readers.value}
    if question.terms.kind is QuestionKind.FILE and question.text:
        kept["file"] = question.text
    return kept
