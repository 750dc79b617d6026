"""Decisions about places made from values alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from pitchday.errors import DomainError
from pitchday.places.enums import Layout, ScreenRatio


@dataclass(frozen=True)
class CityFacts:
    """What organisers say of a city. `hue` is in degrees of oklch, `summary` Markdown."""

    name: str
    latitude: float
    longitude: float
    hue: int
    summary: str = ""


@dataclass(frozen=True)
class AreaFacts:
    """Region and combined authority, none where the text is empty, from a day on."""

    region: str
    combined_authority: str
    valid_from: date


@dataclass(frozen=True)
class VenueFacts:
    """What is known of a venue. What has three answers is None where nobody knows."""

    name: str
    address: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    nearest_station: str = ""
    step_free: bool | None = None
    hearing_loop: bool | None = None
    quiet_room: bool | None = None
    capacity: int | None = None
    access_notes: str = ""


@dataclass(frozen=True)
class RoomFacts:
    """What is known of a room; `layouts` has those of which the number of seats is known."""

    name: str
    capacity: int
    screen: ScreenRatio | None = None
    layouts: Mapping[Layout, int] = field(default_factory=dict)
    most_tables: int | None = None


# The shape of a postcode in the United Kingdom, without its blank; whether it exists is for Royal Mail to know.
_POSTCODE = re.compile(
    r"GIR0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9ABEHMNPRV-Y])?|[0-9][A-HJKPSTUW])[0-9][ABD-HJLNP-UW-Z]{2}"
)


def postcode(text: str) -> str:
    """The postcode in capitals with one space, or an empty text for an empty one.

    Raises DomainError when it has not the shape of one.
    """
    compact = re.sub(r"\s+", "", text).upper()
    if not compact:
        return ""
    if not _POSTCODE.fullmatch(compact):
        raise DomainError("Enter a full UK postcode, such as M2 5PD.", field="postcode")
    return f"{compact[:-3]} {compact[-3:]}"


def check_venue(facts: VenueFacts) -> None:
    """Raise DomainError for half of a pair of coordinates."""
    if (facts.latitude is None) != (facts.longitude is None):
        missing = "latitude" if facts.latitude is None else "longitude"
        raise DomainError(f"Enter the {missing} as well, or neither of the two.", field=missing)


def check_room(facts: RoomFacts) -> None:
    """Raise DomainError for a layout that seats more people than the room holds."""
    for layout, seats in facts.layouts.items():
        if seats > facts.capacity:
            raise DomainError(f"The room holds {facts.capacity:,}, so this cannot be more.", field=layout.column)


# The mean radius of the Earth in kilometres, R1 of the International Union of Geodesy and Geophysics.
EARTH = 6371.0088
# Streets and lines are not straight: the way is taken to be longer than the crow flies by this much.
DETOUR = 1.3
# Kilometres an hour: 80 metres a minute is what British transport assessments take for walking; 80 is a guess that
# suits trains between northern cities, with ALLOWANCE minutes to get to the station, wait, and get from it.
ON_FOOT, BY_TRAIN = 4.8, 80.0
ALLOWANCE = 20
# An estimate is no timetable: it is rounded up to these minutes.
STEP = 5

Point = tuple[float, float]


def distance(one: Point, other: Point) -> float:
    """Kilometres along the great circle between two points (latitude, longitude), by the haversine formula.

    R. W. Sinnott, Virtues of the Haversine, Sky and Telescope 68 (1984), 159. It takes the Earth for a sphere, which is
    wrong by half a per cent at most.
    """
    (north, east), (other_north, other_east) = (tuple(math.radians(each) for each in point) for point in (one, other))
    half_chord = (
        math.sin((other_north - north) / 2) ** 2
        + math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    )
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half_chord)))


def estimated_minutes(kilometres: float) -> int:
    """How long a way of so many kilometres, as the crow flies, takes on foot or by public transport, if that is sooner.

    None at all for no distance, and never less for a longer one.
    """
    way = kilometres * DETOUR
    minutes = min(way / ON_FOOT * 60, ALLOWANCE + way / BY_TRAIN * 60)
    return math.ceil(minutes / STEP) * STEP


@dataclass(frozen=True)
class Way:
    """How long it takes from one venue to another, and whether that is an estimate or somebody's word."""

    minutes: int
    is_estimate: bool
    note: str = ""

    @property
    def length(self) -> str:
        return lasting(self.minutes)

    @property
    def words(self) -> str:
        if self.is_estimate:
            return f"about {self.length} (estimated)"
        return f"{self.length} ({self.note})" if self.note else self.length


def lasting(minutes: int) -> str:
    """`35 minutes`, `1 hour`, `2 hours 5 minutes`"""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} hour{'s' if hours > 1 else ''}"] if hours else []
    parts += [f"{rest} minute{'' if rest == 1 else 's'}"] if rest or not hours else []
    return " ".join(parts)


@dataclass(frozen=True)
class Place:
    """Where a venue is, as far as that is known; the point of its city stands in for its own."""

    venue_id: int
    city_id: int
    point: Point | None
    city_point: Point


def estimated_way(one: Place, other: Place) -> Way | None:
    """None where two venues of one city do not both say where they are."""
    if one.venue_id == other.venue_id:
        return Way(0, is_estimate=False)
    if one.city_id == other.city_id and not (one.point and other.point):
        return None
    kilometres = distance(one.point or one.city_point, other.point or other.city_point)
    return Way(estimated_minutes(kilometres), is_estimate=True)
