"""Looking at the mails that `FileCarrier` has put into `var/mail/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from pathlib import Path
from typing import Any

import icalendar
from flask import current_app

KEPT_IN_SIGHT = 100


@dataclass(frozen=True)
class Invitation:
    """A mail's calendar part in short. `method` is REQUEST or CANCEL."""

    method: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    location: str
    sequence: int


@dataclass(frozen=True)
class ShelvedMail:
    """A mail as it would have gone out; `key` names its file."""

    key: str
    sender: str
    to: str
    subject: str
    written_at: datetime
    text: str
    invitation: Invitation | None
    attachments: list[str]


def newest() -> list[ShelvedMail]:
    """The newest mails, at most 100 of them."""
    files = sorted(_folder().glob("*.eml"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    return [_read(path) for path in files[:KEPT_IN_SIGHT]]


def one(key: str) -> ShelvedMail | None:
    """The mail of this key, if there is one; the key comes from an address, so only a plain name is looked for."""
    path = _folder() / f"{key}.eml"
    return _read(path) if re.fullmatch(r"[0-9a-z]{1,64}", key) and path.is_file() else None


def _folder() -> Path:
    return Path(current_app.config["VAR"]) / "mail"


def _read(path: Path) -> ShelvedMail:
    message = BytesParser(EmailMessage, policy=SMTP).parsebytes(path.read_bytes())
    body = message.get_body(("plain",))
    return ShelvedMail(
        key=path.stem,
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
        written_at=message["Date"].datetime.astimezone(UTC),
        text="\n".join(body.get_content().splitlines()) if body else "",
        invitation=_invitation(message),
        attachments=[part.get_filename() or "" for part in message.iter_attachments() if part.is_attachment()],
    )


def _invitation(message: EmailMessage) -> Invitation | None:
    for part in message.walk():
        if part.get_content_type() == "text/calendar":
            calendar: Any = icalendar.Calendar.from_ical(part.get_content())
            entry = calendar.walk("VEVENT")[0]
            return Invitation(
                method=str(calendar["METHOD"]),
                summary=str(entry["SUMMARY"]),
                starts_at=entry.decoded("DTSTART"),
                ends_at=entry.decoded("DTEND"),
                location=str(entry.get("LOCATION", "")),
                sequence=int(entry.get("SEQUENCE", 0)),
            )
    return None
