"""What one row of somebody's spreadsheet says, and whether it could become an application."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pitchday import clock
from pitchday.accounts.rules import clean_address
from pitchday.applications import kinds, queries
from pitchday.applications.enums import QuestionKind
from pitchday.applications.importing import columns
from pitchday.applications.importing.models import RowOutcome
from pitchday.applications.importing.reading import Sheet, letters
from pitchday.applications.models import Question
from pitchday.errors import DomainError
from pitchday.startups.duplicates import domain, name_key, same_company
from pitchday.startups.rules import read_founded
from pitchday.startups.typed import TypedFacts

Problem = list[str]
"""The column's letters, its heading, the value, and what is wanted instead."""

LONGEST_NAME = 200
MOST_PEOPLE = 10
_ACCEPTED = frozenset({"yes", "y", "true", "1", "x", "accepted", "agreed", "i agree", "i accept"})


@dataclass(frozen=True)
class Someone:
    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """A row that was understood. `answers` maps the uid of a question to what `kinds.read` made of the cell."""

    facts: dict[str, Any]
    founder: Someone
    others: tuple[Someone, ...]
    sent_on: date | None
    answers: dict[str, str]

    @property
    def names(self) -> set[tuple[str, str]]:
        """By any of these another row is of the same startup."""
        number, host = self.facts.get("company_number"), domain(self.facts.get("website") or "")
        by_name = (name_key(self.facts["name"]), self.founder.email)
        return {by_name} | ({("number", number)} if number else set()) | ({("website", host)} if host else set())


class RowReader:
    """Reads rows of one sheet as its columns were mapped."""

    def __init__(self, sheet: Sheet, mapping: Sequence[str], questions: Sequence[Question]) -> None:
        self.headings = sheet.headings
        self.places = {key: place for place, key in enumerate(mapping) if key and place < len(sheet.headings)}
        self.typed = TypedFacts()
        self.asked = {question.uid: (question.label, question.terms) for question in questions}

    def read(self, cells: Sequence[str]) -> tuple[Entry | None, list[Problem]]:
        """The entry when nothing is wrong with it, else everything that is."""
        given = {key: cells[place] for key, place in self.places.items()}
        facts, wrong = self.typed.read({key: given.get(key, "") for key in self.typed.labels})
        founder = self._founder(given, wrong)
        others = _people(given.get(columns.PEOPLE, ""), wrong)
        sent_on = _sent_on(given.get(columns.SENT_ON, ""), wrong)
        answers = self._answers(given, wrong)
        problems = [self._problem(key, given.get(key, ""), words) for key, words in wrong.items()]
        problems.sort(key=lambda problem: (len(problem[0]), problem[0]))
        return (None if problems else Entry(facts, founder, others, sent_on, answers)), problems

    def _problem(self, key: str, value: str, words: str) -> Problem:
        place = self.places.get(key)
        if place is None:
            return ["", self.typed.labels.get(key, key), "", words]
        return [letters(place), self.headings[place], value[:LONGEST_NAME], words]

    def _founder(self, given: dict[str, str], wrong: dict[str, str]) -> Someone:
        name = " ".join(given.get(columns.FOUNDER_NAME, "").split())
        if not name or len(name) > LONGEST_NAME:
            wrong[columns.FOUNDER_NAME] = f"Enter the founder’s name, {LONGEST_NAME} characters at most."
        return Someone(name, _address(given.get(columns.FOUNDER_EMAIL, ""), columns.FOUNDER_EMAIL, wrong))

    def _answers(self, given: dict[str, str], wrong: dict[str, str]) -> dict[str, str]:
        """Empty cells are no answers: whoever was asked elsewhere was perhaps not asked this."""
        found = {}
        for uid, (label, terms) in self.asked.items():
            key = f"{columns.ANSWER}{uid}"
            if text := given.get(key, ""):
                found[uid] = kinds.read(terms, _chosen(terms, text))
                problem = kinds.problem(terms, found[uid], f"“{label}”")
                if not found[uid]:
                    problem = f"Write one of: {', '.join(terms.options or ('yes', 'nothing'))}"
                if problem:
                    wrong[key] = f"{problem}."
        return found


def _address(text: str, key: str, wrong: dict[str, str]) -> str:
    try:
        return clean_address(text)
    except DomainError as refusal:
        wrong[key] = refusal.message
        return ""


def _people(text: str, wrong: dict[str, str]) -> tuple[Someone, ...]:
    """`Ada Lock <ada@example.org>; Ben Moor <ben@example.org>`, or a line each."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        shape = re.fullmatch(r"([^<>]+)<([^<>]+)>", part)
        if shape is None:
            wrong[columns.PEOPLE] = "Write each as Ada Lock <ada@example.org>, with a semicolon between people."
            break
        found.append(Someone(" ".join(shape[1].split())[:LONGEST_NAME], _address(shape[2], columns.PEOPLE, wrong)))
    if len(found) > MOST_PEOPLE:
        wrong[columns.PEOPLE] = f"Name {MOST_PEOPLE} people at most."
    return tuple(found)


def _sent_on(text: str, wrong: dict[str, str]) -> date | None:
    """The day of a day or of an instant, days before months."""
    if not text:
        return None
    try:
        known = read_founded(re.sub(r"[ T]\d{1,2}:\d{2}.*$", "", text), field=columns.SENT_ON)
        day = date.fromisoformat(known)
    except (DomainError, ValueError):
        wrong[columns.SENT_ON] = "Enter a day, such as 14/03/2026."
        return None
    if not day.year >= 2000 or day > clock.today():
        wrong[columns.SENT_ON] = "Enter a day from the year 2000 on that has been."
    return day


def _chosen(terms: kinds.Terms, text: str) -> list[str]:
    """The cell as the form would send it: options whatever their capitals, several by lines, semicolons or commas."""
    if terms.kind is QuestionKind.STATEMENT:
        return [kinds.ACCEPTED] if text.casefold() in _ACCEPTED else []
    if terms.kind not in kinds.WITH_OPTIONS:
        return [text]
    known = {option.casefold(): option for option in terms.options}
    for separator in (r"\n", r"\n|;", r"\n|;|,"):
        parts = [part.strip() for part in re.split(separator, text) if part.strip()]
        if all(part.casefold() in known for part in parts):
            return [known[part.casefold()] for part in parts]
    return []


HERE_ALREADY = "This startup is here already. Ask it to apply: its profile is its own, and so is who knows of it."


def standing(event_id: int, entry: Entry) -> tuple[RowOutcome, list[Problem]]:
    """Whether an entry can become an application.

    A startup that is here already is never applied for, whoever is named as its founder. An application would open its
    profile, and the names and addresses of all its members, to the organisers who typed no more than one of them; and
    what is in a spreadsheet is neither the profile that its members keep nor their consent. So the row says that it is
    here and that it has to be asked. It follows that importing gives nobody access to a startup that was here before.
    """
    startup = same_company(entry.facts, entry.founder.email)
    if startup is None:
        return RowOutcome.GOOD, []
    known = queries.of_startups(event_id, [startup.id]).get(startup.id)
    if known is not None and known.submitted_at is not None:  # a draft is its founders' own, and told to nobody
        return RowOutcome.ALREADY, []
    return RowOutcome.BROKEN, [["", "", entry.facts["name"], HERE_ALREADY]]
