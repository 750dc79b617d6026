"""Reading what people take home: calendars with two parsers that share no code, and the text of PDFs."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

import vobject
from icalendar import Calendar
from pypdf import PdfReader


@dataclass(frozen=True)
class Entry:
    uid: str
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    method: str = ""


def read(data: bytes) -> list[Entry]:
    """The entries by time; fails where the two parsers do not read the same."""
    calendar = Calendar.from_ical(data)
    entries = [
        Entry(
            uid=str(event["UID"]),
            sequence=int(event.get("SEQUENCE", 0)),
            title=str(event["SUMMARY"]),
            starts_at=event.decoded("DTSTART"),
            ends_at=event.decoded("DTEND"),
            method=str(calendar.get("METHOD", "")),
        )
        for event in calendar.walk("VEVENT")
    ]
    found = {(str(event.uid.value), event.dtstart.value, event.dtend.value) for event in _vobjects(data)}
    assert found == {(entry.uid, entry.starts_at, entry.ends_at) for entry in entries}
    assert len({entry.uid for entry in entries}) == len(entries), "two entries with one UID"
    assert all(entry.starts_at.astimezone(UTC) == entry.starts_at for entry in entries)
    return sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))


def _vobjects(data: bytes) -> list[vobject.base.Component]:
    return list(vobject.readOne(data.decode()).vevent_list)


def invitation(mail: EmailMessage) -> Entry:
    """The one entry in a mail's calendar part, whose METHOD stands in the media type as well."""
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1, f"{len(parts)} calendar parts in {mail['Subject']}"
    data = parts[0].get_payload(decode=True)
    assert isinstance(data, bytes)
    (entry,) = read(data)
    assert parts[0].get_param("method") == entry.method
    return entry


def text_of_pdf(data: bytes) -> str:
    """Its words with single spaces between them."""
    reader = PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
