"""How times, money and text are written, everywhere the same."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask

from pitchday import clock
from pitchday.formats.markdown import to_html


def day(value: date | datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov 2026`"""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{local:%a} {local.day} {local:%b} {local.year}"


def short_day(value: date | datetime, zone: ZoneInfo = clock.UK) -> str:
    """`Tue 3 Nov`"""
    local = value.astimezone(zone) if isinstance(value, datetime) else value
    return f"{local:%a} {local.day} {local:%b}"


def wall(value: datetime, zone: ZoneInfo = clock.UK) -> str:
    """`18:00`"""
    return f"{value.astimezone(zone):%H:%M}"


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


def init_app(app: Flask) -> None:
    for function in (day, short_day, wall, moment, span, clock_span, zone_name, money, plural):
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.filters["markdown"] = to_html
