"""What is new at the pitch days, told from their history and their releases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import current_app

from pitchday.db import db
from pitchday.events.enums import PUBLIC_STATES, EventState
from pitchday.events.lines import Line
from pitchday.events.models import Event
from pitchday.events.queries import public
from pitchday.formats.atom import Entry
from pitchday.history import HistoryEntry
from pitchday.places.models import Venue
from pitchday.schedule.models import Release
from pitchday.web.filters import clock_span, day
from pitchday.web.urls import absolute

NEWEST = 50
_TIMES = ("starts_at", "ends_at")


def announcements() -> list[Entry]:
    """The newest first, in four queries: what was announced, moved, postponed, cancelled, and each schedule."""
    events = {event.history_key: event for event in db.session.scalars(_changed_last())}
    entries = [*_from_history(events), *_from_releases()]
    return sorted(entries, key=lambda entry: (entry.updated_at, entry.uid), reverse=True)[:NEWEST]


def _changed_last() -> sa.Select[Event]:
    """Whatever could be among the newest announcements is of a pitch day that changed as lately."""
    return public().order_by(Event.changed_at.desc(), Event.id.desc()).limit(NEWEST)


def _from_history(events: Mapping[str, Event]) -> Iterator[Entry]:
    rows = db.session.execute(
        sa.select(HistoryEntry.subject, HistoryEntry.at, HistoryEntry.changes)
        .where(HistoryEntry.subject.in_(events))
        .order_by(HistoryEntry.subject, HistoryEntry.id)
    ).all()
    venues = _venues(changes for _, _, changes in rows)
    is_public: dict[str, bool] = {}
    for subject, at, changes in rows:
        event, was_public = events[subject], is_public.get(subject, False)
        state = EventState(changes["state"][1]) if "state" in changes else None
        if state is not None:
            is_public[subject] = state in PUBLIC_STATES
        if is_public.get(subject):
            yield from _entry(event, at, changes, venues, was_public=was_public, state=state)


def _entry(
    event: Event,
    at: datetime,
    changes: Mapping[str, Any],
    venues: Mapping[int, str],
    *,
    was_public: bool,
    state: EventState | None,
) -> Iterator[Entry]:
    if not was_public:
        yield _announce(event, at, "new", f"New: {event.title}", _first_words(event))
    elif state is EventState.CANCELLED:
        yield _announce(event, at, "cancelled", f"Cancelled: {event.title}", event.notice or "It does not take place.")
    elif state is EventState.POSTPONED:
        text = event.notice or "It gets a new date, which is told here."
        yield _announce(event, at, "postponed", f"Postponed: {event.title}", text)
    elif any(name in changes for name in _TIMES):
        before = _time(event, changes)
        yield _announce(
            event,
            at,
            "moved",
            f"New date or time: {event.title}",
            f"It was {before}. Look at its page for the time now.",
        )
    elif "venue_id" in changes:
        old, new = (venues.get(number, "another place") for number in changes["venue_id"])
        yield _announce(
            event, at, "moved", f"New place: {event.title}", f"It takes place at {new}, no longer at {old}."
        )


def _first_words(event: Event) -> str:
    line = Line.of(event)
    return f"{event.kind.label}: {line.when}, {line.where}."


def _time(event: Event, changes: Mapping[str, Any]) -> str:
    """When it was before, as far as the change tells."""
    before = {name: datetime.fromisoformat(changes[name][0]) for name in _TIMES if name in changes}
    if "starts_at" in before and "ends_at" in before:
        start, end = before["starts_at"], before["ends_at"]
        return f"{day(start, event.zone)}, {clock_span(start, end, event.zone)}"
    start = before.get("starts_at") or event.starts_at
    return day(start, event.zone)


def _from_releases() -> Iterator[Entry]:
    rows = db.session.execute(
        sa.select(Release.number, Release.released_at, Release.note, Event.uid, Event.slug, Event.title)
        .join(Event, Event.id == Release.event_id)
        .where(Event.state.in_(PUBLIC_STATES))
        .order_by(Release.released_at.desc(), Release.id.desc())
        .limit(NEWEST)
    )
    for number, released_at, note, uid, slug, title in rows:
        yield Entry(
            uid=_uid(f"event-{uid}/schedule/{number}"),
            title=f"{'Schedule' if number == 1 else 'New schedule'}: {title}",
            text=note or ("The schedule is out." if number == 1 else "The schedule has changed."),
            url=absolute("exports.schedule", event_slug=slug),
            updated_at=released_at,
            categories=("schedule",),
        )


def _announce(event: Event, at: datetime, kind: str, title: str, text: str) -> Entry:
    return Entry(
        uid=_uid(f"event-{event.uid}/{kind}/{at:%Y%m%dT%H%M%S%f}"),
        title=title,
        text=text,
        url=absolute("events.show", event_slug=event.slug),
        updated_at=at,
        categories=(kind, event.city.name),
    )


def _uid(name: str) -> str:
    """A tag URI (RFC 4151), which stays when addresses do not."""
    return f"tag:{current_app.config['MAIL_DOMAIN']},2026:{name}"


def feed_uid() -> str:
    return _uid("announcements")


def _venues(changes: Iterator[Mapping[str, Any]]) -> dict[int, str]:
    """Names of the venues that changes speak of; history keeps their numbers."""
    numbers = {number for change in changes for number in change.get("venue_id", ()) if number}
    rows = db.session.execute(sa.select(Venue.id, Venue.name).where(Venue.id.in_(numbers)))
    return {venue.id: venue.name for venue in rows}
