"""Queueing mail in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from pitchday import clock, jobs
from pitchday.db import db
from pitchday.mail.models import Mail, MailState


@dataclass(frozen=True)
class Attachment:
    """A PDF that is made outside the request before the mail goes: `kind` names who makes it of `key`.

    `name` is what it is called, with its ending.
    """

    kind: str
    key: str
    name: str


@dataclass(frozen=True)
class Letter:
    """A mail to `to` (name, address), to be rendered from `templates/mail/<template>/` when it is sent.

    `values` are plain: text, numbers, ISO dates. A value named `calendar` becomes the mail's calendar part
    (see `pitchday.mail.compose`).
    """

    template: str
    to: tuple[str, str]
    about: str
    values: dict[str, Any]
    attachment: Attachment | None = None


_INSERTS = {
    "postgresql": postgresql.insert(Mail).on_conflict_do_nothing(index_elements=["message_id"]),
    "sqlite": sqlite.insert(Mail).on_conflict_do_nothing(index_elements=["message_id"]),
}


def queue(
    template: str,
    *,
    to: tuple[str, str],
    about: str,
    values: dict[str, Any],
    attachment: Attachment | None = None,
) -> None:
    """Promise one mail; see `Letter`."""
    queue_all([Letter(template, to, about, values, attachment)])


def queue_all(letters: Iterable[Letter]) -> None:
    """Promise mails. The same template, address and `about` are queued once, however often asked."""
    rows = [_row(letter) for letter in letters]
    if not rows:
        return
    connection = db.session.connection()
    connection.execute(_INSERTS[connection.dialect.name], rows)
    for name in {"mail.attach" if row["attachment"] else "mail.deliver" for row in rows}:
        jobs.after_commit(name)


def _row(letter: Letter) -> dict[str, Any]:
    name, address = letter.to
    now = clock.now()
    digest = hashlib.sha256(f"{letter.template}\n{address.lower()}\n{letter.about}".encode()).hexdigest()[:40]
    return {
        "message_id": f"<{digest}@{current_app.config['MAIL_DOMAIN']}>",
        "to_address": address,
        "to_name": name,
        "template": letter.template,
        "values": letter.values,
        "about": letter.about,
        "state": MailState.QUEUED,
        "attempts": 0,
        "created_at": now,
        "next_attempt_at": now,
        "attachment": f"{letter.attachment.kind}:{letter.attachment.key}" if letter.attachment else None,
        "attachment_name": letter.attachment.name if letter.attachment else None,
    }
