"""Doing the same to many applications: what the page before says, what is done, what is left alone, and undoing it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.enums import Role
from pitchday.mail import Mail
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call, add_complete_startup

REASON = "We look for firms with a first customer."


def add(call: Call, *names: str, state: ApplicationState = ApplicationState.SUBMITTED, **values: Any) -> list[str]:
    """Applications of startups with these names; their uids."""
    return [
        factories.add_application(
            call.event, add_complete_startup(factories.add_person(), name=name), state=state, **values
        ).uid
        for name in names
    ]


def ticked(*uids: str) -> str:
    return "&".join(f"only={uid}" for uid in uids)


def decide(call: Call, act: str, query: str, reason: str = "", *, page: str = "") -> Any:
    """Open the page before, and agree."""
    path = f"applications/bulk/{act}?{query}"
    page = page or call.organiser.get(path).text
    sent = {name: hidden(page, name) for name in ("marks", "once")}
    return call.organiser.post(path, {**sent, "reason": reason})


def decisions(call: Call) -> dict[str, Decision | None]:
    db.session.expire_all()
    rows = db.session.query(Application).filter_by(event_id=call.event.id)
    return {row.startup.name: row.decision for row in rows}


def test_the_list_offers_what_its_reader_may_do(app: Flask, call: Call, sign_in: Any, other_client: Any) -> None:
    (uid,) = add(call, "Alder")
    page = call.organiser.get("applications").text
    assert f'name="only" value="{uid}" form="bulk"' in page
    assert "Take decisions back" in page and "All 1 in the list" in text_of(call.organiser.get("applications"))
    coordinator = factories.add_person()
    factories.add_role(call.event, coordinator, Role.REVIEWER_COORDINATOR)
    theirs = Organiser(sign_in(coordinator, on=other_client()), call.event.slug)
    assert "Take decisions back" not in theirs.get("applications").text
    assert theirs.get(f"applications/bulk/tag?only={uid}").status_code == 200
    for act in ("accept", "decline", "reopen", "message"):
        assert theirs.get(f"applications/bulk/{act}?only={uid}").status_code == 403
        assert theirs.post(f"applications/bulk/{act}?only={uid}").status_code == 403


def test_the_page_before_says_what_will_happen_to_which(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    uids = add(call, "Alder", "Birch")
    uids += add(call, "Cedar", state=ApplicationState.CONFIRMED)
    page = text_of(call.organiser.get(f"applications/bulk/accept?{ticked(*uids)}"))
    assert "Accept 2 applications?" in page
    assert "1 application stays as it is Cedar: This startup has confirmed its place" in page
    assert set(decisions(call).values()) == {None}
    done = decide(call, "accept", ticked(*uids))
    assert done.status_code == 303
    assert "2 applications are to be invited" in text_of(call.organiser.client.get(done.location))
    assert decisions(call) == {"Alder": Decision.ACCEPT, "Birch": Decision.ACCEPT, "Cedar": None}
    assert mails() == []


def test_many_are_declined_with_one_reason(app: Flask, call: Call) -> None:
    uids = add(call, "Alder", "Birch")
    refused = decide(call, "decline", ticked(*uids))
    assert refused.status_code == 422 and "Write why." in text_of(refused)
    assert set(decisions(call).values()) == {None}
    decide(call, "decline", ticked(*uids), REASON, page=refused.text)
    assert set(decisions(call).values()) == {Decision.DECLINE}
    assert REASON in text_of(call.organiser.get(f"applications/{uids[1]}"))


def test_all_that_match_are_meant_over_every_page(app: Flask, call: Call) -> None:
    add(call, *(f"Alder {number}" for number in range(30)))
    add(call, "Birch")
    done = decide(call, "accept", "all=1&q=alder")
    assert "30 applications are to be invited" in text_of(call.organiser.client.get(done.location))
    assert decisions(call)["Birch"] is None
    again = decide(call, "reopen", "all=1&decision=accept")
    assert "30 applications are to be decided again" in text_of(call.organiser.client.get(again.location))
    assert set(decisions(call).values()) == {None}


def test_what_changed_meanwhile_is_left_alone_and_named(app: Flask, call: Call) -> None:
    uids = add(call, "Alder", "Birch")
    page = call.organiser.get(f"applications/bulk/decline?{ticked(*uids)}").text
    call.organiser.decide(uids[0], "accept")
    done = call.organiser.client.get(decide(call, "decline", ticked(*uids), REASON, page=page).location)
    assert "Alder : It has changed since you looked" in text_of(done)
    assert decisions(call) == {"Alder": Decision.ACCEPT, "Birch": Decision.DECLINE}


def test_a_double_click_decides_once_and_undoing_restores_what_was(app: Flask, call: Call) -> None:
    uids = add(call, "Alder", "Birch", "Cedar")
    call.organiser.decide(uids[0], "decline", REASON)
    page = call.organiser.get(f"applications/bulk/accept?{ticked(*uids)}").text
    first, second = (decide(call, "accept", ticked(*uids), page=page).location for _ in range(2))
    assert first == second
    call.organiser.decide(uids[2], "decline", "Decided later.")
    undo = first.partition(f"{call.event.slug}/")[2] + "/undo"
    for _ in range(2):
        assert call.organiser.post(undo).status_code == 303
    assert decisions(call) == {"Alder": Decision.DECLINE, "Birch": None, "Cedar": Decision.DECLINE}
    assert REASON in text_of(call.organiser.get(f"applications/{uids[0]}"))


def test_nothing_is_undone_once_startups_were_told(app: Flask, call: Call) -> None:
    uids = add(call, "Alder")
    done = decide(call, "accept", ticked(*uids)).location
    call.organiser.release()
    call.organiser.post(done.partition(f"{call.event.slug}/")[2] + "/undo")
    assert "1 application has changed since" in text_of(call.organiser.client.get(done))
    assert decisions(call) == {"Alder": Decision.ACCEPT}


def tag(call: Call, query: str, *, page: str = "", **values: str) -> Any:
    """Press the button of a page that was looked at."""
    path = f"applications/bulk/tag?{query}"
    return call.organiser.post(path, {"mark": hidden(page or call.organiser.get(path).text, "mark"), **values})


def test_many_are_tagged_and_untagged(app: Flask, call: Call) -> None:
    uids = add(call, "Alder", "Birch", "Cedar")
    call.organiser.post(f"applications/{uids[0]}/tags", {"name": "Export"})
    tag(call, "all=1", name="export", way="on")
    assert "“Export” is put on 2 applications. 1 had it already." in text_of(call.organiser.get("applications"))
    tag(call, ticked(uids[1]), name="Export", way="off")
    assert "“Export” is taken off 1 application." in text_of(call.organiser.get("applications"))
    refused = tag(call, ticked(*uids), name=" ", way="on")
    assert refused.status_code == 422 and "Enter a tag." in text_of(refused)
    refused = tag(call, ticked(*uids), name="Exprot", way="off")
    assert refused.status_code == 422 and "There is no tag of this name." in text_of(refused)


def test_only_what_was_looked_at_is_tagged(app: Flask, call: Call) -> None:
    add(call, "Alder")
    page = call.organiser.get("applications/bulk/tag?all=1").text
    add(call, "Birch")
    refused = tag(call, "all=1", page=page, name="Export", way="on")
    assert refused.status_code == 422 and "Which applications these are has changed" in text_of(refused)
    assert tag(call, "all=1", page=refused.text, name="Export", way="on").status_code == 303


def test_founders_are_written_to_after_the_mail_was_seen(
    app: Flask, call: Call, mails: Callable[[], list[Mail]], run_jobs: Callable[[], int]
) -> None:
    uids = add(call, "Alder", "Birch")
    uids += add(call, "Cedar", state=ApplicationState.WITHDRAWN)
    path = f"applications/bulk/message?{ticked(*uids)}"
    page = call.organiser.get(path)
    assert "2 founders of 2 startups get a mail" in text_of(page)
    assert "1 startup has withdrawn and gets none" in text_of(page)
    written = {"once": hidden(page.text, "once"), "subject": "Parking", "text": "Use the yard behind the hall."}
    looked = call.organiser.post(path, written)
    assert looked.status_code == 200 and "Send to 2 founders" in text_of(looked)
    assert "Olive Organiser writes to you about the application of (the startup)" in text_of(looked)
    assert mails() == []
    written["mark"] = hidden(looked.text, "mark")
    for _ in range(2):
        assert call.organiser.post(path, {**written, "send": "1"}).status_code == 303
    assert [(mail.template, mail.values["startup"]) for mail in mails()] == [
        ("organisers_message", "Alder"),
        ("organisers_message", "Birch"),
    ]
    run_jobs()
    assert {mail.state.value for mail in mails()} == {"sent"}
    assert "Founders of 2 startups: Parking" in text_of(call.organiser.get("history"))


def test_whoever_comes_after_the_page_was_opened_gets_no_mail_unseen(
    app: Flask, call: Call, mails: Callable[[], list[Mail]]
) -> None:
    add(call, "Alder")
    page = call.organiser.get("applications/bulk/message?all=1").text
    written = {name: hidden(page, name) for name in ("once", "mark")} | {"subject": "Parking", "text": "In the yard."}
    add(call, "Birch")
    refused = call.organiser.post("applications/bulk/message?all=1", {**written, "send": "1"})
    assert refused.status_code == 422 and "Who gets the mail has changed" in text_of(refused)
    assert "2 founders of 2 startups" in text_of(refused)
    assert mails() == []


def test_a_file_has_the_ticked_ones_alone(app: Flask, call: Call) -> None:
    uids = add(call, "Alder", "Birch", "Cedar")
    answer = call.organiser.get(f"applications.csv?{ticked(uids[0], uids[2])}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row["Startup"] for row in rows] == ["Alder", "Cedar"]
    assert "2 of 3 applications" in text_of(call.organiser.get(f"applications?{ticked(uids[0], uids[2])}"))


def test_nothing_ticked_leads_back_to_the_list(app: Flask, call: Call) -> None:
    add(call, "Alder")
    for act in ("accept", "decline", "reopen", "tag", "message"):
        answer = call.organiser.get(f"applications/bulk/{act}?q=alder")
        assert answer.status_code == 303 and answer.location.endswith("/applications?q=alder")
    assert "Tick the applications first" in text_of(call.organiser.client.get(answer.location))


def test_applications_of_another_pitch_day_are_out_of_reach(app: Flask, call: Call) -> None:
    other = factories.add_application(
        factories.add_event(), factories.add_startup(name="Elsewhere"), state=ApplicationState.SUBMITTED
    )
    (uid,) = add(call, "Alder")
    page = call.organiser.get(f"applications/bulk/accept?{ticked(other.uid, uid)}").text
    assert "Elsewhere" not in page and "Alder" in page
    marks = f"{hidden(page, 'marks')} {other.uid}:{hidden(page, 'marks').partition(':')[2]}"
    call.organiser.post(f"applications/bulk/accept?{ticked(uid)}", {"marks": marks, "once": hidden(page, "once")})
    db.session.expire_all()
    assert other.decision is None


@pytest.mark.parametrize("act", ["accept", "message", "tag"])
def test_the_page_before_costs_the_same_for_many(
    app: Flask, call: Call, count_queries: Callable[[], Any], act: str
) -> None:
    costs = []
    for many in (3, 57):
        add(call, *(f"Alder {number}" for number in range(many)))
        with count_queries() as counter:
            assert call.organiser.get(f"applications/bulk/{act}?all=1").status_code == 200
        costs.append(counter.count)
    assert costs[0] == costs[1]


def test_deciding_on_many_costs_few_queries(app: Flask, call: Call, count_queries: Callable[[], Any]) -> None:
    add(call, *(f"Alder {number}" for number in range(60)))
    page = call.organiser.get("applications/bulk/accept?all=1").text
    with count_queries() as counter:
        assert decide(call, "accept", "all=1", page=page).status_code == 303
    assert list(decisions(call).values()) == [Decision.ACCEPT] * 60
    assert counter.count < 60 + 30, "one for each row at most"
