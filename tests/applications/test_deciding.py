"""Organisers read, decide and release; founders confirm or give up their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications import queries, services
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.signals import application_withdrawn
from pitchday.db import commits, db
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import Founder, hidden, text_of
from tests.applications.conftest import Call, add_complete_startup

REASON = "We look for firms with a first customer. Come back when you have one."


def templates(outbox: list[Mail]) -> list[str]:
    return [mail.template for mail in outbox if mail.template != "application_received"]


def test_organisers_read_what_was_sent_and_not_what_came_later(app: Flask, call: Call) -> None:
    call.startup.ask = 250_000
    db.session.commit()
    call.founder.apply()
    call.founder.answer("A later thought.")
    call.startup.ask = 999_000
    db.session.commit()
    path = f"applications/{call.application.uid}"
    page = text_of(call.organiser.get(path))
    assert "Looms stop and nobody knows why." in page
    assert "A later thought." not in page
    assert "£250,000" in page and "£999,000" not in page
    assert "Open the deck (3 pages, PDF)" in page
    assert "Ada Founder sent the application" in page
    deck = call.organiser.get(f"{path}/deck")
    assert deck.mimetype == "application/pdf"
    assert "private" in deck.headers["Cache-Control"]


def test_a_draft_is_counted_and_never_shown(app: Flask, call: Call) -> None:
    call.founder.start()
    assert "1 still being written" in text_of(call.organiser.get("applications"))
    assert "Loomgrid" not in text_of(call.organiser.get("applications"))
    assert call.organiser.get(f"applications/{call.application.uid}").status_code == 404
    assert "Loomgrid" not in text_of(call.organiser.get("history"))


def test_other_organisers_and_applications_of_other_pitch_days(
    app: Flask, call: Call, other_client: Any, sign_in: Any
) -> None:
    call.founder.apply()
    stranger = factories.add_person()
    elsewhere = factories.add_event(organiser=stranger)
    browser = sign_in(stranger, on=other_client())
    uid = call.application.uid
    for path in ("applications", "decisions", "decisions/release", "questions", f"applications/{uid}"):
        assert browser.get(f"/organise/events/{call.event.slug}/{path}").status_code == 403
    assert browser.get(f"/organise/events/{elsewhere.slug}/applications/{uid}").status_code == 404
    assert browser.get(f"/organise/events/{elsewhere.slug}/applications/{uid}/deck").status_code == 404


def test_nobody_is_told_before_the_release_and_everybody_once(
    app: Flask, call: Call, mails: Callable[[], list[Mail]], run_jobs: Callable[[], int]
) -> None:
    call.founder.apply()
    other = Founder(call.founder.client, call.event.slug, add_complete_startup(call.ada, name="Tarnlight").slug)
    other.apply()
    uids = {row.startup.name: row.uid for row in db.session.scalars(queries.seen_by_organisers(call.event.id))}
    assert call.organiser.decide(uids["Loomgrid"], "accept").status_code == 303
    assert call.organiser.decide(uids["Tarnlight"], "decline", REASON).status_code == 303
    assert templates(mails()) == []
    for founder in (call.founder, other):
        assert "Decided" not in text_of(founder.get("status"))
        assert "invited" not in text_of(founder.get("status")).lower()
        assert REASON not in text_of(founder.get("status"))
    page = text_of(call.organiser.get("decisions"))
    assert "Release decisions to 2 startups" in page and REASON in page and "To Ada Founder" in page
    confirm = text_of(call.organiser.get("decisions/release"))
    assert "1 startup is invited to pitch" in confirm and "1 startup is told no" in confirm
    assert call.organiser.release().status_code == 303
    assert "Decisions released to 2 startups" in text_of(call.organiser.get("decisions"))
    assert templates(mails()) == ["application_accepted", "application_declined"]
    assert mails()[-1].values["reason"] == REASON
    call.organiser.post("decisions/release", {"mark": "anything"})
    assert len(templates(mails())) == 2
    assert "You are invited to pitch" in text_of(call.founder.get("status"))
    assert REASON in text_of(other.get("status"))
    run_jobs()
    assert {mail.state.value for mail in mails()} == {"sent"}, "every template can be rendered"


def test_a_refusal_needs_a_reason(app: Flask, call: Call) -> None:
    call.founder.apply()
    refused = call.organiser.decide(call.application.uid, "decline", "  ")
    assert refused.status_code == 422
    assert "Write why. The startup reads it in the mail that tells them." in text_of(refused)
    assert call.application.decision is None


def test_a_decision_can_be_changed_and_taken_back(app: Flask, call: Call) -> None:
    call.founder.apply()
    uid = call.application.uid
    call.organiser.decide(uid, "accept")
    call.organiser.decide(uid, "decline", REASON)
    assert call.application.decision is Decision.DECLINE
    assert "Olive Organiser decided to decline" in text_of(call.organiser.get(f"applications/{uid}"))
    call.organiser.post(f"applications/{uid}/undo")
    assert (call.application.decision, call.application.decided_at, call.application.decision_reason) == (
        None,
        None,
        "",
    )
    assert "Olive Organiser took the decision back" in text_of(call.organiser.get(f"applications/{uid}"))
    assert call.organiser.get("decisions/release").location.endswith("/decisions")


def test_two_organisers_who_decide_at_once(app: Flask, call: Call) -> None:
    call.founder.apply()
    uid = call.application.uid
    page = call.organiser.get(f"applications/{uid}").get_data(as_text=True)
    call.organiser.decide(uid, "accept")
    late = call.organiser.decide(uid, "decline", REASON, page=page)
    assert late.status_code == 422
    assert "has changed since you opened it" in text_of(late)
    assert REASON in late.get_data(as_text=True)
    assert call.application.decision is Decision.ACCEPT
    assert call.organiser.decide(uid, "decline", REASON, page=late.get_data(as_text=True)).status_code == 303


def test_a_founder_who_writes_on_does_not_disturb_the_organiser(app: Flask, call: Call) -> None:
    call.founder.apply()
    uid = call.application.uid
    page = call.organiser.get(f"applications/{uid}").get_data(as_text=True)
    call.founder.answer("A later thought.")
    assert call.organiser.decide(uid, "accept", page=page).status_code == 303


def test_a_decision_made_after_the_page_was_opened_is_not_released_by_it(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    call.founder.apply()
    uid = call.application.uid
    call.organiser.decide(uid, "accept")
    mark = hidden(call.organiser.get("decisions/release").get_data(as_text=True), "mark")
    call.organiser.decide(uid, "decline", REASON)
    refused = call.organiser.post("decisions/release", {"mark": mark})
    assert refused.status_code == 422
    assert "The decisions have changed since you opened this page" in text_of(refused)
    assert templates(mails()) == []


def test_what_was_released_stays(app: Flask, call: Call) -> None:
    call.founder.apply()
    uid = call.application.uid
    mark = hidden(call.organiser.get(f"applications/{uid}").get_data(as_text=True), "mark")
    call.organiser.decide(uid, "accept")
    call.organiser.release()
    late = call.organiser.post(f"applications/{uid}", {"decision": "decline", "reason": REASON, "mark": mark})
    assert late.status_code == 422
    assert call.organiser.post(f"applications/{uid}/undo").status_code == 409
    assert call.application.state is ApplicationState.INVITED


def invited(call: Call) -> None:
    call.founder.apply()
    call.organiser.decide(call.application.uid, "accept", "A clear case.")
    call.organiser.release()


def test_the_place_is_confirmed_once(app: Flask, call: Call, client: Any, mails: Callable[[], list[Mail]]) -> None:
    invited(call)
    address = f"/events/{call.event.slug}/startups"
    assert "Nobody is announced yet" in text_of(client.get(address))
    assert not call.startup.listed
    for _ in range(2):
        assert call.founder.post("confirm").status_code == 303
    assert call.application.state is ApplicationState.CONFIRMED
    assert call.startup.listed
    assert templates(mails())[1:] == ["place_confirmed", "place_taken"]
    assert mails()[-1].to_name == "Olive Organiser"
    page = text_of(client.get(address))
    assert "Loomgrid" in page and "Makes something useful." in page
    assert "Your place is confirmed" in text_of(call.founder.get("status"))


def test_a_place_cannot_be_confirmed_before_it_is_offered(app: Flask, call: Call) -> None:
    call.founder.apply()
    refused = call.founder.post("confirm")
    assert refused.status_code == 409
    assert "There is no place to confirm yet" in text_of(refused)


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_place_is_given_up(app: Flask, call: Call, mails: Callable[[], list[Mail]], confirmed: bool) -> None:
    invited(call)
    if confirmed:
        call.founder.post("confirm")
    heard: list[Any] = []

    def hear(application: Any) -> None:
        heard.append(application.uid)

    application_withdrawn.connect(hear)
    assert "We write to the organisers" in text_of(call.founder.get("withdraw"))
    for _ in range(2):
        call.founder.post("withdraw")
    assert heard == [call.application.uid]
    assert call.application.state is ApplicationState.WITHDRAWN
    assert templates(mails())[-2:] == ["application_withdrawn", "place_given_up"]
    assert [mail.values["had_place"] for mail in mails()[-2:]] == [confirmed, confirmed]
    assert call.founder.post("confirm").status_code == 409
    assert not call.startup.listed


def test_who_gives_a_place_up_is_listed_only_while_another_is_left(app: Flask, call: Call, other_client: Any) -> None:
    invited(call)
    call.founder.post("confirm")
    other = factories.add_application(factories.add_event(), call.startup)
    who_pitches, visitor = f"/events/{call.event.slug}/startups", other_client()
    assert other.state is ApplicationState.CONFIRMED
    call.founder.post("withdraw")
    assert "Loomgrid" not in text_of(visitor.get(who_pitches))
    assert visitor.get(f"/startups/{call.startup.slug}").status_code == 200
    services.withdraw(other)
    db.session.commit()
    assert "Loomgrid" not in text_of(call.organiser.client.get("/startups"))
    assert visitor.get(f"/startups/{call.startup.slug}").status_code == 404


def test_the_public_list_shows_public_facts_only(app: Flask, call: Call, client: Any) -> None:
    startup = factories.add_startup(name="Wrenfell", ask=7_654_321, traction="SECRETTRACTION")
    factories.add_application(call.event, startup)
    html = client.get(f"/events/{call.event.slug}/startups").get_data(as_text=True)
    assert "Wrenfell" in html
    assert "7,654,321" not in html and "SECRETTRACTION" not in html


def test_nothing_is_decided_about_a_cancelled_pitch_day(app: Flask, call: Call) -> None:
    call.founder.apply()
    commits(services.decide)(call.application, Decision.ACCEPT)
    call.event.state = EventState.CANCELLED
    db.session.commit()
    with pytest.raises(DomainError, match="nothing left to decide"):
        services.decide(call.application, Decision.ACCEPT)
    with pytest.raises(DomainError, match="cancelled"):
        services.release_decisions(call.event)


def test_the_desk_narrows_and_counts(app: Flask, call: Call) -> None:
    for name, state in (("Alder 100%", ApplicationState.CONFIRMED), ("Birch", ApplicationState.DECLINED)):
        factories.add_application(call.event, factories.add_startup(name=name), state=state)
    call.founder.apply()
    page = text_of(call.organiser.get("applications"))
    assert "3 sent, 1 to decide, 0 still being written." in page
    assert "Confirmed (1)" in page
    confirmed = text_of(call.organiser.get("applications?state=confirmed"))
    assert "Alder" in confirmed and "Birch" not in confirmed
    assert "Birch" in text_of(call.organiser.get("applications?q=BIR"))
    assert "Alder" in text_of(call.organiser.get("applications?q=0%25"))
    assert "No application fits" in text_of(call.organiser.get("applications?q=_"))
    assert "Loomgrid" in text_of(call.organiser.get("applications?state=nonsense&page=x"))


@pytest.mark.parametrize("path", ["applications", "decisions", "decisions/release"])
def test_the_desk_costs_the_same_for_many(app: Flask, call: Call, count_queries: Callable[[], Any], path: str) -> None:
    def add() -> None:
        values = {"decision": Decision.ACCEPT, "decided_at": clock.now()}
        startup = add_complete_startup(factories.add_person())
        factories.add_application(call.event, startup, state=ApplicationState.SUBMITTED, **values)

    add()
    with count_queries() as one:
        assert call.organiser.get(path).status_code == 200
    for _ in range(29):
        add()
    with count_queries() as thirty:
        assert call.organiser.get(path).status_code == 200
    assert thirty.count == one.count


def test_the_public_list_costs_the_same_for_many(
    app: Flask, call: Call, client: Any, count_queries: Callable[[], Any]
) -> None:
    address = f"/events/{call.event.slug}/startups"
    factories.add_application(call.event, add_complete_startup(factories.add_person()))
    with count_queries() as one:
        client.get(address)
    for _ in range(29):
        factories.add_application(call.event, add_complete_startup(factories.add_person()))
    with count_queries() as thirty:
        assert text_of(client.get(address)).count("Makes something useful.") == 30
    assert thirty.count == one.count


def test_a_decision_does_not_disturb_a_founder_who_writes_on_and_is_not_told(app: Flask, call: Call) -> None:
    call.founder.apply()
    page = call.founder.get("answers").get_data(as_text=True)
    call.organiser.decide(call.application.uid, "accept", "Strong team.")
    saved = call.founder.answer("Written on.", page=page, headers={"X-Autosave": "1"})
    assert saved.status_code == 200
    call.organiser.decide(call.application.uid, "decline", "On second thought.")
    refused = call.founder.answer("Older still.", page=page)
    assert refused.status_code == 422, "what was saved meanwhile is not written over"
    assert "Olive" not in text_of(refused)
    assert "decision" not in text_of(refused)


def test_what_was_never_sent_leaves_no_line_in_the_history_of_the_pitch_day(app: Flask, call: Call) -> None:
    call.founder.start()
    call.founder.post("withdraw")
    assert call.application.state is ApplicationState.WITHDRAWN
    assert "Loomgrid" not in text_of(call.organiser.get("history"))


def test_a_search_for_what_no_database_stores_finds_nothing(app: Flask, call: Call) -> None:
    assert (
        call.organiser.client.get(
            f"/organise/events/{call.event.slug}/applications", query_string={"q": "Loom\0"}
        ).status_code
        == 200
    )
