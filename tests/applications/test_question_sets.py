"""Organisers of all cities share sets of questions, and asking one loses nothing that was answered for good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.applications import queries
from pitchday.applications import question_sets as sets
from pitchday.applications.models import Question
from pitchday.applications.rules import MAX_QUESTIONS
from pitchday.applications.set_models import QuestionSet
from pitchday.applications.versions import form_version
from pitchday.db import commits, db
from pitchday.events.enums import Role
from pitchday.events.models import Event
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call

CHOICE = {"kind": "choice", "label": "Sold any?", "options": "Yes\nNo", "required": "y", "readers": "all"}
AFTER = {"kind": "text", "label": "To whom?", "required": "y", "readers": "organisers"}


@pytest.fixture
def leeds(app: Flask, call: Call, other_client: Any, sign_in: Any) -> Organiser:
    """The organiser of another pitch day, who has nothing to do with the first."""
    person = factories.add_person("Lena Leeds")
    event = factories.add_event(organiser=person, city_slug="leeds")
    return Organiser(sign_in(person, on=other_client()), event.slug)


def asked(slug: str) -> list[Question]:
    db.session.expire_all()
    event = db.session.query(Event).filter_by(slug=slug).one()
    return list(queries.stored_questions(event.id))


def labels(slug: str) -> list[str]:
    return [question.label for question in asked(slug)]


def save(organiser: Organiser, name: str = "Sales", path: str = "questions/sets/new") -> Any:
    page = organiser.get(path).get_data(as_text=True)
    return organiser.post(path, {"once": hidden(page, "once"), "name": name, "description": "Who sells?"})


def ask(organiser: Organiser, way: str, kept: QuestionSet | None = None) -> Any:
    path = f"questions/sets/{(kept or the_set()).uid}"
    page = organiser.get(path).get_data(as_text=True)
    return organiser.post(path, {"once": hidden(page, "once"), "way": way})


def the_set() -> QuestionSet:
    db.session.expire_all()
    return db.session.query(QuestionSet).one()


def with_condition(organiser: Organiser) -> None:
    organiser.post("questions/new", CHOICE)
    organiser.post("questions/new", {**AFTER, "shown_if": f"{asked(organiser.event_slug)[-1].uid}:0"})


def test_a_set_is_saved_found_tried_out_and_asked_in_another_city(app: Flask, call: Call, leeds: Organiser) -> None:
    with_condition(call.organiser)
    assert save(call.organiser).status_code == 303
    assert "Sales 5 questions Looked after by Olive Organiser" in text_of(leeds.get("questions/sets?q=sells olive"))
    assert "No set fits" in text_of(leeds.get("questions/sets?q=rockets"))
    preview = text_of(leeds.get(f"questions/sets/{the_set().uid}"))
    assert "Only after “Yes” to “Sold any?”" in preview and "Looked after by Olive Organiser" in preview
    assert ask(leeds, "after").status_code == 303
    page = text_of(leeds.get("questions"))
    assert "Only after “Yes” to “Sold any?”" in page and "Taken from the set Sales" in page
    questions = asked(leeds.event_slug)
    assert len(questions) == 5, "the standard questions are asked already and not twice"
    assert questions[-1].shown_if_id == questions[-2].id
    assert questions[-1].readers.value == "organisers"
    assert text_of(ask(leeds, "after")).count("asks all of these questions already") >= 1


def test_a_change_of_the_set_reaches_no_pitch_day(app: Flask, call: Call, leeds: Organiser) -> None:
    save(call.organiser)
    call.organiser.post("questions/new", CHOICE)
    assert save(call.organiser, "Sales 2", f"questions/sets/{the_set().uid}/save").status_code == 303
    assert (the_set().name, len(the_set().questions)) == ("Sales 2", 4)
    ask(leeds, "after")
    before = labels(leeds.event_slug)
    call.organiser.post("questions/new", {**CHOICE, "label": "Another?"})
    save(call.organiser, "Sales 2", f"questions/sets/{the_set().uid}/save")
    assert labels(leeds.event_slug) == before


def test_asked_instead_it_keeps_what_was_answered(app: Flask, call: Call, leeds: Organiser) -> None:
    leeds.post("questions/new", CHOICE)
    for question in asked(leeds.event_slug)[1:3]:
        leeds.post(f"questions/{question.uid}/remove")
    save(leeds)
    call.founder.apply()
    first = asked(call.event.slug)[0]
    assert ask(call.organiser, "instead").status_code == 303
    assert labels(call.event.slug) == [first.label, "Sold any?"]
    assert asked(call.event.slug)[0].id == first.id, "the same question, so that its answer stays"
    assert form_version(queries.every_question(call.event.id)) == 2
    told = text_of(call.founder.get("status"))
    assert "New: “Sold any?”" in told and "No longer asked: “Why is your team" in told
    assert f"New: “{first.label}”" not in told
    assert len(call.application.submissions[0].answers) == 3


def test_asked_instead_before_anybody_has_sent_it_says_what_drafts_lose(
    app: Flask, call: Call, leeds: Organiser
) -> None:
    with_condition(leeds)
    save(leeds)
    with_condition(call.organiser)
    call.organiser.post("questions/new", {**CHOICE, "label": "Else?"})
    call.founder.start()
    assert "Answers of 1 draft to questions that go are lost" in text_of(
        call.organiser.get(f"questions/sets/{the_set().uid}")
    )
    assert ask(call.organiser, "instead").status_code == 303
    assert labels(call.event.slug) == labels(leeds.event_slug)
    assert form_version(queries.every_question(call.event.id)) == 1


def test_no_pitch_day_asks_more_than_it_may(app: Flask, call: Call, leeds: Organiser) -> None:
    for number in range(MAX_QUESTIONS - 3):
        leeds.post("questions/new", {**CHOICE, "label": f"Number {number}?"})
    save(leeds)
    call.organiser.post("questions/new", CHOICE)
    refused = ask(call.organiser, "after")
    assert refused.status_code == 422 and "20 questions at most" in text_of(refused)
    assert labels(call.event.slug)[-1] == "Sold any?" and len(labels(call.event.slug)) == 4
    assert ask(call.organiser, "instead").status_code == 303
    assert len(labels(call.event.slug)) == MAX_QUESTIONS


def test_only_whoever_looks_after_a_set_changes_it(app: Flask, call: Call, leeds: Organiser) -> None:
    save(call.organiser)
    path = f"questions/sets/{the_set().uid}"
    assert "Retire it" not in text_of(leeds.get(path))
    refused = leeds.get(f"{path}/save")
    assert refused.status_code == 403 and "Olive Organiser looks after this set" in text_of(refused)
    assert leeds.post(f"{path}/offered", {"offered": "no"}).status_code == 403
    call.organiser.post(f"{path}/offered", {"offered": "no"})
    assert "No sets yet" in text_of(leeds.get("questions/sets"))
    assert "Sales" in text_of(leeds.get("questions/sets?state=retired"))
    assert "Ask these questions" not in text_of(leeds.get(path))
    call.organiser.post(f"{path}/offered", {"offered": "yes"})
    assert "Ask these questions" in text_of(leeds.get(path))


def test_two_sets_never_have_one_name(app: Flask, call: Call, leeds: Organiser) -> None:
    save(call.organiser)
    refused = save(leeds, "  SALES ")
    assert refused.status_code == 422 and "There is a set of this name already" in text_of(refused)
    assert hidden(refused.get_data(as_text=True), "name").strip() == "SALES", "what was typed is still there"


def test_the_library_and_the_questions_cost_the_same_with_many_sets(
    app: Flask, call: Call, leeds: Organiser, count_queries: Callable[[], Any]
) -> None:
    costs = []
    for many in (1, 12):
        for number in range(many):
            owner: Person = factories.add_person()
            kept = commits(sets.save)(call.event, name=f"Set {many} {number}", description="", owner=owner)
        with count_queries() as library:
            assert leeds.get("questions/sets").status_code == 200
        call.organiser.post("questions/new", {**CHOICE, "label": f"Q{many}?"})
        asked(call.event.slug)[-1].from_set_id = kept.id
        db.session.commit()
        with count_queries() as page:
            assert "Taken from the set" in text_of(call.organiser.get("questions"))
        costs.append((library.count, page.count))
    assert costs[0] == costs[1]


@pytest.mark.parametrize("role", [Role.REVIEWER_COORDINATOR, Role.JUDGE])
def test_who_may_not_read_the_library(app: Flask, call: Call, sign_in: Any, other_client: Any, role: Role) -> None:
    person = factories.add_person()
    factories.add_role(call.event, person, role)
    browser = sign_in(person, on=other_client())
    assert browser.get(f"/organise/events/{call.event.slug}/questions/sets").status_code == 403
