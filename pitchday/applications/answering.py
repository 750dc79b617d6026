"""What a startup has answered so far, question by question, and how it is kept when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pitchday import clock
from pitchday.applications import kinds, queries, question_times, rules
from pitchday.applications.enums import ApplicationState, QuestionKind
from pitchday.applications.models import Application, Question
from pitchday.applications.versions import earlier_wordings, news_since
from pitchday.events.models import Event


def asked(application: Application) -> list[rules.Asked]:
    """The questions of the pitch day with what the startup has answered so far, and what is new of them to it."""
    every = queries.questions_over_time(application.event)
    texts = {answer.question_id: answer.text for answer in application.answers}
    files = {file.uid: file.file_name for file in application.files}
    news, now = news_since(application.form_version, every), clock.now()
    fixed = _fixed(application, every, now)
    texts |= fixed
    return rules.with_what_applies(
        replace(
            _timed(_asked(question, every, texts, files), question, application.event, now),
            before=_before(question, every, texts, files),
            news=news.about(question.uid),
            fixed=question.id in fixed,
        )
        for question in every
        if question.until is None
    )


def asked_of(questions: Sequence[Question], event: Event | None = None) -> list[rules.Asked]:
    """Questions that nobody has answered yet, in the order in which they are asked; with their times at `event`."""
    asked = [(question, _asked(question, questions, {}, {})) for question in questions]
    if event is None:
        return [one for _, one in asked]
    return [_timed(one, question, event, clock.now()) for question, one in asked]


def _timed(asked: rules.Asked, question: Question, event: Event, now: datetime) -> rules.Asked:
    times = question.required_from, question.fixed_after
    return replace(
        asked,
        required=question_times.is_required(question.required, question.required_from, now),
        times=question_times.in_words(question.required, *times, now, event.zone),
    )


def _fixed(application: Application, every: Iterable[Question], now: datetime) -> dict[int, str]:
    """The answers that were sent and can no longer be changed, by question. What was returned can be changed."""
    if not application.submissions or application.state is ApplicationState.RETURNED:
        return {}
    sent = {given["uid"]: _as_kept(given) for given in application.submissions[-1].answers}
    return {
        question.id: sent[question.uid]
        for question in every
        if question_times.is_fixed(question.fixed_after, now) and sent.get(question.uid)
    }


def _as_kept(given: Mapping[str, Any]) -> str:
    """An answer of a submission in the words of its row."""
    return str(given.get("kept", given.get("file", given["text"])))


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
    elif question.text != question.in_words:
        kept["kept"] = question.text
    return kept
