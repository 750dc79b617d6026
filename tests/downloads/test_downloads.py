"""Files of lists: exactly what is filtered, made outside the request, for whoever asked and for a day."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.db import commits, db
from pitchday.downloads import jobs, queries, services
from pitchday.downloads.models import Download
from pitchday.events.enums import Role
from pitchday.events.models import Event, EventRole
from pitchday.files import services as files
from pitchday.files.models import StoredFile
from pitchday.jobs.models import JobRun, JobState
from pitchday.web.listing import LISTS
from tests import factories, world
from tests.conftest import NOW
from tests.pages import CheckingClient
from tests.test_visibility_sweep import PRIVATE_TO_READERS, shown, text_of

SignIn = Callable[..., CheckingClient]
RunJobs = Callable[[], int]


@pytest.fixture
def organiser(app: Flask) -> Person:
    return factories.add_person("Olive Organiser")


@pytest.fixture
def event(organiser: Person) -> Event:
    """With 60 applications, every third from Leeds; their names would run as formulas."""
    event = factories.add_event(organiser=organiser, slug="leeds-heat-2027-02-16")
    for number in range(60):
        slug = "leeds" if number % 3 == 0 else "hull"
        startup = factories.add_startup(name=f"=Startup {number:02}", city=factories.city(slug))
        factories.add_application(event, startup, state=ApplicationState.SUBMITTED)
    return event


def at(event: Event, ending: str) -> str:
    return f"/organise/events/{event.slug}/applications{ending}"


def csv_rows(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def sheet_rows(data: bytes) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


def refreshes_to(answer: Any) -> str:
    return str(answer.headers["Refresh"].partition("url=")[2])


FILTERED = "?city=leeds&q=startup&sort=startup&dir=desc&columns=startup,city,sent&page=1"


def test_the_files_hold_exactly_what_is_filtered_in_its_order_over_all_pages(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs
) -> None:
    browser = sign_in(organiser)
    answer = browser.get(at(event, f".csv{FILTERED}"))
    head, *rows = csv_rows(answer)
    assert head == ["Startup", "City", "Sent (Europe/London)"]
    assert [row[0] for row in rows] == [f"'=Startup {number:02}" for number in range(57, -1, -3)]
    assert {row[1] for row in rows} == {"Leeds"}
    name = "leeds-heat-2027-02-16-applications-2027-01-12"
    assert f'attachment; filename="{name}.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"].startswith("private")
    again = browser.get(at(event, f".csv{FILTERED}"), headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304

    asked = browser.get(at(event, f".xlsx{FILTERED}"))
    assert asked.status_code == 303
    waiting = browser.get(asked.location)
    assert waiting.status_code == 202 and waiting.headers["Refresh"] == "2"
    assert "Your Excel file is being made" in waiting.text
    run_jobs()
    ready = browser.get(asked.location)
    assert ready.status_code == 200 and "Your Excel file is ready" in ready.text
    taken = browser.get(refreshes_to(ready))
    assert f'attachment; filename="{name}.xlsx"' in taken.headers["Content-Disposition"]
    head, *cells = sheet_rows(taken.data)
    assert head == ["Startup", "City", "Sent (Europe/London)"]
    assert [(f"'{row[0]}", row[1], f"{row[2]:%Y-%m-%d %H:%M:%S}") for row in cells] == [tuple(row) for row in rows]
    back = ready.text.partition('">Back to the list')[0].rpartition('href="')[2].replace("&amp;", "&")
    assert "20</strong> of 60 applications" in browser.get(back).text, "the way back leads to the same list"


def test_a_file_without_filters_holds_everything(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs
) -> None:
    browser = sign_in(organiser)
    assert len(csv_rows(browser.get(at(event, ".csv?page=2")))) == 61
    asked = browser.get(at(event, ".xlsx?page=2")).location
    run_jobs()
    assert len(sheet_rows(browser.get(refreshes_to(browser.get(asked))).data)) == 61


def test_a_long_csv_is_made_by_a_job(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 20)
    browser = sign_in(organiser)
    assert browser.get(at(event, ".csv?city=leeds")).mimetype == "text/csv"
    asked = browser.get(at(event, ".csv")).location
    assert "Your CSV file is being made" in browser.get(asked).text
    run_jobs()
    assert len(csv_rows(browser.get(refreshes_to(browser.get(asked))))) == 61


def test_whoever_clicks_twice_waits_for_one_file(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs
) -> None:
    browser = sign_in(organiser)
    first = browser.get(at(event, ".xlsx?city=leeds&columns=nonsense")).location
    assert browser.get(at(event, ".xlsx?city=leeds&page=2")).location == first
    assert browser.get(at(event, ".xlsx?city=hull")).location != first
    assert run_jobs() == 2
    assert browser.get(at(event, ".xlsx?city=leeds")).location != first, "a new one, since rows may have changed"


def test_nobody_can_fill_the_queue(event: Event, organiser: Person, sign_in: SignIn) -> None:
    browser = sign_in(organiser)
    for number in range(services.MOST_WAITING):
        assert browser.get(at(event, f".xlsx?q={number}")).status_code == 303
    refused = browser.get(at(event, ".xlsx?q=more"))
    assert refused.status_code == 409
    assert "still being made" in refused.text


def test_another_organiser_finds_nothing_there(
    event: Event, organiser: Person, sign_in: SignIn, other_client: Any, run_jobs: RunJobs
) -> None:
    colleague, chief = factories.add_person(), factories.add_person(is_administrator=True)
    factories.add_role(event, colleague, Role.ORGANISER)
    asked = sign_in(organiser).get(at(event, ".xlsx")).location
    run_jobs()
    for person in (colleague, chief):
        theirs = sign_in(person, on=other_client())
        assert theirs.get(at(event, ".csv")).status_code == 200, "the list is theirs too"
        assert theirs.get(asked).status_code == theirs.get(f"{asked}.xlsx").status_code == 404
    assert other_client().get(asked).location.startswith("/sign-in")
    assert sign_in(organiser).get(f"{asked}.csv").status_code == 404


@pytest.mark.parametrize("before_the_job", [True, False])
def test_whoever_leaves_the_team_keeps_no_way_to_the_file(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs, before_the_job: bool
) -> None:
    browser = sign_in(organiser)
    asked = browser.get(at(event, ".xlsx")).location
    if not before_the_job:
        run_jobs()
    db.session.execute(sa.delete(EventRole).where(EventRole.person_id == organiser.id))
    db.session.commit()
    run_jobs()
    assert browser.get(asked).status_code == browser.get(f"{asked}.xlsx").status_code == 403
    if before_the_job:
        download = db.session.scalars(sa.select(Download)).one()
        assert download.file_id is None and download.failed_at is not None


def test_a_file_that_cannot_be_made_says_so_and_can_be_asked_for_again(
    event: Event, organiser: Person, sign_in: SignIn, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = sign_in(organiser)
    asked = browser.get(at(event, ".xlsx?city=leeds")).location
    with monkeypatch.context() as broken:
        broken.setitem(LISTS, "applications", None)
        run_jobs()
    assert db.session.scalars(sa.select(JobRun.state).order_by(JobRun.id.desc())).first() is JobState.FAILED
    page = browser.get(asked)
    assert page.status_code == 200 and "Your Excel file could not be made" in page.text
    again = page.text.partition('">Ask for it again')[0].rpartition('href="')[2].replace("&amp;", "&")
    asked = browser.get(again).location
    run_jobs()
    assert "Your Excel file is ready" in browser.get(asked).text


def test_what_a_crash_left_unmade_is_found_and_nothing_is_made_twice(
    event: Event, organiser: Person, sign_in: SignIn, app: Flask
) -> None:
    browser = sign_in(organiser)
    asked = browser.get(at(event, ".xlsx")).location
    download = db.session.scalars(sa.select(Download)).one()
    assert services._claim(download.id), "a worker takes it, and dies"
    jobs.catch_up()
    assert "is being made" in browser.get(asked).text, "its lease runs"
    with clock.frozen(NOW + services.LEASE + timedelta(seconds=1)):
        jobs.catch_up()
        assert "is ready" in browser.get(asked).text
        assert not services._claim(download.id)
    app.extensions["pitchday-queue"].huey.storage.flush_all()


def test_a_file_is_forgotten_after_a_day_with_its_bytes(
    event: Event, organiser: Person, sign_in: SignIn, other_client: Any, run_jobs: RunJobs
) -> None:
    colleague = factories.add_person()
    factories.add_role(event, colleague, Role.ORGANISER)
    browser, theirs = sign_in(organiser), sign_in(colleague, on=other_client())
    asked = browser.get(at(event, ".xlsx")).location
    run_jobs()
    sha256 = db.session.scalars(sa.select(StoredFile.sha256)).one()
    with clock.frozen(NOW + timedelta(hours=20)):
        later = theirs.get(at(event, ".xlsx").replace("?", "?")).location
        run_jobs()
        assert db.session.scalars(sa.select(StoredFile.sha256)).one() == sha256, "the same bytes are kept once"
    with clock.frozen(NOW + queries.KEPT + timedelta(minutes=1)):
        assert browser.get(asked).status_code == 404, "even before the job has come round"
        jobs.forget()
        assert theirs.get(f"{later}.xlsx").status_code == 200, "the colleague has it still"
    with clock.frozen(NOW + timedelta(hours=45)):
        jobs.forget()
        assert db.session.scalars(sa.select(Download)).all() == []
        assert db.session.scalars(sa.select(StoredFile)).all() == []
        with pytest.raises(FileNotFoundError):
            files.read(sha256)


def test_bytes_that_something_else_is_made_of_are_not_forgotten(app: Flask, visitor: world.Visitor) -> None:
    file_id, sha256 = db.session.execute(
        sa.select(StoredFile.id, StoredFile.sha256).where(StoredFile.media_type == "application/pdf").limit(1)
    ).one()
    assert not commits(files.forget)(file_id)
    assert files.read(sha256)
    assert not commits(files.forget)(2**31 - 1)


def test_no_column_of_any_list_holds_a_promotional_fact(app: Flask, visitor: world.Visitor, run_jobs: RunJobs) -> None:
    """Nor does a search find one: it would tell by what it finds."""
    application = visitor.world.application
    application.decision, application.decided_at = Decision.ACCEPT, clock.now()
    db.session.commit()
    browser, theirs = visitor.as_role("organiser"), set(PRIVATE_TO_READERS)  # tags and notes they wrote themselves
    rules = {rule.endpoint: rule for rule in world.rules(app)}
    for kind in LISTS.values():
        if not kind.endpoint.startswith("places."):
            page = visitor.address(rules[kind.endpoint])
            query = {"columns": ",".join(column.key for column in kind.columns)}
            assert set(shown(text_of(browser.get(f"{page}.csv", query_string=query)))) <= theirs
            asked = browser.get(f"{page}.xlsx", query_string=query).location
            run_jobs()
            assert set(shown(text_of(browser.get(f"{asked}.xlsx")))) <= theirs
    page = visitor.address(rules["applications.desk"])
    for words in ("SECRETUSE", "7654321", "advance"):
        assert "No application fits" in browser.get(page, query_string={"q": words}).text
