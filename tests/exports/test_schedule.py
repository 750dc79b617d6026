"""The schedule as visitors get it: page, files, identity, and what it costs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
import vobject
from flask import Flask
from pypdf import PdfReader

from pitchday import clock
from pitchday.db import db
from pitchday.events.enums import CALLED_OFF, EventState
from pitchday.exports.cache import Store, store
from pitchday.exports.models import Rendition, RenditionKind
from pitchday.files.models import StoredFile
from pitchday.schedule import services
from tests.conftest import NOW
from tests.factories import add_application, add_event, add_person, add_slot, add_startup
from tests.pages import CheckingClient
from tests.schedule.conftest import Day, make_day

SignIn = Callable[..., CheckingClient]
FILES = ("ics", "json", "csv", "xlsx", "pdf")


def path(day: Day, ending: str = "") -> str:
    return f"/events/{day.event.slug}/schedule{ending}"


def release(day: Day) -> None:
    services.release(day.event, note="")
    db.session.commit()


def entries(data: bytes) -> dict[str, Any]:
    return {entry.uid.value: entry for entry in vobject.readOne(data.decode()).contents.get("vevent", [])}


def uid(name: str) -> str:
    return f"slot-{name}@pitchday.test"


def test_the_page_shows_times_names_and_what_to_take_away(released: Day, client: CheckingClient) -> None:
    page = client.get(path(released))
    assert page.status_code == 200
    for words in ("Tue 16 Feb 2027", "13:00–13:10", "UK time (GMT)", "Coffee", released.applications[0].startup.name):
        assert words in page.text
    for ending in FILES:
        assert f'href="{path(released, "." + ending)}"' in page.text


def test_before_the_first_release_the_page_says_so(day: Day, client: CheckingClient) -> None:
    assert "The schedule is not out yet" in client.get(path(day)).text
    assert [client.get(path(day, f".{kind}")).status_code for kind in FILES] == [404] * 5


@pytest.mark.parametrize("ending", ["", ".ics", ".json", ".csv", ".pdf", ".xlsx", "/releases", "/1"])
def test_a_draft_is_nobodys_business(released: Day, client: CheckingClient, ending: str) -> None:
    released.event.state = EventState.DRAFT
    db.session.commit()
    assert client.get(path(released, ending)).status_code == 404
    assert client.get(f"/events/nowhere/schedule{ending}").status_code == 404


def test_addresses_that_lead_nowhere(released: Day, client: CheckingClient) -> None:
    for ending in (".doc", "/99", "/99999999999999999999", "/-1", ".ics/x"):
        assert client.get(path(released, ending)).status_code == 404
    assert client.get(f"/events/{released.event.slug}/sessions/nothing").status_code == 404
    assert client.get("/events/%00/schedule").status_code == 404
    assert client.get("/events/%F0%28/schedule.ics").status_code == 404


def test_the_calendar_is_read_by_another_parser_with_the_right_instants(released: Day, client: CheckingClient) -> None:
    answer = client.get(path(released, ".ics"))
    assert answer.content_type == "text/calendar; charset=utf-8"
    found = entries(answer.data)
    assert uid(released.pitches.uid) not in found, "pitches stand for their session"
    pitch = found[uid(released.slots[1].uid)]
    assert pitch.dtstart.value == datetime(2027, 2, 16, 13, 10, tzinfo=UTC)
    assert pitch.summary.value == f"{released.applications[1].startup.name} pitches"
    assert pitch.location.value.startswith("Main hall, Hall")
    assert pitch.dtstamp.value == NOW
    assert len(found) == 4
    assert b"REFRESH-INTERVAL" in answer.data


def test_the_same_wall_clock_in_summer_is_another_instant(app: Flask, client: CheckingClient) -> None:
    summer = make_day()
    for sitting, hour in ((summer.pitches, 13), (summer.coffee, 14), (summer.meetings, 15)):
        sitting.starts_at = datetime(2027, 6, 15, hour - 1, tzinfo=UTC)
        if sitting.ends_at:
            sitting.ends_at = sitting.starts_at + timedelta(hours=1)
    release(summer)
    pitch = entries(client.get(path(summer, ".ics")).data)[uid(summer.slots[0].uid)]
    assert pitch.dtstart.value == datetime(2027, 6, 15, 12, tzinfo=UTC)
    page = client.get(path(summer)).text
    assert "13:00–13:10" in page
    assert "UK time (BST)" in page
    assert json.loads(client.get(path(summer, ".json")).data)["items"][0]["starts_at"] == "2027-06-15T13:00:00+01:00"


def test_a_moved_pitch_keeps_its_uid_and_raises_its_sequence(released: Day, client: CheckingClient) -> None:
    before = entries(client.get(path(released, ".ics")).data)
    with clock.frozen(NOW + timedelta(days=1)):
        services.move_pitch(released.slots[1], earlier=True, version=released.pitches.version)
        services.remove_sitting(released.coffee, version=released.coffee.version)
        release(released)
    after = entries(client.get(path(released, ".ics")).data)
    moved, kept, gone = uid(released.slots[1].uid), uid(released.meetings.uid), uid(released.coffee.uid)
    assert (before[moved].sequence.value, after[moved].sequence.value) == ("0", "1")
    assert after[moved].dtstart.value == datetime(2027, 2, 16, 13, 0, tzinfo=UTC)
    assert after[kept].serialize() == before[kept].serialize()
    assert gone not in after


def test_data_and_tables_say_the_same(released: Day, client: CheckingClient, run_jobs: Callable[[], int]) -> None:
    found = json.loads(client.get(path(released, ".json")).data)
    assert found["zone"] == "Europe/London"
    assert found["release"]["number"] == 1
    pitch = next(item for item in found["items"] if item["uid"] == released.slots[0].uid)
    assert pitch["startup"] == released.applications[0].startup.slug
    assert pitch["session"] == released.pitches.uid
    rows = list(csv.DictReader(io.StringIO(client.get(path(released, ".csv")).data.decode("utf-8-sig"))))
    assert [row["ID"] for row in rows] == [item["uid"] for item in found["items"]]
    assert rows[0]["Starts (Europe/London)"] == "2027-02-16 13:00:00"
    run_jobs()
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(path(released, ".xlsx")).data)).active
    assert sheet is not None
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == [row["Title"] for row in rows]


def test_the_pdf_is_made_by_a_job_and_asked_for_once(
    app: Flask, released: Day, client: CheckingClient, run_jobs: Callable[[], int]
) -> None:
    queue = app.extensions["pitchday-queue"].huey
    queue.storage.flush_queue()
    for _ in range(3):
        waiting = client.get(path(released, ".pdf"))
        assert waiting.status_code == 202
        assert waiting.headers["Retry-After"] == waiting.headers["Refresh"] == "2"
        assert "is being prepared" in waiting.text
    assert queue.pending_count() == 1
    run_jobs()
    answer = client.get(path(released, ".pdf"))
    assert answer.content_type == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    for words in (released.event.title, released.applications[0].startup.name, "13:00–13:10", "Coffee", "GMT"):
        assert words in text


def test_a_maker_that_died_is_followed_by_the_next(released: Day, client: CheckingClient, app: Flask) -> None:
    queue = app.extensions["pitchday-queue"].huey
    client.get(path(released, ".pdf"))
    queue.storage.flush_queue()
    client.get(path(released, ".pdf"))
    assert queue.pending_count() == 0, "the lease of the first still runs"
    with clock.frozen(NOW + timedelta(minutes=6)):
        client.get(path(released, ".pdf"))
    assert queue.pending_count() == 1


def test_what_a_crash_left_unmade_is_made_later(released: Day, app: Flask, run_jobs: Callable[[], int]) -> None:
    from pitchday.jobs.services import perform

    app.extensions["pitchday-queue"].huey.storage.flush_queue()
    perform(app, "exports.catch_up", ())
    made = db.session.scalars(sa.select(Rendition.kind).where(Rendition.file_id.is_not(None))).all()
    assert set(made) == set(RenditionKind)
    perform(app, "exports.catch_up", ())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StoredFile)) == len(RenditionKind)


@pytest.mark.parametrize("ending", ["", *(f".{kind}" for kind in FILES)])
def test_the_same_bytes_until_a_release_changes_them(
    released: Day, client: CheckingClient, run_jobs: Callable[[], int], ending: str
) -> None:
    run_jobs()
    first = client.get(path(released, ending))
    tag = first.headers["ETag"]
    store.clear()
    with clock.frozen(NOW + timedelta(hours=5)):
        second = client.get(path(released, ending))
    assert (second.data, second.headers["ETag"]) == (first.data, tag)
    assert first.headers["Cache-Control"] == "public, no-cache"
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        unchanged = client.get(path(released, ending), headers={"If-None-Match": sent})
        assert (unchanged.status_code, unchanged.data) == (304, b"")
        assert unchanged.headers["ETag"] == tag
    released.coffee.title = "Tea"
    release(released)
    run_jobs()
    changed = client.get(path(released, ending), headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    head = client.head(path(released, ending))
    assert (head.data, head.headers["Content-Length"]) == (b"", str(len(changed.data)))


@pytest.mark.parametrize("ending", ["", ".ics", ".json", ".csv"])
def test_what_is_made_in_a_request_is_what_a_job_would_have_made(
    released: Day, client: CheckingClient, run_jobs: Callable[[], int], ending: str
) -> None:
    first = client.get(path(released, ending))
    run_jobs()
    store.clear()
    assert client.get(path(released, ending)).headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("pitches", [3, 300])
def test_the_first_request_costs_five_queries_and_the_next_one(
    app: Flask, client: CheckingClient, count_queries: Any, pitches: int
) -> None:
    day = make_day(0)
    for _ in range(pitches):
        add_slot(day.pitches, add_application(day.event, add_startup()))
    day.pitches.pitch_minutes, day.pitches.qa_minutes, day.pitches.changeover_minutes = 1, 0, 0
    release(day)
    schedule, item = path(day), f"/events/{day.event.slug}/sessions/{day.coffee.uid}"

    def cost(address: str) -> int:
        with count_queries() as counted:
            assert client.get(address).status_code == 200
        return int(counted.count)

    for ending in ("", ".ics", ".json", ".csv"):
        assert cost(schedule + ending) == 5
        assert cost(schedule + ending) == 1
        store.clear()
        assert cost(schedule + ending) == 1, "bytes that memory has lost come from the store of files"
    assert cost(item) == cost(f"{item}.ics") == 1


def test_those_with_a_session_get_a_page_of_their_own(released: Day, client: CheckingClient, sign_in: SignIn) -> None:
    public = client.get(path(released))
    person = add_person("Vera Visitor")
    own = sign_in(person).get(path(released), headers={"If-None-Match": public.headers["ETag"]})
    assert own.status_code == 200
    assert "Vera Visitor" in own.text
    assert "private" in own.headers["Cache-Control"]
    assert "Set-Cookie" not in public.headers
    assert "Cookie" in public.headers["Vary"]


def call_off(day: Day, state: EventState) -> None:
    day.event.state = state
    day.event.calendar_sequence += 1
    day.event.changed_at = NOW + timedelta(hours=1)
    db.session.commit()


@pytest.mark.parametrize("state", sorted(CALLED_OFF, key=lambda state: state.value))
def test_a_pitch_day_that_is_called_off_says_so_everywhere(
    released: Day, client: CheckingClient, run_jobs: Callable[[], int], state: EventState
) -> None:
    run_jobs()
    endings = ["", *(f".{kind}" for kind in FILES)]
    before = {ending: client.get(path(released, ending)).headers["ETag"] for ending in endings}
    call_off(released, state)
    assert [client.get(path(released, f".{kind}")).status_code for kind in ("xlsx", "pdf")] == [202, 202]
    run_jobs()
    word, startup = state.value, released.applications[0].startup.name
    for ending in endings:
        after = client.get(path(released, ending), headers={"If-None-Match": before[ending]})
        assert after.status_code == 200
        again = client.get(path(released, ending), headers={"If-None-Match": after.headers["ETag"]})
        assert (again.status_code, again.headers["ETag"]) == (304, after.headers["ETag"])
    page = client.get(path(released)).text
    assert f"This pitch day is {word}" in page
    assert startup in page
    assert f"This pitch day is {word}" in client.get(path(released, "/1")).text
    assert (
        f"This pitch day is {word}" in client.get(f"/events/{released.event.slug}/sessions/{released.coffee.uid}").text
    )
    found = json.loads(client.get(path(released, ".json")).data)
    assert found["event"]["state"] == word
    assert {item["takes_place"] for item in found["items"]} == {False}
    rows = list(csv.DictReader(io.StringIO(client.get(path(released, ".csv")).data.decode("utf-8-sig"))))
    assert {row["Status"] for row in rows} == {word.capitalize()}
    book = openpyxl.load_workbook(io.BytesIO(client.get(path(released, ".xlsx")).data))
    assert book.sheetnames == [f"Schedule ({word})"]
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(client.get(path(released, ".pdf")).data)).pages)
    assert f"This pitch day is {word}" in text
    assert startup in text


def test_a_pitch_day_that_was_postponed_and_is_on_again_says_that(
    released: Day, client: CheckingClient, run_jobs: Callable[[], int]
) -> None:
    run_jobs()
    address = path(released, ".json")
    first = client.get(address)
    call_off(released, EventState.POSTPONED)
    assert json.loads(client.get(address).data)["event"]["state"] == "postponed"
    released.event.state = EventState.PUBLISHED
    db.session.commit()
    assert client.get(address).data == first.data


def test_a_cancelled_pitch_day_is_cancelled_in_calendars(released: Day, client: CheckingClient) -> None:
    before = client.get(path(released, ".ics"))
    call_off(released, EventState.CANCELLED)
    after = client.get(path(released, ".ics"), headers={"If-None-Match": before.headers["ETag"]})
    found = entries(after.data)
    assert len(found) == 4
    assert {entry.status.value for entry in found.values()} == {"CANCELLED"}
    assert found[uid(released.coffee.uid)].sequence.value == "1"
    assert client.get(path(released, ".ics")).data == after.data
    one = client.get(f"/events/{released.event.slug}/sessions/{released.coffee.uid}.ics")
    entry = entries(one.data)[uid(released.coffee.uid)]
    assert entry.serialize() == found[uid(released.coffee.uid)].serialize()


def test_earlier_releases_and_what_changed_stay_readable(released: Day, client: CheckingClient) -> None:
    released.coffee.title = "Tea & cake"
    release(released)
    changes = client.get(path(released, "/releases")).text
    assert "Release 2" in changes
    assert "Tea &amp; cake" in changes
    assert "was Coffee" in changes
    old = client.get(path(released, "/1")).text
    assert "Coffee" in old
    assert "Tea &amp; cake" not in old
    assert "An earlier schedule" in old
    assert "An earlier schedule" not in client.get(path(released, "/2")).text


def test_one_item_as_page_and_calendar(released: Day, client: CheckingClient) -> None:
    slot = released.slots[0]
    address = f"/events/{released.event.slug}/sessions/{slot.uid}"
    page = client.get(address).text
    assert "Tue 16 Feb, 13:00–13:10" in page
    assert f'href="{address}.ics"' in page
    alone = entries(client.get(f"{address}.ics").data)
    among = entries(client.get(path(released, ".ics")).data)
    assert alone[uid(slot.uid)].serialize() == among[uid(slot.uid)].serialize()
    services.remove_pitch(slot, version=released.pitches.version)
    release(released)
    assert "not in the schedule any more" in client.get(address).text
    gone = entries(client.get(f"{address}.ics").data)[uid(slot.uid)]
    assert (gone.status.value, gone.sequence.value) == ("CANCELLED", "1")
    assert client.get(f"/events/{add_event().slug}/sessions/{slot.uid}").status_code == 404


def test_what_people_type_is_shown_and_never_run(
    app: Flask, client: CheckingClient, run_jobs: Callable[[], int]
) -> None:
    day = make_day()
    day.coffee.title = '<script>alert("x")</script>'
    day.applications[0].startup.name = "=cmd|' /C calc'!A0"
    day.applications[1].startup.name = "Zoë; Ünïcode, 名前\\n"
    release(day)
    run_jobs()
    assert "<script>alert" not in client.get(path(day)).text
    rows = list(csv.reader(io.StringIO(client.get(path(day, ".csv")).data.decode("utf-8-sig"))))
    assert [row[3] for row in rows][2] == "'=cmd|' /C calc'!A0"
    summaries = {entry.summary.value for entry in entries(client.get(path(day, ".ics")).data).values()}
    assert "Zoë; Ünïcode, 名前\\n pitches" in summaries
    assert client.get(path(day, ".pdf")).status_code == 200


def test_memory_keeps_what_was_used_last_and_no_more_than_it_may() -> None:
    memory = Store(limit=100)
    for name in "abcd":
        memory.put(name, name.encode() * 25)
    memory.get("a")
    memory.put("e", b"e" * 25)
    assert memory.get("a") == b"a" * 25
    assert memory.get("b") is None
    assert memory.size == 100
    memory.put("large", b"x" * 26)
    assert memory.get("large") is None
    memory.put("a", b"")
    assert memory.size == 75
