"""Questions change after somebody has answered: nothing is lost, and everybody is told."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from flask import Flask

from pitchday import clock
from pitchday.applications import queries
from pitchday.applications.versions import form_version
from pitchday.db import db
from tests import factories
from tests.applications.browser import WORDS, Founder, hidden, names, text_of
from tests.applications.conftest import Call, add_complete_startup

QUESTION = {"label": "Who pays you today?", "help_text": "", "max_words": "50", "required": "y", "readers": "all"}


def uids(call: Call) -> list[str]:
    return [question.uid for question in queries.stored_questions(call.event.id)]


def version(call: Call) -> int:
    return form_version(queries.every_question(call.event.id))


def another(call: Call, browser: Any, sign_in: Any) -> Founder:
    """A second startup that has begun."""
    grace = factories.add_person("Grace Founder")
    startup = add_complete_startup(grace)
    founder = Founder(sign_in(grace, on=browser), call.event.slug, startup.slug)
    founder.start()
    return founder


def test_before_anybody_has_sent_a_change_is_made_in_place(app: Flask, call: Call) -> None:
    call.founder.start()
    call.founder.answer()
    before = uids(call)
    call.organiser.post(f"questions/{before[0]}", QUESTION)
    assert uids(call) == before and version(call) == 1
    assert "have sent this already" not in text_of(call.organiser.get("questions"))


def test_what_was_sent_stays_and_everybody_sees_what_is_new(
    app: Flask, call: Call, other_client: Any, sign_in: Any
) -> None:
    draft = another(call, other_client(), sign_in)
    draft.answer("Draft of one.", "Draft of two.", "Draft of three.")
    old_page = draft.get("answers").get_data(as_text=True)
    call.founder.apply()
    first, second, third = uids(call)
    told = text_of(call.organiser.get(f"questions/{first}"))
    assert "1 startup has sent this already" in told and "makes version 2" in told and "1 startup still writing" in told
    with clock.frozen(call.event.applications_close_at + timedelta(days=1)):
        assert "so that nobody is asked anew" in text_of(call.organiser.get(f"questions/{first}"))
    assert call.organiser.post(f"questions/{first}", QUESTION).status_code == 303
    call.organiser.post("questions/new", {**QUESTION, "label": "Where are you?"})
    assert "What 1 startup has sent stays as it is" in text_of(call.organiser.get(f"questions/{second}/remove"))
    call.organiser.post(f"questions/{second}/remove")
    assert version(call) == 2, "nobody has seen version 2 in between"
    assert third in uids(call) and first not in uids(call)

    sent = text_of(call.founder.get("status"))
    for news in ("New: “Where are you?”", "Changed: “Who pays you today?”", "No longer asked: “Why is your team"):
        assert news in sent
    assert "you changed" not in sent, "the founders have changed nothing"
    assert WORDS in text_of(call.organiser.get(f"applications/{call.application.uid}"))

    page = draft.get("answers")
    assert "The organisers have changed their questions" in text_of(page)
    assert "To “Which problem do you solve, and for whom?”: Draft of one." in text_of(page)
    assert page.get_data(as_text=True).count("Draft of one.") == 2, "it is there to start from, too"
    assert "Look at “Who pays you today?”, which is asked otherwise now" in text_of(draft.get("check"))

    typed = draft.answer("Typed meanwhile.", "Lost?", page=old_page, onward="slides")
    assert typed.location.endswith("/answers"), "to the questions that are new"
    now = text_of(draft.get("answers"))
    assert "Typed meanwhile." in now and "The organisers have changed their questions meanwhile." in now
    draft.upload()
    draft.answer("Customers.", "Draft of three.", "Hull.")
    assert "The organisers have changed" not in text_of(draft.get("answers"))
    assert draft.send().status_code == 303


def test_saving_by_itself_tells_of_new_questions(app: Flask, call: Call, other_client: Any, sign_in: Any) -> None:
    draft = another(call, other_client(), sign_in)
    old_page = draft.get("answers").get_data(as_text=True)
    call.founder.apply()
    call.organiser.post("questions/new", QUESTION)
    fields = dict.fromkeys(names(old_page, "answer_"), "While it changed.")
    data = {"version": hidden(old_page, "version"), "form_version": hidden(old_page, "form_version"), **fields}
    saved = draft.post("answers", data, headers={"X-Autosave": "1", "Accept": "application/json"})
    assert saved.status_code == 200 and "Open the page again" in saved.json["note"]


def test_sending_again_answers_todays_questions(app: Flask, call: Call) -> None:
    call.founder.apply()
    call.organiser.post(f"questions/{uids(call)[0]}", QUESTION)
    call.founder.answer("Mills.", WORDS, WORDS)
    assert "You have changed your answers" in text_of(call.founder.get("check"))
    assert call.founder.send().status_code == 303
    first, second = call.application.submissions
    assert (first.form_version, second.form_version) == (1, 2)
    assert [given["text"] for given in first.answers] == [WORDS] * 3
    assert second.answers[0]["label"] == "Who pays you today?" and second.answers[0]["text"] == "Mills."
    assert "have changed their questions" not in text_of(call.founder.get("status"))
    call.organiser.post(f"questions/{uids(call)[0]}", {**QUESTION, "label": "Who pays?"})
    assert version(call) == 3


def test_a_question_that_hangs_on_a_changed_one_still_does(app: Flask, call: Call) -> None:
    choice = {**QUESTION, "kind": "choice", "label": "Sold any?", "options": "Yes\nNo"}
    call.organiser.post("questions/new", choice)
    deciding = uids(call)[-1]
    call.organiser.post("questions/new", {**QUESTION, "shown_if": f"{deciding}:0"})
    call.founder.start()
    html = call.founder.get("answers").get_data(as_text=True)
    data = dict.fromkeys(names(html, "answer_"), WORDS) | {
        f"answer_{deciding}": "No",
        "version": hidden(html, "version"),
    }
    call.founder.post("answers", data)
    call.founder.upload()
    assert call.founder.send().status_code == 303
    call.organiser.post(f"questions/{deciding}", {**choice, "label": "Have you sold any?"})
    assert "Only after “Yes” to “Have you sold any?”" in text_of(call.organiser.get("questions"))
    assert "Only after “Yes” to “Have you sold any?”" in text_of(call.organiser.get("questions/preview"))


def test_the_answers_page_costs_the_same_with_more_questions_and_versions(
    app: Flask, call: Call, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    call.founder.apply()
    call.founder.get("answers")

    def cost() -> int:
        db.session.expire_all()
        with count_queries() as counted:
            call.founder.get("answers")
        return int(counted.count)

    few = cost()
    for _ in range(3):
        call.organiser.post("questions/new", QUESTION)
        call.organiser.post(f"questions/{uids(call)[0]}", {**QUESTION, "label": f"Asked {len(uids(call))}"})
    assert cost() == few


def test_a_question_that_came_and_went_between_versions_leaves_nothing_hanging(app: Flask, call: Call) -> None:
    choice = {**QUESTION, "kind": "choice", "label": "Sold any?", "options": "Yes\nNo", "required": ""}
    call.organiser.post("questions/new", choice)
    call.organiser.post("questions/new", {**QUESTION, "shown_if": f"{uids(call)[-1]}:0"})
    call.founder.apply()
    deciding, hanging = uids(call)[-2:]
    call.organiser.post(f"questions/{deciding}", {**choice, "label": "Have you sold any?"})
    call.organiser.post(f"questions/{hanging}", {**QUESTION, "label": "Who pays?"})
    assert call.organiser.post(f"questions/{uids(call)[-2]}/remove").status_code == 303
    assert "Have you sold any?" not in text_of(call.organiser.get("questions"))


def test_a_standard_question_is_changed_before_it_has_a_row(app: Flask, call: Call) -> None:
    first = queries.questions_of(call.event)[0].uid
    assert call.organiser.get(f"questions/{first}").status_code == 200
    assert call.organiser.post(f"questions/{first}", QUESTION).status_code == 303
    assert queries.stored_questions(call.event.id)[0].label == QUESTION["label"]
