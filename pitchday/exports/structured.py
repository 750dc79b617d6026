"""What search engines and link previews read on a page: schema.org events, from public facts alone.

Nothing of a startup but its name and one line comes in here, and those from a release.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.exports.queries import Shown
from pitchday.formats.markdown import to_text
from pitchday.web.urls import absolute

LONGEST_SUMMARY = 300
STATUS = {
    EventState.PUBLISHED: "https://schema.org/EventScheduled",
    EventState.POSTPONED: "https://schema.org/EventPostponed",
    EventState.CANCELLED: "https://schema.org/EventCancelled",
}
_IN_A_ROOM = "https://schema.org/OfflineEventAttendanceMode"


def summary(event: Event) -> str:
    """What a link preview says below the title: the beginning of the description, cut after a whole word."""
    text = " ".join(to_text(event.description).split())
    if not text:
        return f"{event.kind.label} in {event.city.name}."
    return text if len(text) <= LONGEST_SUMMARY else text[:LONGEST_SUMMARY].rpartition(" ")[0] + " …"


def event_data(event: Event) -> dict[str, Any]:
    """A public pitch day as schema.org has it; times carry the offset of its zone."""
    zone, programme = event.zone, event.programme
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": absolute("events.show", event_slug=event.slug),
        "url": absolute("events.show", event_slug=event.slug),
        "name": event.title,
        "description": summary(event),
        "startDate": event.starts_at.astimezone(zone).isoformat(),
        "endDate": event.ends_at.astimezone(zone).isoformat(),
        "eventStatus": STATUS[event.state],
        "eventAttendanceMode": _IN_A_ROOM,
        "inLanguage": "en-GB",
        "location": _place(event),
        "about": [sector.name for sector in event.sectors],
    }
    if programme is not None:
        url = absolute("home.programme", programme_slug=programme.slug)
        found["organizer"] = {"@type": "Organization", "name": programme.name, "url": url}
        found["superEvent"] = {"@type": "EventSeries", "name": programme.name, "url": url}
    return _without_empty(found)


def _place(event: Event) -> dict[str, Any]:
    venue = event.venue
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue.address,
        "addressLocality": event.city.name,
        "postalCode": venue.postcode,
        "addressCountry": "GB",
    }
    point = {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
    return _without_empty(
        {
            "@type": "Place",
            "name": venue.name,
            "address": _without_empty(address),
            "geo": None if venue.latitude is None else point,
            "maximumAttendeeCapacity": venue.capacity,
        }
    )


def item_data(shown: Shown) -> dict[str, Any]:
    """One item of a released schedule, as a part of its pitch day."""
    item, facts = shown.item, shown.facts
    zone = ZoneInfo(facts["zone"])
    day_url = absolute("events.show", event_slug=facts["slug"])
    url = absolute("exports.item", event_slug=facts["slug"], uid=item.uid)
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "@id": url,
            "url": url,
            "name": item.title,
            "description": item.description,
            "startDate": item.starts_at.astimezone(zone).isoformat(),
            "endDate": item.ends_at.astimezone(zone).isoformat(),
            "eventStatus": STATUS[EventState.CANCELLED if item.cancelled else EventState.PUBLISHED],
            "eventAttendanceMode": _IN_A_ROOM,
            "location": {
                "@type": "Place",
                "name": ", ".join(part for part in (item.room, facts["venue"]) if part),
                "address": facts["address"] or facts["city"],
            },
            "superEvent": {"@type": "Event", "@id": day_url, "url": day_url, "name": facts["title"]},
        }
    )


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}
