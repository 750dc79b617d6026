"""Queueing mail in the transaction of the change it tells of."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite

from pitchday import clock, jobs
from pitchday.db import db
from pitchday.mail.models import Mail, MailState


def queue(template: str, *, to: tuple[str, str], about: str, values: dict[str, Any]) -> None:
    """Promise a mail to `to` (name, address), to be rendered from `templates/mail/<template>/` when it is sent.

    `values` are plain: text, numbers, ISO dates. A value named `calendar` becomes the mail's calendar part
    (see `pitchday.mail.compose`). The same template, address and `about` are queued once, however often asked.
    """
    name, address = to
    now = clock.now()
    digest = hashlib.sha256(f"{template}\n{address.lower()}\n{about}".encode()).hexdigest()[:40]
    connection = db.session.connection()
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(Mail)
    connection.execute(
        insert.on_conflict_do_nothing(index_elements=["message_id"]),
        {
            "message_id": f"<{digest}@{current_app.config['MAIL_DOMAIN']}>",
            "to_address": address,
            "to_name": name,
            "template": template,
            "values": values,
            "about": about,
            "state": MailState.QUEUED,
            "attempts": 0,
            "created_at": now,
            "next_attempt_at": now,
        },
    )
    jobs.after_commit("mail.deliver")
