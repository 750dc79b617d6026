"""Reads that deserve a name."""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.equality import rules
from pitchday.equality.models import EqualityAsking, EqualityCount, EqualityMark, EqualitySurvey
from pitchday.equality.questions import QUESTIONS
from pitchday.events.models import Event, Programme
from pitchday.formats.tables import Cell


def smallest() -> int:
    """The smallest number of people that a report tells of."""
    setting: int = current_app.config["EQUALITY_SMALLEST"]
    return setting


def survey_of(desk: Event | Programme) -> EqualitySurvey | None:
    """The one of a pitch day alone, or the one that pitch days of a programme share."""
    mine = EqualitySurvey.programme_id if isinstance(desk, Programme) else EqualitySurvey.event_id
    return db.session.scalar(sa.select(EqualitySurvey).where(mine == desk.id))


def asked_at(event_id: int) -> EqualitySurvey | None:
    """The survey that a pitch day asks its founders for, or None when it does not ask."""
    return db.session.scalar(sa.select(EqualitySurvey).join(EqualityAsking).where(EqualityAsking.event_id == event_id))


def asking_for(survey: EqualitySurvey) -> Sequence[Event]:
    """The pitch days whose founders are asked, the first to take place first."""
    return db.session.scalars(
        sa.select(Event)
        .join(EqualityAsking, EqualityAsking.event_id == Event.id)
        .where(EqualityAsking.survey_id == survey.id)
        .order_by(Event.starts_at, Event.id)
    ).all()


def mark_of(survey: EqualitySurvey, person: Person) -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return hmac.new(secret.encode(), f"equality:{survey.uid}:{person.uid}".encode(), hashlib.sha256).hexdigest()


def has_answered(survey: EqualitySurvey, person: Person) -> bool:
    """Not known any more once the survey is closed."""
    mine = EqualityMark.survey_id == survey.id, EqualityMark.mark == mark_of(survey, person)
    return bool(db.session.scalar(sa.select(sa.exists().where(*mine))))


def counts_of(survey: EqualitySurvey) -> dict[str, dict[str, int | None]]:
    """By question and answer, in the order in which they are asked."""
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    columns = EqualityCount.question, EqualityCount.answer, EqualityCount.number
    for question, answer, number in db.session.execute(sa.select(*columns).where(EqualityCount.survey_id == survey.id)):
        found[question][answer] = number
    return {asked.key: {given.key: found[asked.key].get(given.key) for given in asked.answers} for asked in QUESTIONS}


@dataclass(frozen=True)
class Line:
    """One answer in a report; without a `least`, it is not told how many gave it."""

    words: str
    least: int | None
    told: str


@dataclass(frozen=True)
class Told:
    """A question in a report."""

    key: str
    topic: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Report:
    """What a closed survey tells."""

    smallest: int
    least: int
    told: str
    questions: Sequence[Told]

    @property
    def longest(self) -> int:
        return max([1, *(line.least or 0 for question in self.questions for line in question.lines)])

    def rows(self) -> Iterator[Sequence[Cell]]:
        """The same for a spreadsheet: topic, answer, at least, at most."""
        most = self.smallest - 1
        yield "Took part", None, self.least, self.least + most
        for question in self.questions:
            for line in question.lines:
                yield question.topic, line.words, line.least, None if line.least is None else line.least + most


def report_of(survey: EqualitySurvey) -> Report | None:
    """None until the survey is closed."""
    size = survey.smallest
    if size is None:
        return None
    counts = counts_of(survey)
    questions = []
    for question in QUESTIONS:
        lines = [
            Line(answer.words, least, "not shown" if least is None else rules.range_in_words(least, size))
            for answer in question.answers
            for least in (counts[question.key][answer.key],)
        ]
        questions.append(Told(question.key, question.topic, lines))
    return Report(size, survey.taken_part, rules.range_in_words(survey.taken_part, size), questions)
