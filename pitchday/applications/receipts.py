"""What a startup sent, for its members to keep: a copy in the mail, and a PDF that a job makes once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.applications.models import Application, Submission
from pitchday.applications.receipt_models import Receipt
from pitchday.db import commits, db, insert_into
from pitchday.events.models import Event
from pitchday.files.models import StoredFile
from pitchday.files.services import store
from pitchday.formats import pdf
from pitchday.jobs import after_commit
from pitchday.mail import Attachment
from pitchday.startups.visibility import NOBODY, Viewer, snapshot_facts

ATTACHMENT = "application_receipt"
MAKING_TAKES = timedelta(minutes=2)
# Mail programs cut longer texts off, or show them after a click only.
MOST_IN_MAIL = 40_000


def file_name(application: Application, number: int) -> str:
    """Whose it is, for which pitch day and which version of it; without its ending."""
    return f"{application.startup.slug}-application-to-{application.event.slug}-version-{number}"


def attachment(application: Application, submission: Submission) -> Attachment:
    """The PDF, for the mail that says that the application has arrived."""
    name = f"{file_name(application, submission.number)}.pdf"
    return Attachment(ATTACHMENT, f"{application.uid}:{submission.number}", name)


def copy_for_mail(answers: Iterable[dict[str, Any]], most: int = MOST_IN_MAIL) -> list[dict[str, Any]]:
    """Questions and answers in order, `most` characters of answers at most; `cut` says that one is not all there."""
    left, copied = most, []
    for answer in answers:
        text = answer["text"]
        kept = text if len(text) <= left else text[:left].rpartition(" ")[0]
        copied.append({"label": answer["label"], "text": kept, "cut": kept != text})
        left = 0 if kept != text else left - len(text)
    return copied


def made(submission: Submission) -> StoredFile | None:
    """The PDF, once it is there."""
    receipt = sa.select(StoredFile).join(Receipt, Receipt.file_id == StoredFile.id)
    return db.session.scalar(receipt.where(Receipt.submission_id == submission.id))


def ask(submission_id: int) -> None:
    """Have a job make it, unless one is at it."""
    now = clock.now()
    wanted = {"leased_until": now + MAKING_TAKES}
    asked = (
        insert_into(Receipt)
        .values(submission_id=submission_id, **wanted)
        .on_conflict_do_update(
            index_elements=["submission_id"],
            set_=wanted,
            where=sa.and_(Receipt.file_id.is_(None), Receipt.leased_until < now),
        )
        .returning(Receipt.submission_id)
    )
    if db.session.execute(asked).first() is not None:
        after_commit("applications.make_receipt", submission_id)


def make(submission_id: int) -> int:
    """Make it, unless it is there; the id of the file. Call it from a job: no transaction is open while it is made.

    Raises LookupError for what was never sent.
    """
    submission = _with_everything(submission_id)
    known = made(submission)
    if known is not None:
        return known.id
    html = html_of(submission)
    db.session.rollback()  # seconds of layout must not hold a transaction open
    return _keep(submission_id, pdf.render(html))


@commits
def _keep(submission_id: int, data: bytes) -> int:
    """The first to finish counts: what one member has taken is what the mails bring to the others."""
    insert = insert_into(Receipt).values(submission_id=submission_id, file_id=store(data, "application/pdf").id)
    kept = insert.on_conflict_do_update(
        index_elements=["submission_id"],
        set_={"file_id": sa.func.coalesce(Receipt.file_id, insert.excluded.file_id), "leased_until": None},
    )
    file_id: int = db.session.scalars(kept.returning(Receipt.file_id)).one()
    return file_id


def submission_id_of(key: str) -> int:
    """Of what an attachment names. Raises LookupError when it is gone."""
    uid, _, number = key.partition(":")
    sent = sa.select(Submission.id).join(Submission.application)
    found = db.session.scalar(sent.where(Application.uid == uid, Submission.number == int(number)))
    if found is None:
        raise LookupError(f"There is no version {number} of application {uid}")
    return found


def _with_everything(submission_id: int) -> Submission:
    application = joinedload(Submission.application)
    return db.session.scalars(
        sa.select(Submission)
        .where(Submission.id == submission_id)
        .options(
            application.joinedload(Application.event).options(joinedload(Event.venue), joinedload(Event.city)),
            application.joinedload(Application.startup),
            application.selectinload(Application.files),
            joinedload(Submission.deck),
            joinedload(Submission.by),
        )
    ).one()


def html_of(submission: Submission) -> str:
    """What the PDF is made of: the same for the same version, whenever and for whichever member it is made."""
    application = submission.application
    startup_id = application.startup_id
    own = snapshot_facts(submission.facts, startup_id, Viewer(own=frozenset({startup_id})))
    public = snapshot_facts(submission.facts, startup_id, NOBODY)
    investors = snapshot_facts(submission.facts, startup_id, Viewer(has_basis=True))
    return render_template(
        "applications/receipt_pdf.html",
        sent=submission,
        application=application,
        event=application.event,
        name=own.get("name") or application.startup.name,
        facts=own,
        is_promotional=any(investors[key] not in (None, "") for key in investors.keys() - public.keys()),
        files={file.uid: file for file in application.files},
    )
