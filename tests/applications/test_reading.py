"""Reading one application after another: the place in the list, tags, private notes, what changed between versions."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.events.enums import Role
from tests import factories
from tests.applications.browser import Organiser, hidden, text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.conftest import NOW


def add(call: Call, name: str, **values: Any) -> Application:
    startup = add_complete_startup(factories.add_person(), name=name)
    sent = factories.add_application(call.event, startup, state=ApplicationState.SUBMITTED, **values)
    factories.add_submission(sent)
    return sent


def link(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]*)"', page)
    return unescape(found[1]) if found else ""


@pytest.fixture
def coordinator(call: Call, sign_in: Any, other_client: Any) -> Organiser:
    person = factories.add_person("Cora Coordinator")
    factories.add_role(call.event, person, Role.REVIEWER_COORDINATOR)
    return Organiser(sign_in(person, on=other_client()), call.event.slug)


def test_one_reads_on_in_the_order_and_filter_one_came_from(app: Flask, call: Call) -> None:
    for name in ("Alder", "Birch", "Cedar"):
        add(call, name)
    factories.add_application(call.event, factories.add_startup(name="Beech"))
    page = call.organiser.get("applications?state=undecided&sort=startup&dir=desc").text
    address = unescape(re.search(r'href="([^"]*)">Cedar</a>', page)[1])  # type: ignore[index]
    names = []
    while address:
        read = call.organiser.client.get(address)
        names.append(re.search(r"<h1>(.*?)</h1>", read.text)[1])  # type: ignore[index]
        assert f"{len(names)} of 3" in text_of(read)
        address = link(read.text, "next")
    assert names == ["Cedar", "Birch", "Alder"]
    assert "state=undecided" in link(read.text, "prev")


def test_whoever_decides_goes_on_with_what_is_left(app: Flask, call: Call) -> None:
    uids = {name: add(call, name).uid for name in ("Alder", "Birch", "Cedar")}
    address = f"applications/{uids['Birch']}?state=undecided"
    mark = hidden(call.organiser.get(address).text, "mark")
    decided = call.organiser.post(address, {"decision": "accept", "reason": "", "mark": mark})
    assert decided.location.endswith(f"{uids['Birch']}?state=undecided")
    page = call.organiser.client.get(decided.location)
    assert "2 left in the list" in text_of(page)
    assert f"{uids['Cedar']}?" in link(page.text, "next") and f"{uids['Alder']}?" in link(page.text, "prev")


def test_an_address_carries_only_what_the_list_knows(app: Flask, call: Call) -> None:
    uid = add(call, "Alder").uid
    add(call, "Birch")
    page = call.organiser.get(f"applications/{uid}?_external=1&_scheme=javascript&event_slug=x&q=e&state=nonsense").text
    assert link(page, "next").startswith("/organise/events/") and link(page, "next").endswith("?q=e")


def test_tags_are_put_on_found_and_taken_off(app: Flask, call: Call, coordinator: Organiser) -> None:
    alder, birch = add(call, "Alder"), add(call, "Birch")
    for name in ("Second look", "second  LOOK "):
        assert coordinator.post(f"applications/{alder.uid}/tags", {"name": name}).status_code == 303
    call.organiser.post(f"applications/{birch.uid}/tags", {"name": "Export"})
    page = call.organiser.get("applications").text
    (uid,) = re.findall(r'<option value="(\w+)">Second look</option>', page)
    found = text_of(call.organiser.get(f"applications?tag={uid}"))
    assert "Alder" in found and "Birch" not in found and "1 of 2 applications" in found
    assert "tagged" in text_of(call.organiser.get("history")) and "Tag: Second look" in text_of(
        call.organiser.get("history")
    )
    assert call.organiser.post(f"applications/{alder.uid}/tags/{uid}/off").status_code == 303
    assert "No application fits" in text_of(call.organiser.get(f"applications?tag={uid}"))


def test_a_tag_is_renamed_and_removed_by_those_who_decide(app: Flask, call: Call, coordinator: Organiser) -> None:
    alder = add(call, "Alder")
    for name in ("Export", "Hardware"):
        call.organiser.post(f"applications/{alder.uid}/tags", {"name": name})
    page = call.organiser.get("applications/tags").text
    address = re.findall(r'href="([^"]*/tags/\w+)"', page)[0].partition("applications/")[2]
    assert coordinator.post(f"applications/{address}", {"name": "Sells abroad"}).status_code == 403
    refused = call.organiser.post(f"applications/{address}", {"name": "HARDWARE"})
    assert refused.status_code == 422 and "There is a tag of this name already" in text_of(refused)
    assert call.organiser.post(f"applications/{address}", {"name": "Sells abroad"}).status_code == 303
    assert "Sells abroad" in text_of(call.organiser.get(f"applications/{alder.uid}"))
    assert "It is taken off 1 application" in text_of(call.organiser.get(f"applications/{address}/remove"))
    call.organiser.post(f"applications/{address}/remove")
    assert "1 application" in text_of(call.organiser.get("applications/tags"))
    assert "Sells abroad" not in text_of(call.organiser.get(f"applications/{alder.uid}"))


def test_notes_are_read_by_those_who_read_and_changed_by_their_author(
    app: Flask, call: Call, coordinator: Organiser
) -> None:
    uid = add(call, "Alder").uid
    page = coordinator.get(f"applications/{uid}").text
    for _ in range(2):
        coordinator.post(f"applications/{uid}/notes", {"once": hidden(page, "once"), "text": "Ask for\n\nthe pilot."})
    seen = call.organiser.get(f"applications/{uid}")
    assert text_of(seen).count("Cora Coordinator, Tue 12 Jan 2027, 10:00") == 1
    address = re.search(r"notes/\w+", coordinator.get(f"applications/{uid}").text)[0]  # type: ignore[index]
    assert address not in seen.text
    for refused in ("", "/delete"):
        assert call.organiser.post(f"applications/{uid}/{address}{refused}", {"text": "Mine"}).status_code == 403
    empty = coordinator.post(f"applications/{uid}/{address}", {"text": " "})
    assert empty.status_code == 422 and "Write something first" in text_of(empty)
    with clock.frozen(NOW + timedelta(hours=1)):
        coordinator.post(f"applications/{uid}/{address}", {"text": "Asked."})
    assert "Asked." in text_of(call.organiser.get(f"applications/{uid}"))
    assert "changed Tue 12 Jan 2027, 11:00" in text_of(call.organiser.get(f"applications/{uid}"))
    assert "Asked." not in text_of(call.organiser.get("history"))
    assert "Delete your note?" in text_of(coordinator.get(f"applications/{uid}/{address}/delete"))
    coordinator.post(f"applications/{uid}/{address}/delete")
    assert "Asked." not in text_of(call.organiser.get(f"applications/{uid}"))


def test_notes_go_into_a_file_only_when_their_column_is_chosen(app: Flask, call: Call) -> None:
    uid = add(call, "Alder").uid
    call.organiser.post(f"applications/{uid}/tags", {"name": "Export"})
    call.organiser.post(f"applications/{uid}/notes", {"text": "A thought."})
    assert b"A thought" not in call.organiser.get("applications.csv").data
    data = call.organiser.get("applications.csv?columns=startup,tags,notes").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(data))
    assert row == {"Startup": "Alder", "Tags": "Export", "Private notes": "Olive Organiser: A thought."}


def test_what_changed_between_the_versions_that_were_sent(app: Flask, call: Call) -> None:
    call.founder.apply()
    assert "Version 1" not in text_of(call.organiser.get(f"applications/{call.application.uid}"))
    call.founder.answer("Looms now say so themselves.")
    call.founder.send()
    page = text_of(call.organiser.get(f"applications/{call.application.uid}"))
    assert "Version 2: answers changed Which problem do you solve, and for whom?" in page
    assert "Before Looms stop and nobody knows why. Now Looms now say so themselves." in page


def test_founders_judges_and_others_change_nothing(app: Flask, call: Call, sign_in: Any, other_client: Any) -> None:
    uid = add(call, "Alder").uid
    judge, stranger = factories.add_person(), factories.add_person()
    factories.add_role(call.event, judge, Role.JUDGE)
    factories.add_event(organiser=stranger)
    for person in (judge, stranger, call.ada):
        browser = Organiser(sign_in(person, on=other_client()), call.event.slug)
        for path in (f"applications/{uid}/tags", f"applications/{uid}/notes"):
            assert browser.post(path, {"name": "Mine", "text": "Mine"}).status_code == 403
        assert browser.get("applications/tags").status_code == 403
    page = text_of(call.organiser.get(f"applications/{uid}"))
    assert "Mine" not in page


@pytest.mark.parametrize("path", ["applications", "applications.csv?columns=startup,tags,notes", "applications/{uid}"])
def test_tags_and_notes_cost_the_same_for_many(
    app: Flask, call: Call, count_queries: Callable[[], Any], path: str
) -> None:
    first = add(call, "Alder").uid

    def more(count: int) -> None:
        for number in range(count):
            uid = add(call, f"Birch {number}").uid
            call.organiser.post(f"applications/{uid}/tags", {"name": f"Tag {number % 9}"})
            call.organiser.post(f"applications/{uid}/notes", {"text": "A thought."})

    more(2)
    with count_queries() as few:
        assert call.organiser.get(path.format(uid=first)).status_code == 200
    more(57)
    with count_queries() as many:
        assert call.organiser.get(path.format(uid=first)).status_code == 200
    assert many.count == few.count
