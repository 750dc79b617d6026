"""How times, money and text are written, everywhere the same."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from pitchday import clock
from pitchday.formats.markdown import to_html

# Not by strftime, which asks the machine's language, and for a list of days costs more than all the rest of the line.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date | datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov 2026`"""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]} {local.year}"


def short_day(value: date | datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov`"""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"


def month(value: date | datetime, zone: ZoneInfo = clock.UK) -> str:
    """`November 2026`"""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{local:%B} {local.year}"


def wall(value: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`18:00`"""
    local = value.astimezone(zone)
    return f"{local.hour:02}:{local.minute:02}"


def moment(value: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov 2026, 17:00`"""
    return f"{day(value, zone)}, {wall(value, zone)}"


def span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov, 18:00-18:10`, with the second date only when it is another"""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{short_day(end, zone)}, {end:%H:%M}"
    return f"{short_day(start, zone)}, {start:%H:%M}–{last}"


def clock_span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`18:00-18:10`"""
    return f"{wall(starts_at, zone)}–{wall(ends_at, zone)}"


def zone_name(value: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`UK time (GMT)`: the zone in words, and which half of the year it is"""
    place = "UK time" if zone.key == "Europe/London" else f"{zone.key.rpartition('/')[2].replace('_', ' ')} time"
    return f"{place} ({value.astimezone(zone):%Z})"


def money(value: int | None) -> str:
    """`£150,000`"""
    return "" if value is None else f"£{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 startup`, `2 startups`"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def days_left(until: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`today`, `tomorrow`, `in 3 days`: how many midnights lie before an instant to come, for beside its date"""
    days = (until.astimezone(zone).date() - clock.today(zone)).days
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def init_app(app: Flask) -> None:
    for function in (day, short_day, month, days_left, wall, moment, span, clock_span, zone_name, money, plural):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["markdown"] = to_html
