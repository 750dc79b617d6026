"""What a startup sent, as its members keep it: in the mail, and as a PDF of each version."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pypdfium2
import sqlalchemy as sa
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from pitchday import clock
from pitchday.applications import receipts
from pitchday.applications.models import Submission
from pitchday.applications.receipt_models import Receipt
from pitchday.db import db
from pitchday.formats import pdf
from pitchday.mail import Mail
from pitchday.mail.compose import compose
from tests import factories
from tests.applications.browser import WORDS, text_of
from tests.applications.conftest import Call
from tests.conftest import NOW
from tests.files.test_files import make_pdf

RunJobs = Callable[[], int]
Mails = Callable[[], list[Mail]]
DAY = timedelta(days=1)


def words_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def receipt_mail(mails: Mails) -> EmailMessage:
    return compose([row for row in mails() if row.template == "application_received"][-1])


def test_the_mail_brings_a_copy_and_the_pdf(app: Flask, call: Call, run_jobs: RunJobs, mails: Mails) -> None:
    call.founder.apply()
    assert receipts.made(call.application.submissions[0]) is None, "no PDF is made in the request"
    run_jobs()
    message = receipt_mail(mails)
    plain, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for text in (plain, html):
        assert text.count(WORDS) == 3
        assert "Tue 12 Jan 2027, 10:00, UK time (GMT)" in text
        assert "deck.pdf" in text
        assert f"/applications/{call.application.uid}/versions/1.pdf" in text
    (part,) = message.iter_attachments()
    name = f"{call.startup.slug}-application-to-{call.event.slug}-version-1"
    assert part.get_filename() == f"{name}.pdf"
    data = part.get_content()
    assert len(pypdfium2.PdfDocument(data)) == 1
    answer = call.founder.get("versions/1.pdf")
    assert answer.data == data
    assert f'filename="{name}.pdf"' in answer.headers["Content-Disposition"]
    again = call.founder.client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_html_in_answers_stays_words(app: Flask, call: Call, run_jobs: RunJobs, mails: Mails) -> None:
    call.founder.start()
    call.founder.answer("<b>Looms</b> & <script>", WORDS, WORDS)
    call.founder.upload()
    call.founder.send()
    run_jobs()
    message = receipt_mail(mails)
    assert "<b>Looms</b> & <script>" in message.get_body(("plain",)).get_content()
    assert "&lt;b&gt;Looms&lt;/b&gt; &amp; &lt;script&gt;" in message.get_body(("html",)).get_content()
    assert "<b>Looms</b> & <script>" in words_of(call.founder.get("versions/1.pdf").data)


def test_the_pdf_has_everything_that_was_sent(app: Flask, call: Call, run_jobs: RunJobs) -> None:
    call.startup.ask, call.startup.postcode = 150_000, "LS1 4DY"
    db.session.commit()
    call.founder.apply()
    run_jobs()
    data = call.founder.get("versions/1.pdf").data
    text = words_of(data)
    deck = call.application.submissions[0].deck
    assert deck is not None
    for expected in (
        f"Loomgrid: application to {call.event.title}",
        "Version 1, sent on Tue 12 Jan 2027, 10:00, UK time (GMT), by Ada Founder",
        *("Not for the public", "£150,000", "LS1 4DY", "We mend looms.", "deck.pdf, 3 pages", WORDS),
    ):
        assert expected in text, expected
    assert deck.file.sha256 in text.replace(" ", "")
    reader = PdfReader(io.BytesIO(data))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert (reader.trailer["/Root"]["/Lang"], reader.metadata["/Title"]) == (
        "en-GB",
        f"Loomgrid: application to {call.event.title}, version 1",
    )


def test_nothing_promotional_needs_no_warning(app: Flask, call: Call, run_jobs: RunJobs) -> None:
    call.founder.apply()
    run_jobs()
    assert "Not for the public" not in words_of(call.founder.get("versions/1.pdf").data)


def test_each_version_stays_as_it_was_sent(app: Flask, call: Call, run_jobs: RunJobs) -> None:
    call.founder.apply()
    call.founder.answer("We turned to trams.", WORDS, WORDS)
    with clock.frozen(NOW + DAY):
        call.founder.send()
        run_jobs()
    status = call.founder.get("status")
    assert "Version 2 as a PDF sent on Wed 13 Jan 2027, 10:00 Version 1 as a PDF sent on" in text_of(status)
    first, second = (words_of(call.founder.get(f"versions/{number}.pdf").data) for number in (1, 2))
    assert "trams" not in first and "We turned to trams." in second
    assert call.founder.get("versions/3.pdf").status_code == 404


def test_an_older_version_is_made_when_it_is_asked_for(app: Flask, call: Call, run_jobs: RunJobs) -> None:
    """Of before there were receipts."""
    application = factories.add_application(call.event, call.startup)
    factories.add_submission(application)
    call.founder.root = f"/applications/{application.uid}"
    for _ in range(3):
        waiting = call.founder.get("versions/1.pdf")
        assert (waiting.status_code, waiting.headers["Refresh"]) == (202, "2")
        assert "Your PDF is being made" in text_of(waiting)
    assert run_jobs() == 1, "one job, however often somebody looks"
    text = words_of(call.founder.get("versions/1.pdf").data)
    assert "sent on Tue 12 Jan 2027" in text and "No deck was sent." in text and ", by " not in text


def test_a_maker_that_died_is_followed_by_another(app: Flask, call: Call, run_jobs: RunJobs) -> None:
    application = factories.add_application(call.event, call.startup)
    sent = factories.add_submission(application)
    db.session.add(Receipt(submission_id=sent.id, leased_until=NOW + receipts.MAKING_TAKES))
    db.session.commit()
    call.founder.root = f"/applications/{application.uid}"
    call.founder.get("versions/1.pdf")
    assert run_jobs() == 0
    with clock.frozen(NOW + 2 * receipts.MAKING_TAKES):
        call.founder.get("versions/1.pdf")
        run_jobs()
        assert call.founder.get("versions/1.pdf").mimetype == "application/pdf"


def test_the_same_version_gives_the_same_bytes(app: Flask, call: Call) -> None:
    call.founder.apply()
    sent = db.session.scalars(sa.select(Submission)).one()
    first = pdf.render(receipts.html_of(sent))
    call.startup.name, call.startup.ask = "Loomgrid Labs", 150_000
    db.session.commit()
    with clock.frozen(NOW + 400 * DAY):
        assert pdf.render(receipts.html_of(sent)) == first


def test_a_file_that_was_an_answer_is_named_with_its_digest(app: Flask, visitor: Any, run_jobs: RunJobs) -> None:
    file = visitor.world.application.files[0]
    founder = visitor.as_role("founder")
    address = f"/applications/{visitor.world.application.uid}/versions/1.pdf"
    founder.get(address)
    run_jobs()
    text = words_of(founder.get(address).data)
    assert "SECRETFILE.pdf, 2 pages" in text and file.file.sha256 in text.replace(" ", "")


def test_members_get_it_and_nobody_else(app: Flask, call: Call, other_client: Any, sign_in: Any) -> None:
    call.founder.apply()
    address = f"{call.founder.root}/versions/1.pdf"
    assert call.organiser.client.get(address).status_code == 404
    assert sign_in(factories.add_person(), on=other_client()).get(address).status_code == 404
    assert other_client().get(address).status_code == 302


@given(st.lists(st.text(alphabet="ab \n", max_size=40), max_size=6), st.integers(0, 90))
def test_a_copy_is_no_longer_than_it_may_be(texts: list[str], most: int) -> None:
    answers = [{"label": str(number), "text": text} for number, text in enumerate(texts)]
    copied = receipts.copy_for_mail(answers, most)
    assert [answer["label"] for answer in copied] == [answer["label"] for answer in answers]
    assert sum(len(answer["text"]) for answer in copied) <= most
    for answer, text in zip(copied, texts, strict=True):
        assert text.startswith(answer["text"])
        assert answer["cut"] == (answer["text"] != text)
    assert all(not answer["cut"] for answer in copied) or sum(map(len, texts)) > most


def test_a_long_copy_says_where_the_rest_is(app: Flask, call: Call, run_jobs: RunJobs, mails: Mails) -> None:
    call.founder.start()
    call.founder.answer(WORDS, WORDS, WORDS)
    call.founder.upload(make_pdf(3))
    call.founder.send()
    run_jobs()
    row = mails()[-1]
    row.values = {**row.values, "answers": receipts.copy_for_mail(row.values["answers"], 40)}
    db.session.commit()
    message = compose(row)
    for kind in ("plain", "html"):
        text = " ".join(message.get_body((kind,)).get_content().split())
        assert "(The rest is in the PDF.)" in text and text.count(WORDS) == 1
