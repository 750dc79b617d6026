"""Surveys that people have answered."""

from __future__ import annotations

from collections.abc import Mapping

from pitchday.db import commits, db
from pitchday.equality import queries, services
from pitchday.equality.models import EqualitySurvey
from pitchday.equality.questions import QUESTIONS
from pitchday.events.models import Event, Programme
from tests import factories

EVERY = {question.key: {answer.key: 0 for answer in question.answers} for question in QUESTIONS}


def add_answers(survey: EqualitySurvey, number: int, answers: Mapping[str, str]) -> None:
    """So many people say the same."""
    for _ in range(number):
        commits(services.answer)(survey, factories.add_person(), answers)


def add_survey(desk: Event | Programme) -> EqualitySurvey:
    survey = commits(services._survey)(desk)
    return db.session.merge(survey)


def add_report(desk: Event | Programme) -> EqualitySurvey:
    """Of twelve people, of whom seven say that they are female, three that they are male, and nobody anything else."""
    survey = add_survey(desk)
    add_answers(survey, 7, {"sex": "female", "age": "25_to_34"})
    add_answers(survey, 3, {"sex": "male"})
    add_answers(survey, 2, {})
    commits(services.close)(survey)
    return survey


def numbers_of(survey: EqualitySurvey) -> dict[str, dict[str, int | None]]:
    """Those that are not nothing, by question."""
    db.session.commit()
    found = queries.counts_of(survey)
    return {
        question: kept
        for question, row in found.items()
        if (kept := {answer: number for answer, number in row.items() if number})
    }
