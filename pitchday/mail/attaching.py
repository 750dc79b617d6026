"""What mails bring along: made by a job of its own before they go, so that no other mail waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from pitchday import clock
from pitchday.db import commits, db
from pitchday.files.models import StoredFile
from pitchday.jobs import after_commit, enqueue, job
from pitchday.mail.delivery import LEASE, PAUSES
from pitchday.mail.models import Mail, MailState

log = logging.getLogger(__name__)

Maker = Callable[[str], int]
"""Makes what a key stands for, or finds it made, with transactions of its own; returned is the id of the file."""

MAKERS: dict[str, Maker] = {}
# Many mail servers refuse what is larger; the mail then says where the file is.
LARGEST = 5 * 1024 * 1024
# A mail is worth more than what it brings along: after so many failures it goes without.
ATTEMPTS = 3


def makes(kind: str) -> Callable[[Maker], Maker]:
    """Register who makes attachments of a kind; mails that wait carry its name over releases."""

    def register(maker: Maker) -> Maker:
        MAKERS[kind] = maker
        return maker

    return register


@job("mail.attach", every_minutes=1)
def attach() -> None:
    """One file in each run: at a deadline hundreds wait, and what is more urgent goes between."""
    if attach_next():
        enqueue("mail.attach")


def attach_next() -> bool:
    """Make the next file that is due, once however many mails wait for it; whether there was one."""
    wanted = _take()
    if wanted is None:
        return False
    kind, _, key = wanted.partition(":")
    try:
        file_id = MAKERS[kind](key)
    except Exception as error:  # one that cannot be made must not stop the rest
        db.session.rollback()
        log.warning("The attachment %s was not made: %s", wanted, type(error).__name__)
        _put_off(wanted, error)
    else:
        _attach(wanted, file_id)
    return True


def _waiting(wanted: str) -> sa.Update:
    unmade = Mail.state == MailState.QUEUED, Mail.attachment == wanted, Mail.attached_id.is_(None)
    return sa.update(Mail).where(*unmade)


@commits
def _take() -> str | None:
    """Lease the mails that wait for one file to this worker."""
    now = clock.now()
    due = (
        sa.select(Mail.attachment)
        .where(
            Mail.state == MailState.QUEUED,
            Mail.attachment.is_not(None),
            Mail.attached_id.is_(None),
            Mail.next_attempt_at <= now,
        )
        .order_by(Mail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    wanted = db.session.scalar(due)
    if wanted is not None:
        db.session.execute(_waiting(wanted).values(next_attempt_at=now + LEASE))
    return wanted


@commits
def _attach(wanted: str, file_id: int) -> None:
    file = db.session.get_one(StoredFile, file_id)
    given: dict[str, Any] = _without() if file.size > LARGEST else {"attached_id": file_id}
    _release(wanted, given)


@commits
def _put_off(wanted: str, error: Exception) -> None:
    """Try again later, or let the mails go that have been tried often enough."""
    words = f"{type(error).__name__}: {error}"[:1000]
    attempts = db.session.scalar(
        sa.select(sa.func.max(Mail.attempts)).where(Mail.attachment == wanted, Mail.attached_id.is_(None))
    )
    if (attempts or 0) + 1 >= ATTEMPTS:
        _release(wanted, {**_without(), "error": words})
        return
    later = clock.now() + PAUSES[attempts or 0]
    db.session.execute(_waiting(wanted).values(attempts=Mail.attempts + 1, error=words, next_attempt_at=later))


def _without() -> dict[str, Any]:
    return {"attachment": None, "attachment_name": None}


def _release(wanted: str, given: dict[str, Any]) -> None:
    """From now on they are as good as any mail."""
    db.session.execute(_waiting(wanted).values(attempts=0, next_attempt_at=clock.now(), **given))
    after_commit("mail.deliver")
