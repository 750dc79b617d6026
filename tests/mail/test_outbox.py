"""From the promise in a transaction to a message at a real server or in a file."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock, mail
from pitchday.db import db
from pitchday.jobs.services import perform
from pitchday.mail import Mail, MailState
from pitchday.mail.compose import compose
from pitchday.mail.delivery import LEASE, PAUSES
from tests.conftest import NOW
from tests.mail.post_office import PostOffice, free_port

RunJobs = Callable[[], int]
Mails = Callable[[], list[Mail]]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """A server that is open; the application knows of it."""
    made = PostOffice(port=free_port())
    use(app, made, monkeypatch)
    controller = made.open()
    yield made
    controller.stop()


@pytest.fixture
def closed_office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> PostOffice:
    """A server that the application knows of and that nobody has started."""
    made = PostOffice(port=free_port())
    use(app, made, monkeypatch)
    return made


def use(app: Flask, office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("SMTP_HOST", "127.0.0.1"), ("SMTP_PORT", office.port), ("SMTP_SECURITY", "none")):
        monkeypatch.setitem(app.config, name, value)


def tell(number: int = 1, *, template: str = "sign_in", name: str = "Ada", **values: Any) -> None:
    """Queue a mail of ours to ada<number>@pitchday.example."""
    given = {"email": "ada@pitchday.example", "minutes": 60, "secret_link": "https://pitchday.test/sign-in/0", **values}
    mail.queue(template, to=(name, f"ada{number}@pitchday.example"), about=f"test:{number}", values=given)


def deliver(app: Flask, after: timedelta = timedelta(0)) -> None:
    """What the clock does each minute."""
    db.session.commit()
    with clock.frozen(NOW + after):
        perform(app, "mail.deliver", ())
    db.session.expire_all()


def test_a_mail_goes_out_with_what_it_needs(office: PostOffice, run_jobs: RunJobs, mails: Mails) -> None:
    tell(name="Ada Penhollow")
    assert run_jobs() == 1
    (message,) = office.received
    assert str(message["Subject"]) == "Your sign-in link for pitchday"
    assert str(message["From"]) == "pitchday <hello@pitchday.test>"
    assert str(message["To"]) == "Ada Penhollow <ada1@pitchday.example>"
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_content()
    assert "Hello Ada Penhollow," in text
    assert "https://pitchday.test/sign-in/0" in text
    (row,) = mails()
    assert (row.state, row.attempts, row.sent_at, row.error) == (MailState.SENT, 1, NOW, None)
    assert message["Message-ID"] == row.message_id


def test_secrets_are_wiped_when_the_mail_has_gone(office: PostOffice, run_jobs: RunJobs, mails: Mails) -> None:
    tell()
    assert mails()[0].values["secret_link"]
    run_jobs()
    assert mails()[0].values == {"email": "ada@pitchday.example", "minutes": 60}


def test_the_same_news_is_queued_once(office: PostOffice, run_jobs: RunJobs, mails: Mails) -> None:
    tell()
    tell()
    run_jobs()
    tell()
    run_jobs()
    assert len(office.received) == len(mails()) == 1


def test_another_address_or_another_happening_is_other_news(mails: Mails) -> None:
    for address, about in (("ada@x.example", "a:1"), ("bob@x.example", "a:1"), ("ada@x.example", "a:2")):
        mail.queue("no_account", to=("", address), about=about, values={})
    assert len({row.message_id for row in mails()}) == 3
    mail.queue("no_account", to=("", "ADA@x.example"), about="a:1", values={})
    assert len(mails()) == 3


def test_running_again_sends_nothing_again(app: Flask, office: PostOffice) -> None:
    tell()
    for _ in range(3):
        deliver(app)
    assert len(office.received) == 1


def test_nothing_is_told_that_was_not_committed(app: Flask, office: PostOffice, run_jobs: RunJobs) -> None:
    tell()
    db.session.rollback()
    assert run_jobs() == 0
    deliver(app)
    assert office.received == []


def test_a_server_that_is_away_is_tried_again_later(app: Flask, closed_office: PostOffice, mails: Mails) -> None:
    tell(1)
    tell(2)
    deliver(app)
    assert [(row.state, row.attempts, row.next_attempt_at) for row in mails()] == [
        (MailState.QUEUED, 1, NOW + MINUTE)
    ] * 2
    assert "ConnectionRefusedError" in (mails()[0].error or "")

    controller = closed_office.open()
    try:
        deliver(app, 0.9 * MINUTE)
        assert closed_office.received == []
        deliver(app, MINUTE)
    finally:
        controller.stop()
    assert closed_office.to() == ["ada1@pitchday.example", "ada2@pitchday.example"]
    assert [row.message_id for row in mails()] == [message["Message-ID"] for message in closed_office.received]
    assert {(row.state, row.error) for row in mails()} == {(MailState.SENT, None)}


def test_a_mail_is_given_up_after_a_day_and_can_be_sent_by_hand(
    app: Flask, closed_office: PostOffice, mails: Mails
) -> None:
    tell()
    at = timedelta(0)
    for pause in PAUSES:
        deliver(app, at)
        assert mails()[0].state is MailState.QUEUED
        at += pause
    assert at < timedelta(days=1)
    deliver(app, at)
    assert mails()[0].state is MailState.FAILED
    deliver(app, at + timedelta(days=9))
    assert mails()[0].attempts == len(PAUSES) + 1

    runner = app.test_cli_runner()
    assert "ConnectionRefusedError" in runner.invoke(args=["mail", "status"]).output
    assert runner.invoke(args=["mail", "retry"]).output == "1 mails queued again.\n"
    controller = closed_office.open()
    try:
        deliver(app)
    finally:
        controller.stop()
    assert len(closed_office.received) == 1


@pytest.mark.parametrize(
    ("answer", "state"), [("451 Try later", MailState.QUEUED), ("550 No such person", MailState.FAILED)]
)
def test_an_address_that_is_refused_does_not_hold_up_the_others(
    app: Flask, office: PostOffice, mails: Mails, answer: str, state: MailState
) -> None:
    office.refusals["ada2@pitchday.example"] = answer
    for number in (1, 2, 3):
        tell(number)
    deliver(app)
    assert office.to() == ["ada1@pitchday.example", "ada3@pitchday.example"]
    assert [row.state for row in mails()] == [MailState.SENT, state, MailState.SENT]

    office.refusals.clear()
    deliver(app, MINUTE)
    assert ("ada2@pitchday.example" in office.to()) == (state is MailState.QUEUED)


def test_a_mail_that_cannot_be_written_does_not_hold_up_the_others(
    app: Flask, office: PostOffice, mails: Mails
) -> None:
    tell(1, template="never_written")
    tell(2, calendar={"method": "REQUEST"})
    mail.queue("sign_in", to=("Ada", "ada3@pitchday.example"), about="test:3", values={"email": "x"})
    tell(4)
    deliver(app)
    assert office.to() == ["ada4@pitchday.example"]
    assert [row.state for row in mails()] == [MailState.QUEUED] * 3 + [MailState.SENT]
    assert [(row.error or "").partition(":")[0] for row in mails()[:3]] == [
        "TemplateNotFound",
        "KeyError",
        "UndefinedError",
    ]


def test_a_worker_that_died_leaves_its_mail_to_the_next(app: Flask, office: PostOffice, mails: Mails) -> None:
    from pitchday.mail.delivery import _take

    tell()
    db.session.commit()
    assert len(_take()) == 1
    deliver(app, LEASE - MINUTE)
    assert office.received == []
    deliver(app, LEASE)
    assert len(office.received) == 1


def test_more_than_one_batch_goes_in_the_order_it_was_written(app: Flask, office: PostOffice) -> None:
    for number in range(120):
        tell(number)
    deliver(app)
    assert office.to() == [f"ada{number}@pitchday.example" for number in range(120)]


def test_two_workers_send_each_mail_once(live_app: Flask) -> None:
    office = PostOffice(port=free_port())
    live_app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=office.port, SMTP_SECURITY="none")
    controller = office.open()
    for number in range(120):
        tell(number)
    db.session.commit()

    def work() -> None:
        with clock.frozen(NOW):
            perform(live_app, "mail.deliver", ())

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    controller.stop()
    assert sorted(office.to()) == sorted(f"ada{number}@pitchday.example" for number in range(120))
    states = db.session.execute(sa.select(Mail.state, sa.func.count()).group_by(Mail.state)).all()
    assert [tuple(row) for row in states] == [(MailState.SENT, 120)]


def test_a_slow_server_does_not_make_a_second_copy(live_app: Flask) -> None:
    """While it thinks about the first mail, the lease of the batch runs out and another worker takes the rest.

    The first worker goes on while the second is at the second mail, which neither of them has noted as sent.
    """
    asked, answer = [threading.Event() for _ in range(3)], [threading.Event() for _ in range(3)]
    answer[1].set()  # the first mail of the second worker

    class SlowOffice(PostOffice):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as above
            answered = await super().handle_DATA(server, session, envelope)
            number = len(self.received) - 1
            if number < len(asked):
                asked[number].set()
                await asyncio.to_thread(answer[number].wait, 20)
            return answered

    office = SlowOffice(port=free_port())
    live_app.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=office.port, SMTP_SECURITY="none")
    controller = office.open()
    for number in range(4):
        tell(number)
    db.session.commit()

    def work(at: datetime) -> None:
        with clock.frozen(at):
            perform(live_app, "mail.deliver", ())

    first, second = (threading.Thread(target=work, args=(at,)) for at in (NOW, NOW + LEASE))
    for worker, number in ((first, 0), (second, 2)):
        worker.start()
        assert asked[number].wait(20)
    answer[0].set()
    first.join()
    answer[2].set()
    second.join()
    controller.stop()
    rest = [address for address in office.to() if address != "ada0@pitchday.example"]
    assert rest == [f"ada{number}@pitchday.example" for number in (1, 2, 3)]


def test_without_a_server_a_mail_is_one_file(app: Flask, mails: Mails) -> None:
    folder = Path(app.config["VAR"]) / "mail"
    before = set(folder.glob("*"))
    tell()
    deliver(app)
    (row,) = mails()
    row.state, row.values = MailState.QUEUED, {**row.values, "secret_link": "https://pitchday.test/sign-in/0"}
    deliver(app, LEASE)
    (kept,) = set(folder.glob("*")) - before
    assert kept.name == row.message_id.strip("<>").partition("@")[0] + ".eml"
    assert b"Your sign-in link" in kept.read_bytes()
    kept.unlink()


MEETING = {
    "method": "REQUEST",
    "uid": "meeting-abc@pitchday.test",
    "sequence": 2,
    "starts_at": "2027-02-16T14:00:00+00:00",
    "ends_at": "2027-02-16T14:20:00+00:00",
    "summary": "Meeting: Wrenfell Robotics",
    "location": "Table 4",
    "description": "One to one.",
    "url": "https://pitchday.test/meetings/abc",
}


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_calendar_part_says_its_method_where_mail_programs_look(app: Flask, office: PostOffice, method: str) -> None:
    tell(calendar={**MEETING, "method": method})
    deliver(app)
    (message,) = office.received
    assert message.get_content_type() == "multipart/alternative"
    text, part = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert part.get_content_type() == "text/calendar"
    assert part["Content-Type"].params["method"] == method
    calendar: Any = icalendar.Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[arg-type]
    (entry,) = calendar.walk("VEVENT")
    assert calendar["METHOD"] == method
    assert (entry["UID"], entry["SEQUENCE"]) == (MEETING["uid"], 2)
    assert entry.decoded("DTSTART") == NOW.replace(month=2, day=16, hour=14)
    assert entry["ATTENDEE"] == "mailto:ada1@pitchday.example"


def test_the_same_row_gives_the_same_bytes(mails: Mails) -> None:
    tell(calendar=MEETING)
    (row,) = mails()
    first = compose(row).as_bytes()
    with clock.frozen(NOW + timedelta(days=3)):
        assert compose(row).as_bytes() == first


@pytest.mark.parametrize(
    "name",
    ["Ada\r\nBcc: evil@pitchday.example", 'Ada "The Count" Lovelace', "Zoë Ångström", "李 小龙", "Ada, of <Leeds>", ""],
)
def test_a_name_stays_a_name(app: Flask, office: PostOffice, name: str) -> None:
    tell(name=name)
    deliver(app)
    (message,) = office.received
    assert message["Bcc"] is None
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (" ".join(name.split()), "ada1@pitchday.example")


def test_text_is_sent_as_it_was_written(app: Flask, office: PostOffice) -> None:
    tell(secret_link="https://pitchday.test/?a=<b>&c='d'")
    deliver(app)
    assert "?a=<b>&c='d'" in office.received[0].get_content()
    assert len(max(office.raw[0].splitlines(), key=len)) < 998
