"""The agenda in a form that can be printed or subscribed to: from entries to HTML and calendar bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import current_app, render_template

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.agenda.queries import AgendaEntry, entries
from pitchday.formats import ical
from pitchday.web.urls import calendar_uid

FEED_REACHES_BACK = timedelta(days=31)
CALENDAR_KIND = {"pitch": "slot", "judging": "slot", "meeting": "meeting"}


def from_today(person: Person) -> list[AgendaEntry]:
    """What is on today and later, that of this morning included."""
    return entries(person, since=clock.instant(clock.today(), time(0), clock.UK, fold=0))


def by_day(agenda: Sequence[AgendaEntry]) -> list[tuple[date, ZoneInfo, list[AgendaEntry]]]:
    """Entries under the date that clocks at their place show, with that zone."""

    def local(entry: AgendaEntry) -> tuple[date, str]:
        return entry.starts_at.astimezone(entry.zone).date(), entry.zone.key

    return [(day, ZoneInfo(zone), list(found)) for (day, zone), found in groupby(agenda, key=local)]


def printed(person: Person) -> tuple[str, str]:
    """(HTML to be made into a PDF, its digest): the same agenda has the same digest."""
    html = render_template("agenda/document.html", person=person, days=by_day(from_today(person)))
    return html, hashlib.sha256(html.encode()).hexdigest()


def feed(person: Person, at: datetime) -> bytes:
    """The private calendar. What was cancelled is not in it: a mail has said so, and a feed that drops it is clean."""
    base = current_app.config["BASE_URL"]
    return ical.calendar(
        (
            ical.Entry(
                uid=calendar_uid(CALENDAR_KIND[entry.kind], entry.uid),
                starts_at=entry.starts_at,
                ends_at=entry.ends_at,
                summary=entry.title,
                changed_at=entry.changed_at,
                sequence=entry.sequence,
                location=entry.place,
                description=entry.event,
                url=base + entry.url,
            )
            for entry in entries(person, since=at - FEED_REACHES_BACK)
        ),
        product="agenda",
        name="My pitch days",
        refresh_hours=1,
    )
