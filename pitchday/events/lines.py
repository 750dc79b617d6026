"""One pitch day as a line of a public list: plain values, and the words for them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from pitchday.events.enums import EventKind, EventState, Phase
from pitchday.events.models import Event
from pitchday.events.phases import Course, phase_of
from pitchday.web.filters import clock_span, day, days_left, moment, short_day, wall


class Line(NamedTuple):
    """What a list says of a pitch day; the names are those of `Event`, of its city and of its venue."""

    slug: str
    title: str
    kind: EventKind
    state: EventState
    zone_name: str
    starts_at: datetime
    ends_at: datetime
    applications_open_at: datetime | None
    applications_close_at: datetime
    schedule_released_at: datetime | None
    city_slug: str
    city_name: str
    venue_name: str

    @classmethod
    def of(cls, event: Event) -> Line:
        values = {name: getattr(event, name) for name in cls._fields if hasattr(event, name)}
        return cls(**values, city_slug=event.city.slug, city_name=event.city.name, venue_name=event.venue.name)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def is_cancelled(self) -> bool:
        return self.state is EventState.CANCELLED

    @property
    def when(self) -> str:
        """`Tue 3 Nov 2026, 13:00-19:00`, or with the day of its end when that is another."""
        zone = self.zone
        start, end = self.starts_at.astimezone(zone), self.ends_at.astimezone(zone)
        if start.date() == end.date():
            return f"{day(start, zone)}, {clock_span(start, end, zone)}"
        return f"{day(start, zone)}, {wall(start, zone)} to {moment(end, zone)}"

    @property
    def where(self) -> str:
        """The venue, and the city unless the venue's name says it."""
        return self.venue_name if self.city_name in self.venue_name else f"{self.venue_name}, {self.city_name}"

    def drawn(self, now: datetime) -> tuple[str, ...]:
        """All that a row shows, in the order in which templates/events/_public_rows.html takes it."""
        words, kind = standing(self, now)
        when, where = self.when, self.where
        return (
            self.slug,
            self.city_slug,
            self.title,
            self.starts_at.isoformat(),
            when,
            where,
            self.kind.label,
            words,
            kind,
        )

    def call(self, soon: datetime) -> tuple[str, ...]:
        """All that a row of the open calls shows, in the order in which templates/home/landing.html takes it."""
        zone, close = self.zone, self.applications_close_at
        return (
            self.slug,
            self.city_slug,
            self.title,
            f"Apply by {moment(close, zone)}",
            f"{short_day(self.starts_at, zone)} in {self.city_name}",
            f"Closes {days_left(close, zone)}",
            "wait" if close <= soon else "go",
        )


_STANDING = {
    Phase.DRAFT: ("Draft", "idle"),
    Phase.SELECTING: ("Applications closed", "idle"),
    Phase.PROGRAMME_PUBLISHED: ("Programme is out", "idle"),
    Phase.LIVE: ("On now", "line"),
    Phase.DONE: ("Over", "idle"),
    Phase.POSTPONED: ("Postponed", "wait"),
    Phase.CANCELLED: ("Cancelled", "stop"),
}


class _Timed(Course, Protocol):
    @property
    def zone(self) -> ZoneInfo: ...


def standing(course: _Timed, now: datetime) -> tuple[str, str]:
    """Where a pitch day stands in words, and the kind of state (templates/macros/state.html) that goes with them."""
    phase = phase_of(course, now)
    if phase is Phase.APPLICATIONS_OPEN:
        return f"Open until {short_day(course.applications_close_at, course.zone)}", "go"
    if phase is Phase.ANNOUNCED and course.applications_open_at:
        return f"Applications from {short_day(course.applications_open_at, course.zone)}", "idle"
    return _STANDING[phase]
