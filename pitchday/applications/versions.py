"""Versions of what a pitch day asks: which one stands, and what is different since an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pitchday.applications.models import Question


@dataclass(frozen=True)
class News:
    """What is asked anew, asked otherwise and asked no more."""

    new: Sequence[Question]
    changed: Sequence[Question]
    gone: Sequence[Question]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)

    def about(self, uid: str) -> str:
        """`new`, `changed` or nothing, of a question that is asked."""
        for word, questions in (("new", self.new), ("changed", self.changed)):
            if any(question.uid == uid for question in questions):
                return word
        return ""


def form_version(every: Iterable[Question]) -> int:
    """The version that stands, from all questions that were ever asked."""
    return max(max(question.since, (question.until or 0) + 1) for question in every)


def earlier_wordings(question: Question, every: Iterable[Question]) -> Iterator[Question]:
    """What it was asked as before, the latest first."""
    by_id = {known.id: known for known in every}
    while question.replaces_id is not None:
        question = by_id[question.replaces_id]
        yield question


def news_since(version: int, every: Sequence[Question]) -> News:
    """What is different now from `version` of the form, in the order of the questions."""
    asked_now = [question for question in every if question.until is None]
    new: list[Question] = []
    changed: list[Question] = []
    kept = set()
    for question in asked_now:
        known = next((past for past in earlier_wordings(question, every) if past.since <= version), None)
        if question.since <= version:
            continue
        (changed if known else new).append(question)
        kept.add(known.id if known else None)
    gone = [past for past in every if past.until is not None and past.since <= version <= past.until]
    return News(new, changed, [past for past in gone if past.id not in kept])
