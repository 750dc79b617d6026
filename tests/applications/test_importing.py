"""Applications collected elsewhere are imported from a file: each bad cell is named, each good row lands once."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import Workbook, load_workbook

from pitchday.accounts.models import Person
from pitchday.applications.importing import working
from pitchday.applications.importing.models import ApplicationImport, ImportRow, ImportState, RowOutcome
from pitchday.applications.importing.services import WORK
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.files.services import read
from pitchday.jobs.services import perform
from pitchday.mail import Mail
from pitchday.startups.enums import Registration
from pitchday.startups.models import Startup, StartupMember
from tests import factories
from tests.applications.browser import Founder, Organiser, hidden, text_of
from tests.applications.conftest import Call, add_complete_startup
from tests.conftest import drain

HEADINGS = ("Company name", "Contact name", "Email", "City", "Ask", "Companies House number", "Website", "Timestamp")
IMPORTS = "applications/imports"


def row(number: int, **cells: Any) -> list[Any]:
    """One good startup as a form tool exports it, but for what is said otherwise."""
    usual = {
        "name": f"Moorworks {number:03}",
        "founder": f"Founder {number}",
        "email": f"founder{number}@moorworks{number}.example",
        "city": "Leeds",
        "ask": "£1.2m",
        "company": float(1_000_000 + number),
        "website": f"moorworks{number}.example",
        "sent": "14/12/2026 10:11:12",
    }
    return list({**usual, **cells}.values())


def workbook(rows: list[list[Any]], headings: tuple[str, ...] = HEADINGS) -> bytes:
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for cells in (headings, *rows):
        sheet.append(cells)
    book.save(file)
    return file.getvalue()


@dataclass
class Desk:
    """An organiser's way through an import, with a worker that does what is asked for."""

    app: Flask
    call: Call
    root: str = ""

    def upload(self, data: bytes, name: str = "collected.xlsx") -> Any:
        page = self.call.organiser.get(IMPORTS).text
        sent = {"once": hidden(page, "once"), "file": (io.BytesIO(data), name)}
        response = self.call.organiser.post(IMPORTS, sent)
        response.request.environ["wsgi.input"].close()
        if response.status_code == 303:
            self.root = f"{IMPORTS}/{response.location.rpartition('/')[2]}"
        return response

    def check(self, **columns: str) -> str:
        """Save the columns as they are guessed, but for `columns`; the report."""
        imported = self.imported
        chosen = {f"column_{place}": key for place, key in enumerate(imported.mapping)} | columns
        self.call.organiser.post(f"{self.root}/columns", chosen)
        drain(self.app)
        return self.report()

    def land(self, **fields: str) -> str:
        self.call.organiser.post(f"{self.root}/land", fields or {"tell": "y"})
        drain(self.app)
        return self.report()

    def undo(self) -> str:
        self.call.organiser.post(f"{self.root}/undo")
        drain(self.app)
        return self.report()

    def report(self) -> str:
        return text_of(self.call.organiser.get(self.root))

    @property
    def imported(self) -> ApplicationImport:
        db.session.expire_all()
        uid = self.root.rpartition("/")[2]
        return db.session.scalars(sa.select(ApplicationImport).where(ApplicationImport.uid == uid)).one()


@pytest.fixture
def desk(app: Flask, call: Call) -> Desk:
    return Desk(app, call)


def landed(call: Call) -> int:
    db.session.expire_all()
    statement = sa.select(sa.func.count()).select_from(Application).where(Application.event_id == call.event.id)
    return db.session.scalar(statement.where(Application.import_id.is_not(None))) or 0


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


@pytest.fixture
def live_desk(live_app: Flask) -> Desk:
    """With real commits: in the one transaction of other tests PostgreSQL slows down with every row."""
    ada, olive = factories.add_person("Ada Founder"), factories.add_person("Olive Organiser")
    event = factories.add_event(organiser=olive)
    startup = add_complete_startup(ada, name="Loomgrid")
    browsers = []
    for person in (ada, olive):
        browsers.append(live_app.test_client())
        with browsers[-1].session_transaction() as session:
            session["_user_id"], session["_fresh"] = person.account.session_key, True
    founder = Founder(browsers[0], event.slug, startup.slug)
    return Desk(live_app, Call(event, startup, ada, founder, Organiser(browsers[1], event.slug)))


def test_five_hundred_rows_with_twenty_broken(live_desk: Desk) -> None:
    """On PostgreSQL a quarter of them: what is different there does not hang on how many rows there are."""
    desk, call = live_desk, live_desk.call
    broken_rows = 20 if db.engine.dialect.name == "sqlite" else 5
    sound_rows = 24 * broken_rows
    told = sa.select(sa.func.count()).where(Mail.template == "application_imported")
    rows = [row(number) for number in range(2, broken_rows + sound_rows + 2)]
    broken = {number * 25 for number in range(1, broken_rows + 1)}
    for place in broken:
        rows[place - 2][4] = "lots"
    data = workbook(rows)
    assert desk.upload(data).status_code == 303
    assert "Columns whose heading we know are chosen already" in text_of(call.organiser.get(f"{desk.root}/columns"))
    found = desk.check()
    assert f"To be imported {sound_rows}" in found and f"To mend {broken_rows}" in found
    assert "Row 25: Moorworks 025" in found and "Column E, Ask: “lots”. Enter an amount in pounds" in found
    named = sa.select(ImportRow.number).where(ImportRow.outcome == RowOutcome.BROKEN)
    assert set(db.session.scalars(named)) == broken
    assert landed(call) == 0 and count(Mail) == 0
    desk.land()
    assert landed(call) == sound_rows
    assert db.session.scalar(told) == sound_rows
    first = desk.root
    desk.upload(data)
    assert desk.root == first, "the same file leads to what became of it"
    desk.land()
    again = workbook([*rows[:20], row(900)])
    desk.upload(again)
    assert "To be imported 1 " in desk.check()
    desk.land()
    assert landed(call) == sound_rows + 1
    assert db.session.scalar(told) == sound_rows + 1


def test_what_landed_reads_like_what_was_sent(
    app: Flask, call: Call, desk: Desk, mails: Callable[[], list[Mail]]
) -> None:
    headings = (*HEADINGS, "Which problem do you solve, and for whom?", "Team")
    desk.upload(workbook([[*row(1), "Looms stop.", "Ben Moor <ben@moorworks1.example>"]], headings))
    desk.check()
    desk.land()
    assert "Imported 1" in desk.report()
    startup = db.session.scalars(sa.select(Startup).where(Startup.name == "Moorworks 001")).one()
    assert (startup.ask, startup.company_number, startup.website) == (
        1_200_000,
        "01000001",
        "https://moorworks1.example",
    )
    assert [member.person.email for member in startup.members] == [
        "founder1@moorworks1.example",
        "ben@moorworks1.example",
    ]
    application = db.session.scalars(sa.select(Application).where(Application.startup_id == startup.id)).one()
    page = text_of(call.organiser.get(f"applications/{application.uid}"))
    assert "Imported from collected.xlsx by Olive Organiser" in page and "Looms stop." in page and "£1,200,000" in page
    assert "Olive Organiser imported the application" in page
    assert "Sent Mon 14 Dec 2026" in page
    assert "1 application from collected.xlsx" in text_of(call.organiser.get("history"))
    letters = [mail for mail in mails() if mail.template == "application_imported"]
    assert len(letters) == 2 and letters[0].values["by"] == "Olive Organiser"


def test_nobody_is_written_to_when_the_tick_is_taken_out(
    app: Flask, call: Call, desk: Desk, mails: Callable[[], list[Mail]]
) -> None:
    desk.upload(workbook([row(1)]))
    desk.check()
    assert "Nobody was written to" in desk.land(other="1")
    assert landed(call) == 1 and not mails()


def test_a_startup_that_is_here_is_neither_opened_nor_changed(app: Flask, call: Call, desk: Desk) -> None:
    """Whichever of its people is named: by number, by website, by its name and a member's address."""
    call.startup.company_number, call.startup.website = "01234567", "https://www.loomgrid.example"
    call.startup.registration = Registration.COMPANIES_HOUSE
    db.session.commit()
    desk.upload(
        workbook(
            [
                row(1, company=1234567),
                row(2, website="loomgrid.example/about"),
                row(3, name="LOOMGRID Ltd", email=call.ada.email),
                row(4, company="01234567", email=call.ada.email),
            ]
        )
    )
    found = desk.check()
    assert "To be imported 0" in found and "To mend 4" in found
    assert found.count("This startup is here already. Ask it to apply") == 3
    assert found.count("This is the same startup as in row 2") == 1
    desk.land()
    assert landed(call) == 0
    assert [member.person_id for member in call.startup.members] == [call.ada.id]
    assert call.startup.description == "We mend looms."


def test_who_has_applied_already_is_left_alone(app: Flask, call: Call, desk: Desk) -> None:
    call.founder.apply()
    before = len(call.application.submissions)
    desk.upload(workbook([row(1, name="Loomgrid", email=call.ada.email)]))
    assert "Here already 1" in desk.check()
    desk.land()
    assert len(call.application.submissions) == before and landed(call) == 0


def test_the_name_of_somebody_we_know_is_neither_shown_nor_changed(app: Flask, call: Call, desk: Desk) -> None:
    known = factories.add_person("Geheim Kept")
    desk.upload(workbook([row(1, email=known.email, founder="Gertrude Typed")]))
    desk.check()
    desk.land()
    startup = db.session.scalars(sa.select(Startup).where(Startup.name == "Moorworks 001")).one()
    application = db.session.scalars(sa.select(Application).where(Application.startup_id == startup.id)).one()
    call.organiser.decide(application.uid, "accept", "Good.")
    pages = ("applications", "decisions", "history", f"applications/{application.uid}", "applications.csv")
    shown = "".join(call.organiser.get(page).text for page in pages)
    assert "Gertrude Typed" in shown and "Geheim" not in shown
    db.session.refresh(known)
    assert known.name == "Geheim Kept"


def test_a_worker_killed_half_way_is_followed_by_one_that_goes_on(
    app: Flask, call: Call, desk: Desk, monkeypatch: pytest.MonkeyPatch, mails: Callable[[], list[Mail]]
) -> None:
    desk.upload(workbook([row(number) for number in range(1, 9)]))
    desk.check()
    call.organiser.post(f"{desk.root}/land", {"tell": "y"})
    real, seen = working.landed, []

    def dying(*arguments: Any) -> Any:
        seen.append(arguments)
        if len(seen) == 5:
            real(*arguments)
            raise KeyboardInterrupt
        return real(*arguments)

    monkeypatch.setattr(working, "landed", dying)
    import_id = desk.imported.id
    db.session.commit()
    with pytest.raises(KeyboardInterrupt):
        perform(app, WORK, (import_id,))
    monkeypatch.undo()
    assert landed(call) == 4
    assert "4 of 8 rows" in desk.report()
    perform(app, WORK, (import_id,))
    assert landed(call) == 4, "somebody else has it until the lease ends"
    db.session.execute(sa.update(ApplicationImport).values(leased_until=None))
    db.session.commit()
    perform(app, "applications.catch_up_imports", ())
    assert landed(call) == 8 and desk.imported.state is ImportState.LANDED
    assert len(mails()) == 8


def test_undo_takes_away_what_was_made_and_nothing_else(app: Flask, call: Call, desk: Desk) -> None:
    known = factories.add_person("Kim Known")
    before = count(Startup), count(StartupMember)
    data = workbook([row(1), row(2, email=known.email), row(3), row(4)])
    desk.upload(data)
    desk.check()
    desk.land()
    uids = {
        application.startup.name: application.uid
        for application in db.session.scalars(sa.select(Application).where(Application.import_id.is_not(None)))
    }
    call.organiser.decide(uids["Moorworks 003"], "accept", "Good.")
    assert "4 applications" in text_of(call.organiser.get(f"{desk.root}/undo"))
    page = desk.undo()
    assert "Taken away 3" in page and "Kept 1" in page and "Moorworks 003" in page
    assert (count(Startup), count(StartupMember)) == (before[0] + 1, before[1] + 1)
    emails = set(db.session.scalars(sa.select(Person.email)))
    assert known.email in emails and "founder3@moorworks3.example" in emails
    assert not {"founder1@moorworks1.example", "founder4@moorworks4.example"} & emails
    desk.upload(data)
    found = desk.check()
    assert "To be imported 3" in found and "Here already 1" in found


def test_rows_to_mend_come_back_with_reasons_and_land_when_mended(app: Flask, call: Call, desk: Desk) -> None:
    desk.upload(workbook([row(1), row(2, email="nowhere"), row(3, city="Atlantis")]))
    desk.check()
    desk.land()
    book = load_workbook(io.BytesIO(call.organiser.get(f"{desk.root}/to-mend.xlsx").data))
    sheet = book.worksheets[0]
    head, *lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert head == [*HEADINGS, "What to mend"]
    assert "Email: Enter an email address" in str(lines[0][-1]) and "City: Write one of: " in str(lines[1][-1])
    lines[0][2], lines[1][3] = "two@moorworks2.example", "Leeds"
    desk.upload(workbook(lines, (*HEADINGS, "What to mend")), "mended.xlsx")
    assert "To be imported 2" in desk.check()
    desk.land()
    assert landed(call) == 3


def test_the_template_names_every_column_and_is_understood(app: Flask, call: Call, desk: Desk) -> None:
    book = load_workbook(io.BytesIO(call.organiser.get(f"{IMPORTS}/template.xlsx").data))
    headings = tuple(str(cell.value) for cell in book.worksheets[0][1])
    assert headings[:3] == ("Name of the startup", "Founder’s name", "Founder’s email address")
    desk.upload(workbook([["Moorworks", "Ada", "ada@moorworks.example"]], headings))
    assert all(desk.imported.mapping) and len(desk.imported.mapping) == len(headings)
    assert "To be imported 1" in desk.check()


def test_columns_that_are_missing_or_chosen_twice_are_asked_about(app: Flask, call: Call, desk: Desk) -> None:
    desk.upload(workbook([row(1)]))
    fields = {f"column_{place}": key for place, key in enumerate(desk.imported.mapping)}
    twice = call.organiser.post(f"{desk.root}/columns", fields | {"column_1": "name"})
    assert twice.status_code == 422 and "“Name of the startup” is chosen for two columns" in text_of(twice)
    without = call.organiser.post(f"{desk.root}/columns", fields | {"column_2": ""})
    assert "Choose a column for: Founder’s email address" in text_of(without)


def test_a_file_of_another_pitch_day_is_not_there(
    app: Flask, call: Call, desk: Desk, sign_in: Any, other_client: Any
) -> None:
    desk.upload(workbook([row(1)]))
    other = factories.add_person()
    theirs = factories.add_event(organiser=other)
    browser = sign_in(other, on=other_client())
    uid = desk.root.rpartition("/")[2]
    assert browser.get(f"/organise/events/{theirs.slug}/{IMPORTS}/{uid}").status_code == 404
    assert browser.get(f"/organise/events/{call.event.slug}/{IMPORTS}/{uid}").status_code == 403
    assert browser.post(f"/organise/events/{call.event.slug}/{IMPORTS}/{uid}/land").status_code == 403


def test_a_file_can_be_forgotten_before_it_is_imported(app: Flask, call: Call, desk: Desk) -> None:
    desk.upload(workbook([row(1)]))
    digest = desk.imported.file.sha256
    assert call.organiser.post(f"{desk.root}/forget").status_code == 303
    drain(app)
    assert count(ApplicationImport) == 0
    with pytest.raises(FileNotFoundError):
        read(digest)


def test_queries_of_the_report_do_not_grow(
    app: Flask, call: Call, desk: Desk, count_queries: Callable[[], Any]
) -> None:
    counted = []
    for many in (1, 12):
        desk.upload(workbook([row(number, ask="lots") for number in range(many)]))
        desk.check()
        with count_queries() as counter:
            desk.report()
        counted.append(counter.count)
    assert counted[0] == counted[1]
