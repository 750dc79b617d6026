"""Delivering the outbox: at least once, by SMTP or into `var/mail/`, in the order it was written."""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from pitchday import clock
from pitchday.db import commits, db
from pitchday.jobs import job
from pitchday.mail.compose import compose
from pitchday.mail.models import Mail, MailState

log = logging.getLogger(__name__)

Carrier = Callable[[EmailMessage], object]
"""Takes one message out of the house."""

BATCH = 50
LEASE = timedelta(minutes=5)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720)]


@job("mail.deliver", every_minutes=1, urgent=True)
def deliver() -> None:
    """Send everything that is due. Runs when mail was queued and once a minute for whatever a crash left behind."""
    while taken := _take():
        try:
            with _carrier() as carry:
                for mail_id, lease in taken.items():
                    if _renew(mail_id, lease):
                        _send(mail_id, carry)
        except (smtplib.SMTPException, OSError) as error:
            # The server cannot be reached: whatever of the batch has not gone waits its turn again.
            for mail_id in taken:
                _note(mail_id, error)


@commits
def _take() -> dict[int, datetime]:
    """Lease a batch to this worker, each mail until an instant; another worker skips what is locked or leased."""
    now = clock.now()
    complete = sa.or_(Mail.attachment.is_(None), Mail.attached_id.is_not(None))
    due = (
        sa.select(Mail.id)
        .where(Mail.state == MailState.QUEUED, Mail.next_attempt_at <= now, complete)
        .order_by(Mail.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(due))
    db.session.execute(sa.update(Mail).where(Mail.id.in_(ids)).values(next_attempt_at=now + LEASE))
    return dict.fromkeys(ids, now + LEASE)


@commits
def _renew(mail_id: int, lease: datetime) -> bool:
    """Whether the mail is still this worker's, from now on for as long as at first.

    A slow server may have outlasted the lease of the batch; then another worker has taken what was left of it.
    """
    ours = Mail.id == mail_id, Mail.state == MailState.QUEUED, Mail.next_attempt_at == lease
    renewed = sa.update(Mail).where(*ours).values(next_attempt_at=clock.now() + LEASE).returning(Mail.id)
    return db.session.scalar(renewed) is not None


def _send(mail_id: int, carry: Carrier) -> None:
    """Carry one mail with no transaction open, since a slow server must not hold up anybody's booking."""
    mail = db.session.get_one(Mail, mail_id)
    if mail.state is not MailState.QUEUED:
        return
    try:
        message = compose(mail)
        db.session.rollback()
        carry(message)
    except Exception as error:  # one mail that cannot be written or sent must not stop the rest
        db.session.rollback()
        log.warning("Mail %s was not sent: %s", mail_id, type(error).__name__)
        _note(mail_id, error)
    else:
        _note(mail_id, None)


@commits
def _note(mail_id: int, error: Exception | None) -> None:
    """Put down how it went: sent, to be tried again, or given up because the server said never or a day has passed."""
    mail = db.session.get_one(Mail, mail_id)
    if mail.state is not MailState.QUEUED:
        return
    mail.attempts += 1
    if error is None:
        mail.state, mail.sent_at, mail.error = MailState.SENT, clock.now(), None
        # A one-time link has left the house; it need not stay in the database.
        mail.values = {key: value for key, value in mail.values.items() if not key.startswith("secret_")}
        return
    mail.error = f"{type(error).__name__}: {error}"[:1000]
    if _final(error) or mail.attempts > len(PAUSES):
        mail.state = MailState.FAILED
    else:
        mail.next_attempt_at = clock.now() + PAUSES[mail.attempts - 1]


def _final(error: Exception) -> bool:
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in error.recipients.values()
    )


class FileCarrier:
    """Without SMTP settings a mail is a file, named by its Message-ID: sent twice, it is still one file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def __call__(self, message: EmailMessage) -> None:
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        beside = self.folder / f".{name}.part"
        beside.write_bytes(message.as_bytes())
        beside.rename(self.folder / f"{name}.eml")


@contextmanager
def _carrier() -> Iterator[Carrier]:
    config = current_app.config
    if not config["SMTP_HOST"]:
        yield FileCarrier(Path(config["VAR"]) / "mail")
        return
    place = (config["SMTP_HOST"], config["SMTP_PORT"])
    # Without a context of ours smtplib takes any certificate.
    trust = ssl.create_default_context()
    tls = config["SMTP_SECURITY"] == "tls"
    with smtplib.SMTP_SSL(*place, timeout=30, context=trust) if tls else smtplib.SMTP(*place, timeout=30) as server:
        if config["SMTP_SECURITY"] == "starttls":
            server.starttls(context=trust)
        if config["SMTP_USER"]:
            server.login(config["SMTP_USER"], config["SMTP_PASSWORD"])
        yield server.send_message
