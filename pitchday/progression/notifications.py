"""Which mail goes to whom with which values."""

from __future__ import annotations

from typing import Any

from pitchday import mail
from pitchday.events.models import Event
from pitchday.progression.enums import RouteRule
from pitchday.progression.models import Place
from pitchday.web.filters import clock_span, day, zone_name
from pitchday.web.urls import absolute


def through(place: Place, *, promoted: bool = False) -> None:
    """Tell the startup that it is through, and how to confirm."""
    _to_startup(
        "through_to_final",
        place,
        "through",
        url=absolute("applications.status", application_uid=place.application.uid if place.application else ""),
        reason=place.reason,
        wild_card=place.route.rule is RouteRule.WILD_CARD,
        promoted=promoted,
    )


def waits(place: Place) -> None:
    """Tell the startup that it is a reserve."""
    _to_startup("reserve_for_final", place, "reserve", position=place.position)


def _to_startup(template: str, place: Place, occasion: str, **values: Any) -> None:
    event = place.route.event
    origin = place.source.event.title if place.source.event_id != event.id else ""
    for member in place.startup.members:
        mail.queue(
            template,
            to=(member.person.name, member.person.email),
            about=f"progression:{place.uid}:{occasion}",
            values={"startup": place.startup.name, "origin": origin} | _about(event) | values,
        )


def _about(event: Event) -> dict[str, Any]:
    starts, ends = event.starts_at, event.ends_at
    when = f"{day(starts, event.zone)}, {clock_span(starts, ends, event.zone)}, {zone_name(starts, event.zone)}"
    return {"event": event.title, "when": when, "where": f"{event.venue.name}, {event.city.name}"}
