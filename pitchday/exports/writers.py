"""Plain values to files: a release as calendar, data, spreadsheet, document and page, and pitch days as calendars.

The bytes follow from the release, the standing of its pitch day and the edition alone, so that every process and every
request gives the same ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app

from pitchday.events.enums import CALLED_OFF
from pitchday.events.models import Event
from pitchday.exports.models import RenditionKind
from pitchday.exports.snapshot import Item, Snapshot
from pitchday.formats import ical, pdf
from pitchday.formats.markdown import to_text
from pitchday.formats.tables import Column, csv_bytes, json_bytes, xlsx_bytes
from pitchday.schedule.enums import ItemKind
from pitchday.web.urls import absolute, calendar_uid

REFRESH_HOURS = 1


def write(snapshot: Snapshot, kind: RenditionKind) -> bytes:
    """The release as a file of this kind."""
    return WRITERS[kind](snapshot)


def identity(data: bytes) -> str:
    """The name under which the store of files keeps these bytes."""
    return hashlib.sha256(data).hexdigest()


def item_summary(item: Item) -> str:
    return f"{item.title} pitches" if item.kind is ItemKind.PITCH else item.title


def item_entry(facts: dict[str, Any], item: Item, url: str) -> ical.Entry:
    """One item in a calendar; its identity is that of the item, whatever release it stands in."""
    return ical.Entry(
        uid=calendar_uid("slot", item.uid),
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        summary=item_summary(item),
        changed_at=item.changed_at,
        sequence=item.sequence,
        status=ical.Status.CANCELLED if item.cancelled else ical.Status.CONFIRMED,
        description="\n".join(part for part in (item.description, facts["title"], url) if part),
        location=", ".join(part for part in (item.room, facts["venue"], facts["address"]) if part),
        url=url,
    )


def in_calendar(snapshot: Snapshot) -> Iterable[Item]:
    """Pitches stand for their session: both would fill a calendar twice. What was taken out is no longer listed.

    A programme that was taken back as a whole says of everything that it is off: an empty calendar is not valid, and
    clients keep what an address that fails has told them last.
    """
    listed = snapshot.held or snapshot.items
    return (item for item in listed if item.kind is not ItemKind.PITCHES)


def schedule_ics(snapshot: Snapshot) -> bytes:
    slug = snapshot.facts["slug"]
    # One address is built by the router; the others differ in the uid only, and there may be thousands.
    before, after = absolute("exports.item", event_slug=slug, uid="UID").split("UID")
    return ical.calendar(
        [item_entry(snapshot.facts, item, f"{before}{item.uid}{after}") for item in in_calendar(snapshot)],
        product="schedule",
        name=snapshot.facts["title"],
        refresh_hours=REFRESH_HOURS,
        source_url=absolute("exports.schedule_file", event_slug=slug, kind="ics"),
    )


def item_ics(facts: dict[str, Any], item: Item) -> bytes:
    url = absolute("exports.item", event_slug=facts["slug"], uid=item.uid)
    return ical.calendar([item_entry(facts, item, url)], product="session")


def schedule_json(snapshot: Snapshot) -> bytes:
    """Times in the event's zone with their offset; what was taken out is not there."""
    facts, zone = snapshot.facts, snapshot.zone
    return json_bytes(
        {
            "event": {
                **{key: facts[key] for key in ("slug", "title", "city", "venue", "address")},
                "state": snapshot.standing.state.value,
                "starts_at": facts["starts_at"],
                "ends_at": facts["ends_at"],
                "url": absolute("events.show", event_slug=facts["slug"]),
            },
            "zone": facts["zone"],
            "release": {"number": snapshot.number, "released_at": snapshot.released_at, "note": snapshot.note},
            "items": [
                {
                    "uid": item.uid,
                    "session": item.parent_uid,
                    "kind": item.kind.value,
                    "title": item.title,
                    "description": item.description,
                    "starts_at": item.starts_at.astimezone(zone).isoformat(),
                    "ends_at": item.ends_at.astimezone(zone).isoformat(),
                    "room": item.room,
                    "startup": item.startup_slug or None,
                    "city": item.city,
                    "sector": item.sector,
                    "takes_place": not item.cancelled,
                    "sequence": item.sequence,
                }
                for item in snapshot.held
            ],
        }
    )


def _table(snapshot: Snapshot) -> tuple[list[Column], list[tuple[Any, ...]]]:
    sessions = {item.uid: item.title for item in snapshot.items}
    columns = [
        Column("Starts", zone=snapshot.zone),
        Column("Ends", zone=snapshot.zone),
        *map(Column, ("Kind", "Title", "Status", "Session", "Room", "City", "Sector", "Description", "ID")),
    ]
    return columns, [
        (
            item.starts_at,
            item.ends_at,
            KINDS[item.kind],
            item.title,
            snapshot.standing.word.capitalize() if item.cancelled else "Takes place",
            sessions.get(item.parent_uid or "", ""),
            item.room,
            item.city,
            item.sector,
            item.description,
            item.uid,
        )
        for item in snapshot.held
    ]


KINDS = {
    ItemKind.PITCHES: "Pitch session",
    ItemKind.PITCH: "Pitch",
    ItemKind.BREAK: "Break",
    ItemKind.MEETINGS: "One-to-one meetings",
    ItemKind.TALK: "Talk",
}


def schedule_csv(snapshot: Snapshot) -> bytes:
    return csv_bytes(*_table(snapshot))


def schedule_xlsx(snapshot: Snapshot) -> bytes:
    standing = snapshot.standing
    return xlsx_bytes(f"Schedule ({standing.word})" if standing.is_off else "Schedule", *_table(snapshot))


def schedule_pdf(snapshot: Snapshot) -> bytes:
    return pdf.render(_rendered("exports/schedule_pdf.html", snapshot, schedule_url=_schedule_url(snapshot)))


def schedule_html(snapshot: Snapshot) -> bytes:
    """The middle of the page; whatever may change without a release is drawn around it."""
    router = current_app.url_map.bind("")
    before, after = router.build("exports.item", {"event_slug": snapshot.facts["slug"], "uid": "UID"}).split("UID")
    html = _rendered(
        "exports/_schedule.html",
        snapshot,
        item_path=lambda item: f"{before}{item.uid}{after}",
        calendar_address=absolute("exports.schedule_file", event_slug=snapshot.facts["slug"], kind="ics"),
        path=lambda endpoint, **values: router.build(endpoint, values),
    )
    return html.encode()


def _schedule_url(snapshot: Snapshot) -> str:
    return absolute("exports.schedule", event_slug=snapshot.facts["slug"])


def _rendered(template: str, snapshot: Snapshot, **values: Any) -> str:
    return current_app.jinja_env.get_template(template).render(
        snapshot=snapshot, standing=snapshot.standing, facts=snapshot.facts, zone=snapshot.zone, kinds=KINDS, **values
    )


WRITERS: dict[RenditionKind, Callable[[Snapshot], bytes]] = {
    RenditionKind.HTML: schedule_html,
    RenditionKind.ICS: schedule_ics,
    RenditionKind.JSON: schedule_json,
    RenditionKind.CSV: schedule_csv,
    RenditionKind.XLSX: schedule_xlsx,
    RenditionKind.PDF: schedule_pdf,
}


def event_entry(event: Event) -> ical.Entry:
    """A pitch day as one entry of a calendar."""
    url = absolute("events.show", event_slug=event.slug)
    venue = event.venue
    return ical.Entry(
        uid=calendar_uid("event", event.uid),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary=event.title,
        changed_at=event.changed_at,
        sequence=event.calendar_sequence,
        status=ical.Status.CANCELLED if event.state in CALLED_OFF else ical.Status.CONFIRMED,
        description="\n\n".join(part for part in (to_text(event.description), url) if part),
        location=", ".join(part for part in (venue.name, venue.address, venue.postcode, event.city.name) if part),
        url=url,
        categories=(event.kind.label,),
    )


def event_ics(event: Event) -> bytes:
    return ical.calendar([event_entry(event)], product="event")


def events_ics(events: Iterable[Event], *, name: str, source_url: str) -> bytes:
    """A feed of pitch days."""
    return ical.calendar(
        map(event_entry, events), product="events", name=name, refresh_hours=REFRESH_HOURS, source_url=source_url
    )
