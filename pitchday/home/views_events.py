"""Pitch days for everybody to find: as a list and as a calendar, narrowed by what stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from pitchday import clock
from pitchday.events import finding
from pitchday.events.enums import EventKind
from pitchday.events.finding import PAST, Options, Period, Wanted
from pitchday.home.calendar import weeks
from pitchday.web.guards import anyone, guard
from pitchday.web.paging import asked_page
from pitchday.web.unchanged import same_for_everybody

ADDRESS = "/events"
MONTHS_AHEAD = 12
# More do not fit into a month that anybody could read; the list and the filters show the rest.
MOST_IN_A_MONTH = 500
CALENDAR = {"view": "calendar"}


@dataclass(frozen=True)
class Select:
    """A filter as a select: values with their words, and which of them is chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


# Packages below link to this page as `events.index`; it lives here with the calendar, and beside the landing page.
@guard(anyone)
@same_for_everybody
def index() -> str:
    known = finding.options()
    wanted = Wanted.read(request.args, known)
    shared = {"wanted": wanted, "in_calendars": address("/events.ics", wanted.values)}
    if request.args.get("view") == "calendar":
        return _calendar(wanted, known, shared)
    listing = finding.page(wanted, asked_page())
    now = clock.now()
    return render_template(
        "events/index.html",
        view="list",
        listing=listing,
        rows=[line.drawn(now) for line in listing.items],
        selects=_selects(wanted, known, [("", "To come"), *_months(clock.today(), wanted.period), (PAST, "Past")]),
        chips=_chips(wanted, wanted.values),
        list_url=address(ADDRESS, wanted.values),
        calendar_url=address(ADDRESS, {**wanted.values, "when": _month(wanted).text, **CALENDAR}),
        **shared,
    )


def _calendar(wanted: Wanted, known: Options, shared: dict[str, Any]) -> str:
    month = _month(wanted)
    shown = replace(wanted, period=month, is_past=False)
    lines = finding.lines(shown, limit=MOST_IN_A_MONTH)

    def url(of: date) -> str:
        return address(ADDRESS, {**shown.values, "when": Period.month(of).text, **CALENDAR})

    return render_template(
        "events/index.html",
        view="calendar",
        month=month,
        weeks=weeks(month.first, lines),
        is_cut=len(lines) == MOST_IN_A_MONTH,
        before_url=url(month.first - timedelta(days=1)),
        after_url=url(month.after),
        today_url=url(clock.today()),
        today=clock.today(),
        day_url=lambda day: address(ADDRESS, {**shown.values, "when": day.isoformat()}),
        selects=_selects(shown, known, _months(clock.today(), month)),
        chips=[chip for chip in _chips(shown, {**shown.values, **CALENDAR}) if chip[0] != month.words],
        list_url=address(ADDRESS, shown.values),
        calendar_url=url(month.first),
        **shared,
    )


def address(path: str, values: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(values)}" if values else path


def _month(wanted: Wanted) -> Period:
    """The month that a calendar shows first."""
    return Period.month(wanted.period.first if wanted.period else clock.today())


@lru_cache(maxsize=64)
def _months(today: date, chosen: Period | None) -> list[tuple[str, str]]:
    """This month and the year after it, and the period that is chosen if it is another."""
    found = [Period.month(today)]
    while len(found) <= MONTHS_AHEAD:
        found.append(Period.month(found[-1].after))
    if chosen and chosen not in found:
        found = sorted([chosen, *found], key=lambda period: period.first)
    return [(period.text, period.words) for period in found]


def _selects(wanted: Wanted, known: Options, times: list[tuple[str, str]]) -> list[Select]:
    """All filters but the words and the open calls; one with nothing to choose is left out."""
    kinds = [(kind.value, kind.label) for kind in EventKind]
    among = {
        "city": ("City", "All", [(each.slug, each.name) for each in known.cities]),
        "kind": ("Kind", "All", kinds),
        "sector": ("Sector", "All", [(each.slug, each.name) for each in known.sectors]),
        "programme": ("Programme", "All", [(each.slug, each.name) for each in known.programmes]),
    }
    chosen = wanted.values
    found = [
        Select(name, label, [("", everything), *options], chosen.get(name, ""))
        for name, (label, everything, options) in among.items()
        if options
    ]
    return [*found, Select("when", "When", times, chosen.get("when", ""))]


def _chips(wanted: Wanted, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """What narrows the list, in words, each with the address without it."""
    return [
        (words, address(ADDRESS, {other: value for other, value in values.items() if other != name}))
        for name, words in wanted.said().items()
    ]
