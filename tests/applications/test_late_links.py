"""More time for one startup: given with a reason, used once, until its own date, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import late_links, rules
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import LateLink
from pitchday.db import commits, db
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import Founder, Organiser, hidden, text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.applications.test_rules import CLOSES, Plan

UNTIL = "Fri 12 Feb 2027, 17:00, UK time (GMT)"
MINUTES = st.timedeltas(timedelta(minutes=-200), timedelta(minutes=200))


@given(until=MINUTES, now=MINUTES, begun=st.booleans())
def test_a_late_link_opens_from_the_deadline_to_its_own_end(until: timedelta, now: timedelta, begun: bool) -> None:
    call = Plan(grace_minutes=0)
    closed = rules.why_closed(call, CLOSES + now, clock.UK, begun=begun, until=CLOSES + until)
    assert (closed is None) == (now <= max(until, timedelta(0)))
    assert rules.last_moment(call, CLOSES + now, CLOSES + until) == CLOSES + max(until, timedelta(0))


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.POSTPONED, EventState.CANCELLED])
def test_a_late_link_opens_nothing_at_what_was_called_off(state: EventState) -> None:
    assert rules.why_closed(Plan(state), CLOSES + timedelta(1), clock.UK, until=CLOSES + timedelta(2))


def ask(organiser: Organiser, email: str = "ada@late.example", day: str = "2027-02-12", reason: str = "Ill.") -> Any:
    page = organiser.get("call/late-links/new").text
    typed = {"email": email, "ends_at-date": day, "ends_at-time": "17:00", "reason": reason}
    return organiser.post("call/late-links/new", {**typed, "once": hidden(page, "once")})


def closed(call: Call, *, days: float = 1) -> datetime:
    return call.event.applications_close_at + timedelta(days=days)


@pytest.fixture
def address(app: Flask, call: Call, mails: Callable[[], list[Mail]]) -> str:
    """Where the link leads that was given a day after the deadline."""
    with clock.frozen(closed(call)):
        given_late = ask(call.organiser)
        assert given_late.status_code == 303, text_of(given_late)
    (mail,) = [mail for mail in mails() if mail.template == "late_link"]
    assert mail.to_address == "ada@late.example" and mail.values["until"] == UNTIL and "Ill." not in str(mail.values)
    return "/late/" + re.search(r"/late/(\w+)$", mail.values["secret_link"])[1]  # type: ignore[index]


def use(founder: Founder, address: str) -> Any:
    response = founder.client.post(address, data={"startup": founder.startup_slug})
    if response.status_code == 303:
        founder.root = response.location
    return response


def test_one_startup_begins_changes_and_sends_after_the_deadline(
    call: Call, address: str, mails: Callable[[], list[Mail]]
) -> None:
    with clock.frozen(closed(call, days=2)):
        assert call.founder.start().status_code == 409
        assert f"until {UNTIL}" in text_of(call.founder.client.get(address))
        assert use(call.founder, address).status_code == 303
        assert f"The organisers have given you until {UNTIL} to send yours." in text_of(call.founder.get("answers"))
        assert "by Fri 12 Feb 2027, 17:00" in text_of(call.founder.get("status"))
        assert "You can send it until Fri 12 Feb 2027, 17:00." in text_of(call.founder.client.get("/me"))
        call.founder.answer()
        call.founder.upload()
        assert call.founder.send().status_code == 303
        assert call.application.state is ApplicationState.SUBMITTED
        page = text_of(call.organiser.get("call/late-links"))
        assert "Loomgrid" in page and "Given by Olive Organiser" in page and "Ill." in page and "Used" in page
        history = text_of(call.organiser.get("history"))
        assert "Late link for ada@late.example" in history
    told = {mail.template: mail for mail in mails()}
    assert told["late_link_used"].to_name == "Olive Organiser"
    assert told["application_received"].values["closes"] == UNTIL
    with clock.frozen(closed(call, days=3.5)):
        assert call.founder.get("answers").location.endswith("/status")


def test_a_second_click_and_the_mail_lead_to_the_application(call: Call, address: str) -> None:
    with clock.frozen(closed(call, days=2)):
        first = use(call.founder, address)
        assert use(call.founder, address).location == first.location
        assert call.founder.client.get(address).location == first.location


def test_what_was_begun_by_a_link_has_no_minutes_of_grace(call: Call, address: str) -> None:
    link = db.session.query(LateLink).one()
    call.event.grace_minutes = 120
    db.session.commit()
    with clock.frozen(call.event.applications_close_at + timedelta(minutes=10)):
        use(call.founder, address)
        call.organiser.post(f"call/late-links/{link.uid}/take-back")
        assert call.founder.get("answers").location.endswith("/status")
        assert "You began yours in time" not in text_of(call.founder.get("status"))


def test_what_comes_after_its_end_is_refused(call: Call, address: str) -> None:
    with clock.frozen(closed(call, days=2)):
        use(call.founder, address)
        call.founder.answer()
        call.founder.upload()
    with clock.frozen(closed(call, days=3.5)):
        refused = call.founder.send()
        assert refused.status_code == 422 and "Applications closed on" in text_of(refused)
        assert call.application.state is ApplicationState.DRAFT


def test_it_is_good_for_one_startup(
    app: Flask, call: Call, address: str, other_client: Callable[[], Any], sign_in: Callable[..., Any]
) -> None:
    bob = factories.add_person("Bob Founder")
    second = Founder(sign_in(bob, on=other_client()), call.event.slug, add_complete_startup(bob, name="Wrenfell").slug)
    with clock.frozen(closed(call, days=2)):
        assert second.client.post(address, data={"startup": call.startup.slug}).status_code == 422
        assert use(call.founder, address).status_code == 303
        refused = use(second, address)
        assert refused.status_code == 422 and "good for one startup" in text_of(refused)
        assert second.start().status_code == 409


def test_it_is_taken_back_before_and_after_it_is_used(call: Call, address: str) -> None:
    link = db.session.query(LateLink).one()
    path = f"call/late-links/{link.uid}/take-back"
    with clock.frozen(closed(call, days=2)):
        use(call.founder, address)
        call.founder.answer()
        assert "Nobody can begin" in text_of(call.organiser.get(path))
        assert call.organiser.post(path).status_code == 303
        assert call.organiser.post(path).status_code == 303
        assert "Taken back" in text_of(call.organiser.get("call/late-links"))
        assert "Applications closed on" in text_of(call.founder.get("status"))
        assert "have taken this link back" in text_of(call.founder.client.get(address))
        assert ask(call.organiser).status_code == 303


def test_it_is_not_lost_on_an_application_that_was_decided(call: Call, address: str) -> None:
    factories.add_application(call.event, call.startup, state=ApplicationState.DECLINED)
    with clock.frozen(closed(call, days=2)):
        refused = use(call.founder, address)
        assert refused.status_code == 422 and "can no longer be changed" in text_of(refused)
    assert db.session.query(LateLink).one().used_at is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2027-02-09"}, "Enter a date and time in the future."),
        ({"day": "2027-03-12"}, "The pitch day has begun by then."),
        ({"email": "nobody"}, "email address"),
        ({"reason": ""}, "Write why"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(call: Call, typed: dict[str, str], words: str) -> None:
    with clock.frozen(closed(call)):
        refused = ask(call.organiser, **typed)
    assert refused.status_code == 422 and words in text_of(refused)
    assert db.session.query(LateLink).count() == 0


def test_one_address_has_one_unused_link(call: Call, address: str) -> None:
    with clock.frozen(closed(call)):
        refused = ask(call.organiser, "ADA@late.example")
    assert refused.status_code == 422 and "Take it back first" in text_of(refused)


def test_a_link_is_used_once_by_two_at_once(app: Flask, call: Call, address: str) -> None:
    """The second reads the row that the first has written, whatever it had in memory."""
    link = db.session.query(LateLink).one()
    with clock.frozen(closed(call, days=2)):
        commits(late_links.use)(link, call.startup)
        with pytest.raises(DomainError, match="has been used"):
            commits(late_links.use)(link, add_complete_startup(factories.add_person()))


def test_links_of_another_pitch_day_are_nobody_elses(
    app: Flask, call: Call, address: str, other_client: Callable[[], Any], sign_in: Callable[[Person], Any]
) -> None:
    link = db.session.query(LateLink).one()
    stranger = factories.add_person()
    other = factories.add_event(organiser=stranger)
    theirs = Organiser(sign_in(stranger, on=other_client()), other.slug)  # type: ignore[call-arg]
    assert theirs.post(f"call/late-links/{link.uid}/take-back").status_code == 404
    assert (
        theirs.client.post(f"/organise/events/{call.event.slug}/call/late-links/{link.uid}/take-back").status_code
        == 403
    )
    assert "ada@late.example" not in text_of(theirs.get("call/late-links"))
    assert theirs.client.get("/late/" + "0" * 32).status_code == 404
    assert db.session.query(LateLink).one().taken_back_at is None


def test_the_list_of_links_costs_the_same_with_many(
    app: Flask, call: Call, address: str, count_queries: Callable[[], Any]
) -> None:
    with clock.frozen(closed(call)):
        with count_queries() as one:
            call.organiser.get("call/late-links")
        for number in range(9):
            ask(call.organiser, f"founder{number}@late.example")
        with count_queries() as ten:
            call.organiser.get("call/late-links")
    assert ten.count == one.count
