"""The library of question sets: keeping what a pitch day asks under a name, and asking it at another one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import asking, queries
from pitchday.applications.enums import QuestionKind, Readers
from pitchday.applications.models import Question
from pitchday.applications.rules import MAX_QUESTIONS
from pitchday.applications.set_models import QuestionSet
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.places.signals import organise_together_asked


def library(text: str, *, retired: bool = False) -> sa.Select[QuestionSet]:
    """Sets whose name, description or owner has all the words of `text`, by name."""
    statement = sa.select(QuestionSet).join(QuestionSet.owner).options(contains_eager(QuestionSet.owner))
    for word in text.split():
        searched = (QuestionSet.name, QuestionSet.description, Person.name)
        statement = statement.where(sa.or_(*(column.icontains(word, autoescape=True) for column in searched)))
    is_retired = QuestionSet.retired_at.is_not(None)
    return statement.where(is_retired if retired else ~is_retired).order_by(QuestionSet.key)


def may_change(person: Person, kept: QuestionSet) -> bool:
    """Its owner, organisers of a programme that the owner organises as well, and administrators."""
    if person.is_administrator or kept.owner_id == person.id:
        return True
    return any(answer for _, answer in organise_together_asked.send(person, colleague=kept.owner))


def sources_of(questions: Iterable[Question]) -> dict[str, QuestionSet]:
    """From which set each question was taken, by the question's uid, in one query."""
    taken = {question.uid: question.from_set_id for question in questions if question.from_set_id is not None}
    if not taken:
        return {}
    sets = db.session.scalars(sa.select(QuestionSet).where(QuestionSet.id.in_(set(taken.values()))))
    by_id = {kept.id: kept for kept in sets}
    return {uid: by_id[number] for uid, number in taken.items()}


def to_keep(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Questions as a set holds them. `after` is the place of the one whose answer decides whether one is asked."""
    places = {question.id: place for place, question in enumerate(questions)}
    return [
        {name: getattr(question, name) for name in asking.TERMS}
        | {"kind": question.kind.value, "readers": question.readers.value}
        | {"after": None if question.shown_if_id is None else places[question.shown_if_id]}
        for question in questions
    ]


def _terms_in(kept: QuestionSet) -> list[dict[str, Any]]:
    """Columns of questions, without those that hang on a pitch day."""
    return [
        {name: known[name] for name in asking.TERMS}
        | {"kind": QuestionKind(known["kind"]), "readers": Readers(known["readers"])}
        for known in kept.questions
    ]


def questions_in(kept: QuestionSet) -> list[Question]:
    """To look at; they belong to no pitch day and are never stored."""
    return [
        Question(
            id=place,
            uid=f"{kept.uid}{place}",
            shown_if_id=known["after"],
            since=1,
            **terms,
        )
        for place, (known, terms) in enumerate(zip(kept.questions, _terms_in(kept), strict=True))
    ]


def save(event: Event, *, name: str, description: str, owner: Person, over: QuestionSet | None = None) -> QuestionSet:
    """Keep what the pitch day asks now as a new set, or in place of what is in `over`.

    Raises DomainError for a name that another set has.
    """
    kept = over or QuestionSet(owner=owner)
    kept.name, kept.description = " ".join(name.split()), description
    kept.key = kept.name.casefold()
    taken = sa.select(QuestionSet.id).where(QuestionSet.key == kept.key, QuestionSet.id != (kept.id or 0))
    with db.session.no_autoflush:
        if db.session.scalar(taken) is not None:
            raise DomainError("There is a set of this name already.", field="name")
    kept.questions, kept.saved_at = to_keep(queries.questions_of(event)), clock.now()
    db.session.add(kept)
    db.session.flush()
    return kept


def set_offered(kept: QuestionSet, *, offered: bool) -> None:
    """Offer it again or no longer; pitch days that ask its questions go on asking them."""
    if offered != (kept.retired_at is None):
        kept.retired_at = None if offered else clock.now()


def ask(event: Event, kept: QuestionSet, *, instead: bool) -> None:
    """Ask the questions of a set after those that are asked, or `instead` of them.

    What is asked already in the same words stays, with its answers. Raises DomainError for too many questions, and
    when nothing would be different.
    """
    stored = asking.opened(event)
    known = _known(stored, kept)
    gone = [question for question in stored if question not in known] if instead else []
    if len(stored) - len(gone) + known.count(None) > MAX_QUESTIONS:
        raise DomainError(f"A pitch day asks {MAX_QUESTIONS} questions at most. Remove some first.", field="way")
    if None not in known and not gone:
        raise DomainError("This pitch day asks all of these questions already.", field="way")
    version = asking.version_to_write(event)
    first = 1 if instead else stored[-1].position + 1
    asked: list[Question] = []
    for position, (terms, there) in enumerate(zip(_terms_in(kept), known, strict=True), start=first):
        after = kept.questions[position - first]["after"]
        added = {"shown_if_id": None if after is None else asked[after].id, "since": version, "from_set_id": kept.id}
        asked.append(there or _added(event, **terms, **added))
        if there is None or instead:
            asked[-1].position = position
        db.session.flush()
    for question in reversed(gone):
        asking.drop(question, version)


def _added(event: Event, **values: Any) -> Question:
    question = Question(event_id=event.id, position=0, **values)
    db.session.add(question)
    return question


def _known(stored: Sequence[Question], kept: QuestionSet) -> list[Question | None]:
    """For each question of the set the one that is asked in the same words, after the same answer."""
    found: list[Question | None] = []
    for terms, after in zip(_terms_in(kept), (known["after"] for known in kept.questions), strict=True):
        deciding = None if after is None else found[after]
        found.append(
            next(
                (
                    question
                    for question in stored
                    if question not in found
                    and all(getattr(question, name) == value for name, value in terms.items())
                    and (after is None or deciding is not None)
                    and question.shown_if_id == (deciding.id if deciding else None)
                ),
                None,
            )
        )
    return found
