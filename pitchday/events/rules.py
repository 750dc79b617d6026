"""Decisions about pitch days made from values alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pitchday.errors import DomainError
from pitchday.events import phases
from pitchday.events.enums import Act, EventKind
from pitchday.events.models import Event, Programme, Sector
from pitchday.places.models import City, Room, Venue

LONGEST = timedelta(days=7)
# For applications that were begun before the deadline: a slow upload at the last minute is nobody's fault.
GRACE_MINUTES = 10


@dataclass(frozen=True)
class EventFacts:
    """What an organiser decides about a pitch day."""

    title: str
    kind: EventKind
    city: City
    venue: Venue
    starts_at: datetime
    ends_at: datetime
    applications_close_at: datetime
    rooms: Sequence[Room] = field(default=())
    description: str = ""
    programme: Programme | None = None
    sectors: Sequence[Sector] = field(default=())
    applications_open_at: datetime | None = None
    guests_expected: int | None = None
    zone_name: str = "Europe/London"
    grace_minutes: int = GRACE_MINUTES


@dataclass(frozen=True)
class PlaceChoice:
    """Where a pitch day is: a known venue, or one to be added under `name`; and which of its rooms it uses.

    `rooms` is None for all that a known venue has; `new_rooms` are names with capacities.
    """

    city: City
    venue: Venue | None
    name: str
    address: str
    postcode: str
    rooms: Sequence[Room] | None
    new_rooms: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Step:
    """One line of the list of what publishing takes; `field` is where on the edit page it is mended."""

    words: str
    is_done: bool
    field: str


def check(facts: EventFacts) -> None:
    """Raise DomainError, beside the field it belongs to, when the facts contradict each other."""
    check_times(facts.starts_at, facts.ends_at, facts.applications_open_at, facts.applications_close_at)
    _check_city(facts.venue, facts.city)
    if not facts.rooms:
        raise DomainError("A pitch day needs at least one room.", field="rooms")
    if any(room.venue_id != facts.venue.id for room in facts.rooms):
        raise DomainError(f"Choose rooms of {facts.venue.name}.", field="rooms")


def check_times(starts_at: datetime, ends_at: datetime, opens_at: datetime | None, closes_at: datetime) -> None:
    """Raise DomainError, beside the field it belongs to, for a day or a call that ends before it begins."""
    if ends_at <= starts_at:
        raise DomainError("The end must be after the start.", field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise DomainError("A pitch day lasts seven days at most. Check the date of the end.", field="ends_at")
    if closes_at > starts_at:
        raise DomainError("Applications must close before the pitch day starts.", field="applications_close_at")
    if opens_at is not None and opens_at >= closes_at:
        raise DomainError("Applications must open before they close.", field="applications_open_at")


def _check_city(venue: Venue, city: City) -> None:
    if venue.city_id != city.id:
        raise DomainError(f"{venue.name} is not in {city.name}. Choose another venue.", field="venue")


def check_place(choice: PlaceChoice) -> None:
    """Raise DomainError unless the venue is in the city and has a room, and each room a name of its own."""
    if choice.venue:
        _check_city(choice.venue, choice.city)
    known = [room.name for room in choice.venue.rooms] if choice.venue else []
    seen = {name.casefold() for name in known}
    for name, _ in choice.new_rooms:
        if name.casefold() in seen:
            raise DomainError(f"There is a room called {name} already. Give each room its own name.", field="rooms")
        seen.add(name.casefold())
    if not seen:
        raise DomainError("A pitch day needs at least one room: enter its name and how many people it holds.")


def steps_to_publish(event: Event, now: datetime) -> list[Step]:
    """What publishing takes, done or not, in the order of the edit page."""
    return [
        Step("It starts in the future", event.starts_at > now, "starts_at"),
        Step("Applications close in the future", event.applications_close_at > now, "applications_close_at"),
        Step("A description tells founders what to expect", bool(event.description.strip()), "description"),
        Step("The venue has an address", bool(event.venue.address.strip()), "venue"),
        Step("There is at least one room", bool(event.rooms), "rooms"),
    ]


def refuse_to_publish(event: Event, now: datetime) -> None:
    """Raise DomainError, naming what is missing, unless the pitch day can be published."""
    phases.require(Act.PUBLISH, event, now)
    if event.starts_at <= now:
        raise DomainError("This pitch day starts in the past. Change its date, then publish it.", field="starts_at")
    missing = [step.words for step in steps_to_publish(event, now) if not step.is_done]
    if missing:
        raise DomainError("Not published yet. Still needed: " + "; ".join(missing) + ".")
