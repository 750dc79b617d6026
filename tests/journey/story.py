"""Who lives through the pitch day, and what they say."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pypdf import PdfWriter

from tests.journey.browser import Visitor
from tests.journey.site import Site

LONDON = ZoneInfo("Europe/London")
TITLE = "Leeds heat"
PASSWORD = "three quiet herons"


@dataclass(frozen=True)
class Founder:
    """Somebody with a startup. `secret` is what no page may show to everybody."""

    name: str
    email: str
    startup: str
    one_liner: str
    ask: str
    secret: str


MAYA = Founder(
    "Maya Osei",
    "maya@wrenfell.example",
    "Wrenfell Robotics",
    "Robots that inspect sewers for water companies.",
    "350,000",
    "Letters of intent over 41 kilometres of sewer",
)
TOM = Founder(
    "Tom Lister",
    "tom@tarnlight.example",
    "Tarnlight Energy",
    "Heat from old mines for terraced streets.",
    "520,000",
    "Grants of 83,500 pounds promised",
)
RUTH = ("Ruth Ackroyd", "ruth@northern-pitch.example")
HELEN = ("Helen Brook", "helen@brook.example")


@dataclass
class Story:
    """One pitch day: its site, its date, and a browser for each person. `page` is its address once it has one."""

    site: Site
    organiser: Visitor
    founder: Visitor
    other_founder: Visitor
    investor: Visitor
    attendee: Visitor
    day: date
    page: str = ""

    def at(self, hour: int, minute: int = 0) -> datetime:
        """On the clocks of Leeds."""
        return datetime(self.day.year, self.day.month, self.day.day, hour, minute, tzinfo=LONDON)

    @property
    def desk(self) -> str:
        return f"/organise{self.page}"


def a_day_in_summer_time() -> date:
    """In a month at the earliest, when clocks in Leeds are an hour ahead of UTC; always within eight months."""
    day = datetime.now(UTC).date() + timedelta(days=30)
    while day.weekday() > 4 or datetime(day.year, day.month, day.day, tzinfo=LONDON).utcoffset() != timedelta(hours=1):
        day += timedelta(days=1)
    return day


def deck() -> bytes:
    """Three slides with nothing on them."""
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(960, 540)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
