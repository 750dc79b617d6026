"""Every kind of question from the organiser's form to what is read of the answer, by the pages alone."""

from __future__ import annotations

import io
from typing import Any

from flask import Flask

from pitchday.applications import queries
from pitchday.applications.services import carry_along
from pitchday.db import commits
from pitchday.events.enums import Role
from tests import factories
from tests.applications.browser import WORDS, hidden, text_of
from tests.applications.conftest import Call
from tests.files.test_files import make_pdf

BASE = {"help_text": "", "required": "y", "readers": "all"}
OPTIONS = "Angels\nFunds\nNobody yet"
ASKED: list[dict[str, Any]] = [
    {"kind": "text", "label": "Name of your product", "max_characters": "10"},
    {"kind": "number", "label": "How many are you", "least": "1", "most": "500", "unit": "people"},
    {"kind": "money", "label": "Sales last year", "readers": "organisers"},
    {"kind": "date", "label": "First sale"},
    {"kind": "choice", "label": "Who has invested", "options": OPTIONS},
    {"kind": "choices", "label": "Whom do you want to meet", "options": OPTIONS, "most": "2"},
    {"kind": "ranking", "label": "What helps you most", "options": "Money\nAdvice"},
    {"kind": "url", "label": "Where is a demo", "readers": "named"},
    {"kind": "statement", "label": "We have read the rules"},
    {"kind": "file", "label": "Your plan"},
]


def ask(call: Call, **question: Any) -> str:
    """The uid of a question that the organiser has added."""
    response = call.organiser.post("questions/new", {**BASE, **question})
    assert response.status_code == 303, text_of(response)
    return queries.stored_questions(call.event.id)[-1].uid


def save(call: Call, answers: dict[str, Any], **options: Any) -> Any:
    page = call.founder.get("answers").get_data(as_text=True)
    data = {f"answer_{uid}": value for uid, value in answers.items()}
    sent = {"version": hidden(page, "version"), "next": "answers", **data}
    return call.founder.post("answers", sent, content_type="multipart/form-data", **options)


def test_one_of_each_kind_is_asked_answered_sent_and_read(
    app: Flask, call: Call, other_client: Any, sign_in: Any
) -> None:
    uids = [ask(call, **question) for question in ASKED]
    listed = text_of(call.organiser.get("questions"))
    assert "A number, from 1 to 500, people" in listed and "Choose up to 2" in listed and "Organisers only" in listed
    assert "Up to 10 characters" in text_of(call.founder.client.get(f"/events/{call.event.slug}/apply"))
    call.founder.start()
    call.founder.answer(WORDS, WORDS, WORDS)
    call.founder.upload()
    bad = [
        *("far too long a name", "many", "a lot", "soon", "Nobody at all"),
        *(["Angels", "Funds", "Nobody yet"], ["Money", "Money"], "x", ""),
    ]
    saved = save(call, dict(zip(uids, bad, strict=False)), follow_redirects=True)
    assert "Saved. 7 answers cannot be sent as they are yet" in text_of(saved)
    html = saved.get_data(as_text=True)
    assert 'value="many"' in html and 'value="a lot"' in html, "what was not understood is still there"
    checked = text_of(call.founder.get("check"))
    for todo in (
        "Shorten the answer to “Name of your product” by 9 characters",
        "Enter a number for “How many are you”, from 1 to 500",
        "Enter an amount in whole pounds for “Sales last year”",
        "Enter a date for “First sale”",
        "Answer “Who has invested”",
        "Choose at most 2 at “Whom do you want to meet”",
        "Give each option of “What helps you most” one place",
        "Enter a web address for “Where is a demo”",
        "Accept “We have read the rules”",
        "Upload a file for “Your plan”",
    ):
        assert todo in checked
    good = [
        *("Loom", "1,2", "£1.5m", "3/11/2025", "Funds", ["Funds", "Angels"], ["Advice", "Money"]),
        *("loomgrid.example", "yes", (io.BytesIO(make_pdf(2)), "plan.pdf")),
    ]
    good[1] = "12"
    assert save(call, dict(zip(uids, good, strict=True))).status_code == 303
    assert call.founder.send().status_code == 303
    assert call.organiser.get("applications").status_code == 200
    root = f"applications/{call.application.uid}"
    read = call.organiser.get(root)
    for shown in (
        "12 people",
        "£1,500,000",
        "Mon 3 Nov 2025",
        "1. Advice",
        "https://loomgrid.example",
        "Accepted",
        "plan.pdf",
    ):
        assert shown in text_of(read)
    file = f"{root}/files/{call.application.files[0].uid}"
    assert call.organiser.get(file).data.startswith(b"%PDF-")
    assert call.founder.get(file.partition("/")[2].partition("/")[2]).data.startswith(b"%PDF-")
    coordinator = factories.add_person()
    factories.add_role(call.event, coordinator, Role.REVIEWER_COORDINATOR)
    reader = sign_in(coordinator, on=other_client())
    page = text_of(reader.get(f"/organise/events/{call.event.slug}/{root}"))
    assert "12 people" in page and "£1,500,000" not in page, "organisers keep their own"


def test_a_file_must_be_a_pdf_and_the_one_before_stays_with_what_was_sent(app: Flask, call: Call) -> None:
    uid = ask(call, kind="file", label="Your plan", readers="organisers")
    call.founder.start()
    refused = save(call, {uid: (io.BytesIO(b"MZ"), "plan.pdf")})
    assert refused.status_code == 422
    assert "The file is not a PDF, whatever its name says. Export the file as a PDF." in text_of(refused)
    call.founder.answer(WORDS, WORDS, WORDS)
    call.founder.upload()
    save(call, {uid: (io.BytesIO(make_pdf(1)), "first.pdf")})
    assert "Now: first.pdf" in text_of(call.founder.get("answers"))
    assert call.founder.send().status_code == 303
    save(call, {uid: (io.BytesIO(make_pdf(2)), "second.pdf")})
    assert "you changed your answers since" in text_of(call.founder.get("status"))
    files = [file.uid for file in call.application.files]
    found = [call.organiser.get(f"applications/{call.application.uid}/files/{file}").status_code for file in files]
    assert found == [200, 404], "the second one is not sent yet"
    final = factories.add_event(organiser=call.ada)
    carried = commits(carry_along)(call.application, final)
    path = f"/organise/events/{final.slug}/applications/{carried.uid}"
    page = call.founder.client.get(path).get_data(as_text=True)
    assert f"{path}/files/{files[0]}" in page, "what was sent came along"
    assert call.founder.client.get(f"{path}/files/{files[0]}").status_code == 200


def test_a_question_is_asked_only_after_another_answer(app: Flask, call: Call) -> None:
    first = ask(call, kind="choice", label="Have you sold any", options="Yes\nNo")
    form = call.organiser.get("questions/new").get_data(as_text=True)
    assert f"{first}:0" in form and "Yes, to “Have you sold any”" in form
    second = ask(call, kind="number", label="How many", shown_if=f"{first}:0")
    assert "Only after “Yes” to “Have you sold any”" in text_of(call.organiser.get("questions"))
    call.founder.start()
    call.founder.upload()
    call.founder.answer(WORDS, WORDS, WORDS)
    save(call, {first: "Yes"})
    assert "Answer “How many”" in text_of(call.founder.get("check"))
    save(call, {first: "Yes", second: "77"})
    save(call, {first: "No"})
    assert "77" in call.founder.get("answers").get_data(as_text=True), "kept"
    assert call.founder.send().status_code == 303
    assert [given["label"] for given in call.application.submissions[-1].answers][3:] == ["Have you sold any"]
    save(call, {first: "Yes"})
    call.founder.send()
    assert call.application.submissions[-1].answers[-1]["text"] == "77"


def test_what_another_question_hangs_on_stays_before_it(app: Flask, call: Call) -> None:
    first = ask(call, kind="choice", label="Have you sold any", options="Yes\nNo")
    second = ask(call, kind="number", label="How many", shown_if=f"{first}:0")
    assert call.organiser.post(f"questions/{second}/move", {"way": "up"}).status_code == 409
    for refused in (
        call.organiser.post(f"questions/{first}", {**BASE, "kind": "text", "label": "Sold?", "max_characters": "9"}),
        call.organiser.post(f"questions/{first}", {**BASE, "kind": "choice", "label": "Sold?", "options": "Si\nNo"}),
        call.organiser.post(f"questions/{first}/remove"),
    ):
        assert refused.status_code == 422
        assert "“How many” is asked only after an answer that would go." in text_of(refused)
    page = call.organiser.get(f"questions/{second}").get_data(as_text=True)
    assert "checked" in page.partition(f'value="{first}:0"')[2].partition(">")[0]
    assert (
        call.organiser.post(f"questions/{second}", {**BASE, "kind": "number", "label": "How many"}).status_code == 303
    )
    assert call.organiser.post(f"questions/{first}/remove").status_code == 303
