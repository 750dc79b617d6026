"""An application goes back to its founders with what to change, and comes back changed, unchanged or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import rules
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from tests import factories
from tests.applications.browser import hidden, text_of
from tests.applications.conftest import Call
from tests.applications.test_rules import CLOSES, Plan

UNTIL = "Mon 15 Feb 2027, 17:00, UK time (GMT)"
REASON = "Say how many pilots pay."


def closed(call: Call, *, days: float = 1) -> datetime:
    return call.event.applications_close_at + timedelta(days=days)


def give_back(call: Call, *, day: str = "2027-02-15", reason: str = REASON, page: str = "") -> Any:
    path = f"applications/{call.application.uid}/return"
    html = page or call.organiser.get(path).text
    typed = {"reason": reason, "until-date": day, "until-time": "17:00"}
    return call.organiser.post(path, {**typed, **{name: hidden(html, name) for name in ("once", "mark")}})


def told(mails: Callable[[], list[Mail]], template: str) -> list[Mail]:
    return [mail for mail in mails() if mail.template == template]


def words_of(mail: Mail) -> str:
    body = compose(mail).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@given(days=st.integers(-400, 400), begins=st.integers(-400, 400))
def test_whoever_is_asked_has_time_before_the_day(days: int, begins: int) -> None:
    call = Plan(starts_at=CLOSES + timedelta(days=begins))
    now, until = CLOSES, CLOSES + timedelta(days=days)
    if now < until <= call.starts_at:
        rules.require_return_end(call, until, now)
        return
    with pytest.raises(DomainError) as refused:
        rules.require_return_end(call, until, now)
    assert refused.value.field == "until"


def test_founders_change_what_they_were_asked_to_after_the_deadline(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    call.founder.apply()
    with clock.frozen(closed(call)):
        assert give_back(call).status_code == 303
        assert call.application.state is ApplicationState.RETURNED
        (mail,) = told(mails, "application_returned")
        assert mail.to_address == call.ada.email and REASON in words_of(mail) and UNTIL in words_of(mail)
        status = text_of(call.founder.get("status"))
        assert REASON in status and f"send it again before {UNTIL}" in status
        assert call.event.title in text_of(call.founder.client.get("/me"))
        assert "asks you to change the application of Loomgrid" in text_of(call.founder.client.get("/me"))
        call.founder.answer("Nine pilots pay.")
        assert call.founder.send().status_code == 303
        assert call.application.state is ApplicationState.SUBMITTED
        (back,) = told(mails, "application_came_back")
        assert back.to_name == "Olive Organiser" and call.application.uid in words_of(back)
        receipt = words_of(told(mails, "application_received")[-1])
        assert "The organisers read it now" in receipt and "You can change" not in receipt
        read = text_of(call.organiser.get(f"applications/{call.application.uid}"))
        assert "Nine pilots pay." in read and "Ada Founder sent the application again" in read
        call.founder.answer("Ten pilots pay.")
        assert "The organisers are reading." in text_of(call.founder.get("status"))
    assert len(call.application.submissions) == 2


def test_nobody_decides_what_is_with_the_founders(app: Flask, call: Call) -> None:
    call.founder.apply()
    uid = call.application.uid
    give_back(call)
    page = text_of(call.organiser.get(f"applications/{uid}"))
    assert "Returned for changes" in page and REASON in page and "Note the decision" not in page
    assert call.organiser.post(f"applications/{uid}", {"decision": "accept", "mark": ""}).status_code == 422
    assert call.application.decision is None
    assert "Returned for changes" in text_of(call.organiser.get("applications?state=returned"))


def test_what_is_decided_is_not_returned(app: Flask, call: Call) -> None:
    call.founder.apply()
    page = call.organiser.get(f"applications/{call.application.uid}/return").text
    call.organiser.decide(call.application.uid, "accept")
    stale = give_back(call, page=page)
    assert stale.status_code == 422 and "changed since you opened it" in text_of(stale) and REASON in text_of(stale)
    refused = give_back(call, page=stale.text)
    assert refused.status_code == 422 and "Take the decision back" in text_of(refused)
    assert call.application.state is ApplicationState.SUBMITTED


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "Write what the startup is to change."),
        ({"day": "2027-01-01"}, "Enter a date and time in the future."),
        ({"day": "2028-01-01"}, "The pitch day has begun by then."),
    ],
)
def test_what_nobody_could_follow_is_refused_with_the_rest_kept(
    app: Flask, call: Call, mails: Callable[[], list[Mail]], typed: dict[str, str], words: str
) -> None:
    call.founder.apply()
    refused = give_back(call, **typed)
    assert refused.status_code == 422 and words in text_of(refused)
    assert call.application.state is ApplicationState.SUBMITTED and not told(mails, "application_returned")


def test_organisers_stop_waiting_and_what_was_sent_stands(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    call.founder.apply()
    uid = call.application.uid
    with clock.frozen(closed(call)):
        give_back(call)
        call.founder.answer("Half-written")
    with clock.frozen(closed(call, days=20)):
        assert "Not sent again in time" in text_of(call.organiser.get(f"applications/{uid}"))
        assert "The time for it is over" in text_of(call.founder.get("status"))
        for _ in range(2):
            assert call.organiser.post(f"applications/{uid}/return/end").status_code == 303
        assert call.application.state is ApplicationState.SUBMITTED and len(call.application.submissions) == 1
        assert len(told(mails, "application_taken_as_it_is")) == 1
        assert "left the application as it was sent" in text_of(call.organiser.get(f"applications/{uid}"))
        assert call.organiser.decide(uid, "accept").status_code == 303


def test_who_has_nothing_to_change_says_so(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> None:
    call.founder.apply()
    give_back(call)
    assert "You have changed nothing" in text_of(call.founder.get("check"))
    assert call.founder.send().status_code == 303
    assert call.application.state is ApplicationState.SUBMITTED and len(call.application.submissions) == 1
    assert len(told(mails, "application_came_back")) == 1
    assert give_back(call, reason="Look again, please.").status_code == 303
    assert len(told(mails, "application_returned")) == 2


def test_what_was_returned_can_be_withdrawn(app: Flask, call: Call) -> None:
    call.founder.apply()
    give_back(call)
    assert call.founder.post("withdraw").status_code == 303
    assert call.application.state is ApplicationState.WITHDRAWN


def test_only_those_who_decide_return(app: Flask, call: Call, sign_in: Callable[..., Any], client: Any) -> None:
    call.founder.apply()
    stranger = factories.add_person()
    factories.add_event(organiser=stranger, city_slug="leeds")
    sign_in(stranger, on=client)
    address = f"/organise/events/{call.event.slug}/applications/{call.application.uid}/return"
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert client.post(f"{address}/end").status_code == 403


def test_the_database_knows_no_decision_on_what_is_returned(app: Flask, call: Call) -> None:
    call.founder.apply()
    give_back(call)
    values = {"decision": Decision.ACCEPT, "decided_at": clock.now()}
    with pytest.raises(sa.exc.IntegrityError, match="returned_is_undecided"):
        db.session.execute(sa.update(Application).values(**values))
    db.session.rollback()
