"""Founders whose drafts have stalled are reminded once, of nothing but that they have begun, and can stop it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications import reminding
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import commits, db
from pitchday.events.enums import Role
from pitchday.mail import Mail
from pitchday.startups.models import StartupMember
from tests import factories
from tests.applications.browser import WORDS, hidden, text_of
from tests.applications.conftest import Call
from tests.conftest import NOW


def draft(call: Call, *, days: int = 4, people: int = 1) -> Application:
    startup = factories.add_startup()
    for _ in range(people - 1):
        db.session.add(StartupMember(startup_id=startup.id, person=factories.add_person(), role="Founder"))
    begun = factories.add_application(call.event, startup, state=ApplicationState.DRAFT)
    begun.changed_at = NOW - timedelta(days=days)
    db.session.commit()
    return begun


def remind(call: Call, sentence: str = "", **more: str) -> Any:
    page = call.organiser.get("applications/reminder").text
    return call.organiser.post("applications/reminder", {"once": hidden(page, "once"), "sentence": sentence, **more})


def reminders(outbox: list[Mail]) -> list[Mail]:
    return [mail for mail in outbox if mail.template == "draft_reminder"]


def test_the_founders_of_stalled_drafts_get_one_mail(
    app: Flask, call: Call, mails: Callable[[], list[Mail]], run_jobs: Callable[[], int]
) -> None:
    draft(call, people=2)
    draft(call)
    draft(call, days=1)
    assert "Remind founders of 2 stalled drafts" in text_of(call.organiser.get("applications"))
    preview = text_of(call.organiser.get("applications/reminder"))
    assert "3 founders of 2 startups get this mail" in preview
    assert not mails()
    assert remind(call, "The jury has a spare seat.").status_code == 303
    sent = reminders(mails())
    assert len(sent) == 3
    assert {mail.values["sentence"] for mail in sent} == {"The jury has a spare seat."}
    run_jobs()
    assert {mail.state.value for mail in mails()} == {"sent"}
    assert "reminded" in text_of(call.organiser.get("history"))
    assert "Founders of 2 drafts" in text_of(call.organiser.get("history"))


def test_neither_the_preview_nor_the_mail_says_what_or_whose_a_draft_is(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    call.founder.start()
    call.founder.answer()
    with clock.frozen(NOW + timedelta(days=5)):
        looked = remind(call, "Come along.", look="1")
        page = text_of(looked)
        assert looked.status_code == 200 and "Come along." in page and "Olive Organiser writes:" in page
        assert "Loomgrid" not in page and WORDS not in page and "Ada" not in page
        assert not mails()
        remind(call)
    (sent,) = reminders(mails())
    assert WORDS not in str(sent.values)
    assert "Loomgrid" not in text_of(call.organiser.get("history"))


def test_nobody_is_reminded_twice_within_two_days(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    draft(call)
    page = call.organiser.get("applications/reminder").text
    for _ in range(2):
        call.organiser.post("applications/reminder", {"once": hidden(page, "once")})
    assert commits(reminding.remind)(call.event, "", by=factories.add_person()) == 0
    assert len(reminders(mails())) == 1
    assert "Nobody is to be reminded now" in text_of(call.organiser.get("applications/reminder"))
    with clock.frozen(NOW + timedelta(hours=47)):
        remind(call)
    assert len(reminders(mails())) == 1
    with clock.frozen(NOW + timedelta(hours=49)):
        remind(call)
    assert len(reminders(mails())) == 2


def test_founders_stop_reminders_and_want_them_again(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.start()
    assert "Stop reminders" in text_of(call.founder.get("status"))
    call.founder.post("reminders", {"wanted": "no"})
    assert "You are not reminded of this application" in text_of(call.founder.get("status"))
    with clock.frozen(NOW + timedelta(days=4)):
        assert "want no reminders" in text_of(call.organiser.get("applications/reminder"))
        assert commits(reminding.remind)(call.event, "", by=call.ada) == 0
        call.founder.post("reminders", {"wanted": "yes"})
        assert commits(reminding.remind)(call.event, "", by=call.ada) == 1


def test_nobody_is_reminded_after_the_deadline(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    draft(call)
    page = call.organiser.get("applications/reminder").text
    with clock.frozen(call.event.applications_close_at + timedelta(minutes=1)):
        refused = call.organiser.post("applications/reminder", {"once": hidden(page, "once")})
        assert refused.status_code == 422
        assert "Applications are closed" in text_of(refused)
    assert not mails()


@pytest.mark.parametrize("role", [Role.REVIEWER_COORDINATOR, Role.JUDGE, None])
def test_who_may_not_remind(app: Flask, call: Call, sign_in: Any, other_client: Any, role: Role | None) -> None:
    draft(call)
    person = factories.add_person()
    if role:
        factories.add_role(call.event, person, role)
    browser = sign_in(person, on=other_client())
    root = f"/organise/events/{call.event.slug}/applications"
    assert browser.get(f"{root}/reminder").status_code == 403
    assert browser.post(f"{root}/reminder").status_code == 403
    if role is Role.REVIEWER_COORDINATOR:
        assert "Remind founders" not in text_of(browser.get(root))


def test_many_reminders_cost_as_many_queries_as_few(app: Flask, call: Call, count_queries: Callable[[], Any]) -> None:
    costs = []
    for many in (3, 60):
        for _ in range(many):
            draft(call)
        with count_queries() as counter:
            assert remind(call).status_code == 303
        costs.append(counter.count)
    assert costs[1] == costs[0]
