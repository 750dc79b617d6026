"""Which deck a startup shows on stage: chosen, confirmed, fixed, taken away."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.applications import calls, stage_decks
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.stage_deck_models import StageDeck
from pitchday.applications.stages import StageDates
from pitchday.db import commits, db
from pitchday.events.enums import EventState
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.conftest import NOW
from tests.files.test_files import make_pdf

Mails = Callable[[], list[Mail]]
HOUR = timedelta(hours=1)
MOMENTS = st.integers(0, 1_000_000).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(MOMENTS, st.none() | st.integers(0, 720), MOMENTS, st.booleans())
def test_a_deck_is_fixed_once_and_for_all(starts_at: datetime, hours: int | None, now: datetime, opened: bool) -> None:
    frozen = stage_decks.deck_frozen(starts_at, hours, now, opened=opened)
    assert frozen == (now >= stage_decks.fixed_from(starts_at, hours, opened=opened))
    assert stage_decks.deck_frozen(starts_at, hours, starts_at, opened=opened), "nothing changes on stage"
    if frozen:
        assert stage_decks.deck_frozen(starts_at, hours, now + HOUR, opened=opened)
        assert stage_decks.deck_frozen(starts_at, hours, now)
    assert stage_decks.fixed_from(starts_at, None) == stage_decks.fixed_from(starts_at, 0) == starts_at


@pytest.fixture
def pitching(call: Call) -> Application:
    """A startup with a place that applied with a deck of three pages."""
    call.founder.apply()
    application = call.application
    application.state, application.released_at, application.confirmed_at = ApplicationState.CONFIRMED, NOW, NOW
    db.session.commit()
    return application


def page(call: Call) -> Any:
    return call.founder.get("stage-deck")


def confirm(call: Call, uid: str = "") -> Any:
    deck = stage_decks.deck_of(call.application, stage_decks.stage_deck(call.application))
    assert deck is not None
    return call.founder.post("stage-deck/confirm", {"deck_uid": uid or deck.uid})


def upload(call: Call, name: str = "final.pdf") -> Any:
    sent = {"deck": (io.BytesIO(make_pdf(5)), name)}
    response = call.founder.post("stage-deck", sent, content_type="multipart/form-data")
    response.request.environ["wsgi.input"].close()
    return response


def stage(application: Application) -> StageDeck:
    db.session.expire_all()
    found = stage_decks.stage_deck(application)
    assert found is not None
    return found


def test_founders_see_confirm_and_change_it(app: Flask, call: Call, pitching: Application, run_jobs: Any) -> None:
    run_jobs()
    first = page(call)
    assert "/first-page" in first.get_data(as_text=True)
    text = text_of(first)
    assert "Is this the one?" in text and "deck.pdf , 3 pages" in text and "until Mon 15 Feb 2027, 13:00" in text
    assert "The deck for the stage" in text_of(call.founder.get("status"))
    confirm(call)
    assert "This is the one Ada Founder confirmed it on Tue 12 Jan 2027, 10:00." in text_of(page(call))
    old = stage(pitching).deck
    assert upload(call).status_code == 303
    assert (stage(pitching).confirmed_at, stage(pitching).deck.pages) == (None, 5)
    assert "final.pdf , 5 pages" in text_of(page(call)) and "Is this the one?" in text_of(page(call))
    assert old is not None and confirm(call, old.uid).status_code == 409, "another was chosen meanwhile"
    assert stage(pitching).confirmed_at is None
    call.founder.post("stage-deck", {"deck_uid": old.uid})
    assert stage(pitching).deck.uid == old.uid


def test_what_is_no_deck_is_refused_beside_the_field(app: Flask, call: Call, pitching: Application) -> None:
    answer = call.founder.post("stage-deck", {"deck_uid": "another"})
    assert answer.status_code == 422 and "Choose a PDF file first." in text_of(answer)


def test_only_who_pitches_has_one(app: Flask, call: Call) -> None:
    call.founder.apply()
    assert page(call).location.endswith("/status")
    assert call.founder.post("stage-deck/confirm", {"deck_uid": "x"}).status_code == 409
    assert call.organiser.get(f"applications/{call.application.uid}/stage-deck").status_code == 404


def test_from_the_freeze_on_nothing_changes_until_organisers_open_it(
    app: Flask, call: Call, pitching: Application, mails: Mails
) -> None:
    frozen = call.event.starts_at - 24 * HOUR
    with clock.frozen(frozen - HOUR):
        confirm(call)
    with clock.frozen(frozen):
        assert "Decks are fixed" in text_of(page(call)) and "Another deck" not in text_of(page(call))
        refused = upload(call)
        assert "Decks are fixed since Mon 15 Feb 2027, 13:00" in text_of(refused)
        assert stage(pitching).confirmed_at is not None
        assert "Let it change" in text_of(call.organiser.get("decks"))
        assert call.organiser.post(f"decks/{pitching.uid}/open", {"reason": ""}).status_code == 422
        assert call.organiser.post(f"decks/{pitching.uid}/open", {"reason": "The file was broken."}).status_code == 303
        assert "Opened again" in text_of(call.organiser.get("decks"))
        assert "The file was broken." in text_of(page(call))
        assert upload(call).status_code == 303
        assert confirm(call).status_code == 303
        (mail,) = (mail for mail in mails() if mail.template == "stage_deck_opened")
        assert mail.values["reason"] == "The file was broken."
        assert "The file was broken." in text_of(call.organiser.get("history"))
    with clock.frozen(call.event.starts_at):
        assert upload(call).status_code == 422
        assert "Let it change" not in text_of(call.organiser.get("decks"))


@pytest.mark.parametrize("state", [EventState.POSTPONED, EventState.CANCELLED])
def test_decks_of_a_day_that_is_called_off_stay(
    app: Flask, call: Call, pitching: Application, state: EventState
) -> None:
    call.event.state, call.event.notice = state, "Snow."
    db.session.commit()
    assert "is called off" in text_of(upload(call))
    assert "is called off" in text_of(call.organiser.post("decks/reminder"))


def test_organisers_say_when_decks_are_fixed(app: Flask, call: Call, pitching: Application) -> None:
    assert 'value="24"' in call.organiser.get("call/dates").get_data(as_text=True)
    assert call.organiser.post("call/dates", {"version": "0", "deck_freeze_hours": "721"}).status_code == 422
    assert call.organiser.post("call/dates", {"version": "0", "deck_freeze_hours": "48"}).status_code == 303
    assert "until Sun 14 Feb 2027, 13:00" in text_of(page(call))
    commits(calls.set_dates)(call.event, None, StageDates(), version=1, deck_freeze_hours=None)
    assert "until Tue 16 Feb 2027, 13:00" in text_of(page(call))


def test_the_list_tells_who_has_confirmed(app: Flask, call: Call, pitching: Application, count_queries: Any) -> None:
    for number in range(2):
        factories.add_application(call.event, add_complete_startup(factories.add_person(), name=f"Open {number}"))
    confirm(call)
    with count_queries() as few:
        text = text_of(call.organiser.get("decks"))
    assert "Loomgrid Confirmed" in text and "Open 1 No deck" in text and "Remind 2 startups" in text
    assert "Loomgrid" not in text_of(call.organiser.get("decks?is=open"))
    assert "Open 1" not in text_of(call.organiser.get("decks?is=confirmed"))
    for number in range(2, 9):
        factories.add_application(call.event, add_complete_startup(factories.add_person(), name=f"Open {number}"))
    with count_queries() as many:
        assert "Open 8" in text_of(call.organiser.get("decks"))
    assert many.count == few.count
    assert b"Loomgrid,Confirmed" in call.organiser.get("decks.csv").data


def test_each_deck_is_taken_under_a_name_that_tells(app: Flask, call: Call, pitching: Application) -> None:
    answer = call.organiser.get(f"applications/{pitching.uid}/stage-deck")
    assert "Manchester%20%E2%80%93%20Loomgrid%20%E2%80%93%20deck%20v1.pdf" in answer.headers["Content-Disposition"]
    upload(call)
    answer = call.organiser.get(f"applications/{pitching.uid}/stage-deck")
    assert "deck%20v2.pdf" in answer.headers["Content-Disposition"]
    assert answer.data == make_pdf(5)


def test_those_who_have_not_confirmed_are_reminded_once_a_day(
    app: Flask, call: Call, pitching: Application, mails: Mails
) -> None:
    grace = factories.add_person("Grace Founder")
    factories.add_application(call.event, add_complete_startup(grace, name="Second"))
    confirm(call)
    told = text_of(call.organiser.get("decks/reminder"))
    assert "All members of 1 startup" in told and "until Mon 15 Feb 2027, 13:00" in told
    for _ in range(2):
        call.organiser.post("decks/reminder")
    reminded = [mail.to_address for mail in mails() if mail.template == "stage_deck_reminder"]
    assert reminded == [grace.email]
    assert "Nobody is to be reminded now." in text_of(call.organiser.get("decks/reminder"))
    with clock.frozen(NOW + 25 * HOUR):
        call.organiser.post("decks/reminder")
    assert len([mail for mail in mails() if mail.template == "stage_deck_reminder"]) == 2
    with clock.frozen(call.event.starts_at - HOUR):
        assert "Decks are fixed" in text_of(call.organiser.get("decks/reminder"))
        assert "nobody could do what" in text_of(call.organiser.post("decks/reminder"))


def test_the_database_keeps_confirmations_whole(app: Flask, call: Call, pitching: Application) -> None:
    for wrong in (
        {"confirmed_at": NOW},
        {"confirmed_at": NOW, "confirmed_by_id": call.ada.id},
        {"opened_at": NOW, "opened_by_id": call.ada.id},
    ):
        with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
            db.session.execute(sa.insert(StageDeck).values(application_id=pitching.id, **wrong))
