"""Founders who have sent their answers are told of new questions when the organisers say so, once for each version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from pitchday import clock
from pitchday.applications import queries, telling
from pitchday.applications.enums import ApplicationState
from pitchday.applications.versions import form_version
from pitchday.db import commits
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from tests import factories
from tests.applications.browser import hidden, text_of
from tests.applications.conftest import Call

QUESTION = {"label": "Who pays you today?", "help_text": "", "max_words": "50", "required": "y", "readers": "all"}


def told(mails: list[Mail]) -> list[Mail]:
    return [mail for mail in mails if mail.template == "new_questions"]


def tell(call: Call) -> Any:
    page = call.organiser.get("questions/news").get_data(as_text=True)
    return call.organiser.post("questions/news", {"once": hidden(page, "once")})


def change(call: Call, label: str = "Who pays you today?", at: int = 0) -> None:
    uid = queries.stored_questions(call.event.id)[at].uid
    assert call.organiser.post(f"questions/{uid}", {**QUESTION, "label": label}).status_code == 303


def test_nobody_is_mailed_until_the_organisers_say_so_and_then_once(
    app: Flask, call: Call, mails: Callable[[], list[Mail]], run_jobs: Callable[[], int]
) -> None:
    call.founder.apply()
    assert "sent answers to the earlier questions" not in text_of(call.organiser.get("questions"))
    change(call)
    change(call, "Who is missing?", at=1)
    assert not told(mails())
    assert "1 startup has sent answers to the earlier questions" in text_of(call.organiser.get("questions"))
    preview = text_of(call.organiser.get("questions/news"))
    assert "Changed: “Who pays you today?”" in preview and "Changed: “Who is missing?”" in preview
    assert "Loomgrid" not in preview.partition("The mail")[2]
    page = call.organiser.get("questions/news").get_data(as_text=True)
    for _ in range(2):
        assert call.organiser.post("questions/news", {"once": hidden(page, "once")}).status_code == 303
    (mail,) = told(mails())
    text = compose(mail).as_string()
    assert mail.to_address == call.ada.email
    assert "Loomgrid" in text and call.application.uid in text
    assert mail.values["closes"] in preview
    assert mail.values["changed"] == ["Who pays you today?", "Who is missing?"]
    run_jobs()
    assert {mail.state.value for mail in told(mails())} == {"sent"}
    assert "sent answers to the earlier questions" not in text_of(call.organiser.get("questions"))
    assert "Founders of 1 application of new questions" in text_of(call.organiser.get("history"))
    assert commits(telling.tell)(call.event) == 0


def test_a_change_after_telling_is_a_version_of_its_own(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    call.founder.apply()
    change(call)
    tell(call)
    change(call, "Who pays?")
    assert form_version(queries.every_question(call.event.id)) == 3
    tell(call)
    assert [mail.values["changed"] for mail in told(mails())] == [["Who pays you today?"], ["Who pays?"]]


def test_drafts_and_those_who_have_seen_it_get_no_mail(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.apply()
    factories.add_application(call.event, factories.add_startup(), state=ApplicationState.DRAFT)
    change(call)
    call.founder.answer("Mills.", "Us.", "Money.")
    assert "Everybody who has sent an application knows" in text_of(call.organiser.get("questions/news"))
    assert commits(telling.tell)(call.event) == 0
    assert not told(mails())


def test_nobody_is_told_when_nobody_can_answer(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.apply()
    change(call)
    page = call.organiser.get("questions/news").get_data(as_text=True)
    with clock.frozen(call.event.applications_close_at + timedelta(days=1)):
        assert "Nobody could answer" in text_of(call.organiser.get("questions/news"))
        assert "earlier questions" not in text_of(call.organiser.get("questions"))
        refused = call.organiser.post("questions/news", {"once": hidden(page, "once")})
        assert refused.status_code == 422 and "Applications are closed" in text_of(refused)
    assert not told(mails())


def test_telling_many_costs_as_much_as_telling_few(app: Flask, call: Call, count_queries: Callable[[], Any]) -> None:
    call.founder.apply()
    costs = []
    for many in (2, 30):
        for _ in range(many):
            startup = factories.add_startup(member=factories.add_person())
            factories.add_application(call.event, startup, state=ApplicationState.SUBMITTED)
        change(call, f"Asked {many}?")
        with count_queries() as page:
            call.organiser.get("questions/news")
        with count_queries() as telling_them:
            assert tell(call).status_code == 303
        costs.append((page.count, telling_them.count))
    assert costs[0] == costs[1]
