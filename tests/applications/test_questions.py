"""Organisers change what a pitch day asks, until somebody has answered for good."""

from __future__ import annotations

import re

from flask import Flask

from pitchday.applications import asking, queries
from pitchday.applications.rules import MAX_QUESTIONS
from pitchday.db import commits
from tests.applications.browser import text_of
from tests.applications.conftest import Call

QUESTION = {"label": "Who is your first customer?", "help_text": "", "max_words": "50", "required": "y"}


def labels(call: Call) -> list[str]:
    return [question.label for question in queries.questions_of(call.event)]


def uids(call: Call) -> list[str]:
    return [question.uid for question in queries.questions_of(call.event)]


def test_three_standard_questions_are_there_from_the_start(app: Flask, call: Call) -> None:
    assert len(labels(call)) == 3
    assert queries.stored_questions(call.event.id) == [], "looking stores nothing"
    before = uids(call)
    for _ in range(2):
        commits(asking.ensure_default_questions)(call.event)
    assert uids(call) == before
    assert len(queries.stored_questions(call.event.id)) == 3


def test_a_question_is_added_edited_moved_and_removed(app: Flask, call: Call) -> None:
    assert call.organiser.post("questions/new", QUESTION).status_code == 303
    assert labels(call)[3] == QUESTION["label"]
    first, last = uids(call)[0], uids(call)[3]
    call.organiser.post(f"questions/{last}/move", {"way": "up"})
    call.organiser.post(f"questions/{first}/move", {"way": "up"})
    assert uids(call)[0] == first and uids(call)[2] == last
    call.organiser.post(f"questions/{last}/move", {"way": "down"})
    assert uids(call)[3] == last
    edited = {**QUESTION, "label": "Who pays you?", "required": ""}
    assert call.organiser.post(f"questions/{first}", edited).status_code == 303
    assert labels(call)[0] == "Who pays you?"
    assert "Nobody has answered it yet." in text_of(call.organiser.get(f"questions/{last}/remove"))
    call.organiser.post(f"questions/{last}/remove")
    assert last not in uids(call)


def test_bad_input_gets_a_sentence(app: Flask, call: Call) -> None:
    refused = call.organiser.post("questions/new", {**QUESTION, "label": " ", "max_words": "0"})
    assert refused.status_code == 422
    assert "Enter the question." in text_of(refused)
    assert "Enter a number from 1 to 2,000." in text_of(refused)
    assert call.organiser.get("questions/unknown").status_code == 404


def test_a_form_sent_twice_adds_one(app: Flask, call: Call) -> None:
    page = call.organiser.get("questions/new").get_data(as_text=True)
    once = re.search(r'name="once"[^>]*value="([^"]+)"', page)
    assert once is not None
    for _ in range(2):
        call.organiser.post("questions/new", {**QUESTION, "once": once[1]})
    assert len(labels(call)) == 4


def test_removing_a_question_says_what_is_lost(app: Flask, call: Call) -> None:
    call.founder.start()
    call.founder.answer("An answer.")
    first = uids(call)[0]
    assert "The answers in 1 draft are lost." in text_of(call.organiser.get(f"questions/{first}/remove"))
    call.organiser.post(f"questions/{first}/remove")
    assert len(labels(call)) == 2
    assert "An answer." not in call.founder.get("answers").get_data(as_text=True)


def test_the_last_question_stays_and_there_is_an_end_to_them(app: Flask, call: Call) -> None:
    for uid in uids(call)[:2]:
        call.organiser.post(f"questions/{uid}/remove")
    refused = call.organiser.post(f"questions/{uids(call)[0]}/remove")
    assert refused.status_code == 422
    assert "This is the only question." in text_of(refused)
    for number in range(MAX_QUESTIONS - 1):
        call.organiser.post("questions/new", {**QUESTION, "label": f"Question {number}"})
    assert "20 questions at most" in text_of(call.organiser.post("questions/new", QUESTION))


def test_an_optional_question_may_stay_empty(app: Flask, call: Call) -> None:
    call.organiser.post("questions/new", {**QUESTION, "required": ""})
    call.founder.start()
    call.founder.answer("One.", "Two.", "Three.", "")
    call.founder.upload()
    assert "(optional)" in text_of(call.founder.get("answers"))
    assert call.founder.send().status_code == 303
