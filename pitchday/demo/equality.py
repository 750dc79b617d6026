"""Equality questions: a heat with a report of its own, two that share one, and a final where founders still answer."""

from __future__ import annotations

from random import Random

from pitchday.demo.cast import Cast, demo_person
from pitchday.demo.companies import Company
from pitchday.demo.opening import lead_of
from pitchday.demo.plan import Calendar, Day, Fate, Size
from pitchday.demo.script import Script, World
from pitchday.equality import queries, services
from pitchday.equality.questions import QUESTIONS
from pitchday.events.enums import EventKind

ALONE = "manchester"
TOGETHER = ("leeds", "newcastle")
REPORTED = -2
SENT = tuple(fate for fate in Fate if fate is not Fate.DRAFT)
# How many of a hundred founders give the answers to each question, in their order; the others do not say. Of some
# answers there are so few that a report of one heat does not show them.
WEIGHTS = {
    "age": (12, 40, 27, 11, 5),
    "sex": (36, 60),
    "gender_identity": (91, 2),
    "ethnicity": (21, 13, 6, 49, 4),
    "disability": (13, 78),
    "religion": (44, 2, 26, 5, 1, 12, 4, 1),
    "orientation": (74, 8, 7, 2),
    "household": (22, 14, 9, 17, 20, 9, 4, 3),
    "school": (62, 9, 4, 18, 3),
    "caring": (60, 24, 7, 3),
}


def write(script: Script, size: Size, cast: Cast, calendar: Calendar) -> None:
    days = [day for day in size.days if day.key in (ALONE, *TOGETHER) or day.kind is EventKind.FINAL]
    chance = Random("equality 3")  # noqa: S311 - chance, not secrets
    for day in days:
        answered = min(calendar.at(day.closes, 18), calendar.at(REPORTED, 9))
        script.at(calendar.at(day.opens, 13), lead_of(day).email, ask, day)
        script.at(answered, "", answer, day, cast.of(day, *SENT), chance)
        if day.key == ALONE:
            script.at(calendar.at(day.closes + 3, 10), lead_of(day).email, report, day)
    script.at(calendar.at(REPORTED, 10), demo_person("organiser").email, report_together)


def ask(world: World, day: Day) -> None:
    services.ask(world.events[day.key], together=day.key in TOGETHER)


def answer(world: World, day: Day, companies: list[Company], chance: Random) -> None:
    """Nine in ten of the founders, those once who apply in two cities."""
    survey = queries.asked_at(world.events[day.key].id)
    for company in companies:
        for founder in company.founders:
            person = world.people.get(founder.email)
            willing = chance.random() < 0.9
            if survey and person and willing and not queries.has_answered(survey, person):
                services.answer(survey, person, _answers(chance))


def _answers(chance: Random) -> dict[str, str]:
    given = {}
    for question in QUESTIONS:
        weights = WEIGHTS[question.key]
        keys = ["", *(each.key for each in question.answers)]
        given[question.key] = chance.choices(keys, (100 - sum(weights), *weights))[0]
    return {question: key for question, key in given.items() if key}


def report(world: World, day: Day) -> None:
    survey = queries.survey_of(world.events[day.key])
    if survey:
        services.close(survey)


def report_together(world: World) -> None:
    survey = queries.survey_of(world.programmes["northern"])
    if survey:
        services.close(survey)
