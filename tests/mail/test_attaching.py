"""A mail that brings something along goes when that is made, and keeps no other mail back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock, mail
from pitchday.db import commits, db
from pitchday.files.models import StoredFile
from pitchday.files.services import store
from pitchday.jobs.services import perform
from pitchday.mail import Attachment, Mail, MailState
from pitchday.mail.attaching import ATTEMPTS, LARGEST, MAKERS, attach_next, makes
from pitchday.mail.compose import compose
from pitchday.mail.delivery import LEASE, PAUSES
from tests.conftest import NOW
from tests.mail.post_office import PostOffice
from tests.mail.test_outbox import deliver, office, tell  # noqa: F401 - office is a fixture
from tests.pages import CheckingClient

RunJobs = Callable[[], int]
Mails = Callable[[], list[Mail]]
PDF = b"%PDF-1.7 Sheffield"


class Workshop:
    """Makes what it is told to; counts how often."""

    def __init__(self) -> None:
        self.data, self.broken, self.asked = PDF, False, list[str]()

    def make(self, key: str) -> int:
        self.asked.append(key)
        if self.broken:
            raise RuntimeError("No paper")
        return commits(lambda: store(self.data, "application/pdf").id)()


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop()
    makes("test")(made.make)
    yield made
    del MAKERS["test"]


def send(number: int = 1, key: str = "a:1") -> None:
    values = {"email": "x", "minutes": 60, "secret_link": "https://pitchday.test/0"}
    to = ("Ada", f"ada{number}@pitchday.example")
    mail.queue(
        "sign_in", to=to, about=f"brings:{number}", values=values, attachment=Attachment("test", key, "Plan ü.pdf")
    )


def attach(app: Flask, after: timedelta = timedelta(0)) -> None:
    db.session.commit()
    with clock.frozen(NOW + after):
        while attach_next():
            pass
    db.session.expire_all()


def test_it_goes_with_what_it_brings(office: PostOffice, workshop: Workshop, run_jobs: RunJobs) -> None:  # noqa: F811
    send()
    run_jobs()
    (message,) = (BytesParser(EmailMessage, policy=SMTP).parsebytes(raw) for raw in office.raw)
    assert message.get_content_type() == "multipart/mixed"
    assert "https://pitchday.test/0" in message.get_body(("plain",)).get_content()
    (part,) = message.iter_attachments()
    assert (part.get_filename(), part.get_content_type()) == ("Plan ü.pdf", "application/pdf")
    assert part.get_content() == PDF


def test_it_is_made_once_for_all_who_get_it(
    app: Flask,
    office: PostOffice,  # noqa: F811
    workshop: Workshop,
    run_jobs: RunJobs,
) -> None:
    for number in (1, 2, 3):
        send(number)
    send(4, "b:1")
    run_jobs()
    assert workshop.asked == ["a:1", "b:1"]
    assert len(office.received) == 4


def test_what_is_urgent_goes_between_two_files(
    app: Flask,
    office: PostOffice,  # noqa: F811
    workshop: Workshop,
) -> None:
    for number, key in enumerate(("a:1", "b:1", "c:1"), 1):
        send(number, key)
    db.session.commit()
    perform(app, "mail.attach", ())
    assert workshop.asked == ["a:1"]
    huey = app.extensions["pitchday-queue"].huey
    waiting = [task.args[0] for task in huey.pending()]
    assert set(waiting) == {"mail.attach", "mail.deliver"}
    tell(9)
    deliver(app)
    assert sorted(office.to()) == ["ada1@pitchday.example", "ada9@pitchday.example"]


def test_no_other_mail_waits_for_it(app: Flask, office: PostOffice, workshop: Workshop) -> None:  # noqa: F811
    send(1)
    tell(2)
    deliver(app)
    assert office.to() == ["ada2@pitchday.example"]


def test_what_cannot_be_made_is_tried_again_and_then_left_out(
    app: Flask,
    office: PostOffice,  # noqa: F811
    workshop: Workshop,
    mails: Mails,
) -> None:
    workshop.broken = True
    send(1)
    send(2, "b:1")
    at = timedelta(0)
    for pause in PAUSES[: ATTEMPTS - 1]:
        attach(app, at)
        deliver(app, at)
        assert {(row.error, row.next_attempt_at) for row in mails()} == {("RuntimeError: No paper", NOW + at + pause)}
        at += pause
    assert office.received == []
    workshop.broken = False
    db.session.execute(sa.update(Mail).where(Mail.attachment == "test:b:1").values(attachment="unknown:b:1"))
    attach(app, at)
    deliver(app, at)
    assert [(row.state, row.attempts) for row in mails()] == [(MailState.SENT, 1)] * 2
    with_pdf, without = office.received
    assert [part.get_content() for part in with_pdf.iter_attachments()] == [PDF]
    assert list(without.iter_attachments()) == []


def test_what_is_too_large_stays_here(
    app: Flask,
    office: PostOffice,  # noqa: F811
    workshop: Workshop,
    run_jobs: RunJobs,
) -> None:
    workshop.data = b"x" * (LARGEST + 1)
    send()
    run_jobs()
    (message,) = office.received
    assert not message.is_multipart()


def test_the_same_mail_sent_again_is_the_same(app: Flask, workshop: Workshop, mails: Mails) -> None:
    send()
    attach(app)
    first = compose(mails()[0]).as_bytes()
    workshop.data = b"%PDF-1.7 Leeds"
    attach(app, LEASE)
    assert compose(mails()[0]).as_bytes() == first


def test_a_worker_that_died_leaves_it_to_the_next(app: Flask, workshop: Workshop, mails: Mails) -> None:
    from pitchday.mail.attaching import _take

    send()
    db.session.commit()
    assert _take() == "test:a:1"
    attach(app, LEASE - timedelta(minutes=1))
    assert workshop.asked == []
    attach(app, LEASE)
    assert workshop.asked == ["a:1"]
    assert mails()[0].attached is not None


def test_the_shelf_names_it(
    client: CheckingClient,
    app: Flask,
    workshop: Workshop,
    run_jobs: RunJobs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setitem(app.config, "DEMO", True)
    monkeypatch.setitem(app.config, "VAR", tmp_path)
    send()
    run_jobs()
    assert "With Plan ü.pdf" in client.get("/demo/mail").text
    (kept,) = (tmp_path / "mail").glob("*.eml")
    assert "Plan ü.pdf" in client.get(f"/demo/mail/{kept.stem}").text


def test_what_a_mail_brings_is_not_forgotten(app: Flask, workshop: Workshop, run_jobs: RunJobs) -> None:
    from pitchday.files.services import forget

    send()
    run_jobs()
    assert not forget(db.session.scalars(sa.select(StoredFile.id)).one())
