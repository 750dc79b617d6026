"""Finding public pitch days: what an address asks for, and the lines that answer it.

These lists are what most visitors open, so that they are read cheaply: a statement is built once for each combination
of filters, its rows are plain values, and the number of all that fits comes along.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from pitchday import clock
from pitchday.db import Base, db
from pitchday.events.enums import EventKind, EventState
from pitchday.events.lines import Line
from pitchday.events.models import event_sector
from pitchday.events.queries import PUBLIC
from pitchday.web.filters import day, month
from pitchday.web.forms import cleaned
from pitchday.web.paging import PER_PAGE, Page

LONGEST_SEARCH, MOST_WORDS = 100, 8
YEARS = range(2000, 2200)
PAST = "past"

EVENT, CITY, VENUE, PROGRAMME, SECTOR = (
    Base.metadata.tables[name] for name in ("event", "city", "venue", "programme", "sector")
)
_PLACES = EVENT.join(CITY, CITY.c.id == EVENT.c.city_id).join(VENUE, VENUE.c.id == EVENT.c.venue_id)
_LINE = [
    *(EVENT.c[name] for name in Line._fields if name in EVENT.c),
    CITY.c.slug.label("city_slug"),
    CITY.c.name.label("city_name"),
    VENUE.c.name.label("venue_name"),
]


class Known(NamedTuple):
    """A city, sector or programme that lists can be narrowed to."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True)
class Options:
    """All of them, in the order in which they are offered."""

    cities: Sequence[Known]
    sectors: Sequence[Known]
    programmes: Sequence[Known]


def _options() -> sa.Select[Any]:
    """Cities, sectors and the programmes that have something public; by name, with the sector "Other" last."""
    shown = sa.exists().where(EVENT.c.programme_id == PROGRAMME.c.id, PUBLIC)
    parts = [(CITY, sa.true()), (SECTOR, sa.true()), (PROGRAMME, shown)]
    rows = [
        sa.select(sa.literal(place).label("place"), table.c.id, table.c.slug, table.c.name).where(where)
        for place, (table, where) in enumerate(parts)
    ]
    found = sa.union_all(*rows).subquery()
    return sa.select(found).order_by(found.c.place, found.c.slug == "other", found.c.name)


_OPTIONS = _options()


def options() -> Options:
    """What lists can be narrowed to, in one query."""
    found: tuple[list[Known], ...] = ([], [], [])
    for place, *known in db.session.connection().execute(_OPTIONS).all():
        found[place].append(Known(*known))
    return Options(*found)


@dataclass(frozen=True)
class Period:
    """A month or a day, as it stands in an address: `after` is the first day that is no longer in it."""

    text: str
    first: date
    after: date

    @classmethod
    def read(cls, text: str) -> Period | None:
        """From `2027-03` or `2027-03-14`; None for anything else."""
        try:
            first = date.fromisoformat(text if len(text) == 10 else f"{text}-01")
        except ValueError:
            return None
        if first.year not in YEARS or len(text) not in (7, 10):
            return None
        return cls(text, first, first + timedelta(days=1)) if len(text) == 10 else cls.month(first)

    @classmethod
    def month(cls, of: date) -> Period:
        first = of.replace(day=1)
        return cls(f"{first:%Y-%m}", first, (first + timedelta(days=31)).replace(day=1))

    @property
    def words(self) -> str:
        return day(self.first) if len(self.text) == 10 else month(self.first)


def midnight(of: date) -> datetime:
    """When the day begins in the United Kingdom."""
    return clock.instant(of, time(), clock.UK)


@dataclass(frozen=True)
class Wanted:
    """What an address asks for. Without a period, and unless `is_past`, that is what is not over yet."""

    text: str = ""
    city: Known | None = None
    kind: EventKind | None = None
    sector: Known | None = None
    programme: Known | None = None
    period: Period | None = None
    is_past: bool = False
    is_open: bool = False

    @classmethod
    def read(cls, args: MultiDict[str, str], known: Options) -> Wanted:
        """From an address; what it does not know narrows nothing."""

        def one(among: Sequence[Known], name: str) -> Known | None:
            wanted = args.get(name)
            return next((each for each in among if each.slug == wanted), None) if wanted else None

        when = args.get("when", "")
        return cls(
            text=" ".join((cleaned(args.get("q")) or "")[:LONGEST_SEARCH].split()),
            city=one(known.cities, "city"),
            kind=next((kind for kind in EventKind if kind.value == args.get("kind")), None),
            sector=one(known.sectors, "sector"),
            programme=one(known.programmes, "programme"),
            period=Period.read(when),
            is_past=when == PAST,
            is_open=args.get("open") == "1",
        )

    @cached_property
    def values(self) -> dict[str, str]:
        """The address for this, without what goes without saying."""
        found = {
            "q": self.text,
            "city": self.city and self.city.slug,
            "kind": self.kind and self.kind.value,
            "sector": self.sector and self.sector.slug,
            "programme": self.programme and self.programme.slug,
            "when": PAST if self.is_past else self.period and self.period.text,
            "open": "1" if self.is_open else "",
        }
        return {name: value for name, value in found.items() if value}

    def said(self) -> dict[str, str]:
        """Each filter by its name in the address, in words."""
        found = {
            "q": f"“{self.text}”" if self.text else None,
            "city": self.city and self.city.name,
            "kind": self.kind and self.kind.label,
            "sector": self.sector and self.sector.name,
            "programme": self.programme and self.programme.name,
            "when": "Past" if self.is_past else self.period and self.period.words,
            "open": "Open calls" if self.is_open else None,
        }
        return {name: words for name, words in found.items() if words}

    def conditions_for_calendars(self) -> list[sa.ColumnElement[bool]]:
        """For a select of pitch days joined with their city and venue, with the values in `parameters`.

        What is over stays until the calendar itself drops it, unless the address names a period.
        """
        return list(_conditions(self.shape._replace(time="period" if self.period else "any")))

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The values that the conditions speak of."""
        found: dict[str, Any] = {f"word_{place}": _pattern(word) for place, word in enumerate(self._words)}
        for name in ("city", "sector", "programme"):
            if (known := getattr(self, name)) is not None:
                found[name] = known.id
        if self.kind:
            found["kind"] = self.kind
        if self.period:
            found |= {"first": midnight(self.period.first), "after": midnight(self.period.after)}
        return found | {"now": clock.now()}

    @property
    def _words(self) -> list[str]:
        return self.text.split()[:MOST_WORDS]

    @cached_property
    def shape(self) -> Shape:
        named = ("city", "kind", "sector", "programme")
        return Shape(
            narrowed=frozenset(name for name in named if getattr(self, name) is not None),
            words=len(self._words),
            time="period" if self.period else "past" if self.is_past else "to come",
            is_open=self.is_open,
        )


class Shape(NamedTuple):
    """All that decides how a statement is written, and none of its values."""

    narrowed: frozenset[str]
    words: int
    time: Literal["to come", "past", "period", "any"]
    is_open: bool


def _value(name: str, like: sa.Column[Any]) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=like.type)


@lru_cache(maxsize=256)
def _conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    now = _value("now", EVENT.c.ends_at)
    found: list[sa.ColumnElement[bool]] = [PUBLIC]
    if shape.time == "period":
        found += [
            EVENT.c.starts_at < _value("after", EVENT.c.starts_at),
            EVENT.c.ends_at > _value("first", EVENT.c.ends_at),
        ]
    elif shape.time == PAST:
        # What has ended has started, which says nothing new but lets an index begin there.
        found += [EVENT.c.ends_at <= now, EVENT.c.starts_at < now]
    elif shape.time == "to come":
        found.append(EVENT.c.ends_at > now)
    columns = {"city": EVENT.c.city_id, "kind": EVENT.c.kind, "programme": EVENT.c.programme_id}
    found += [column == _value(name, column) for name, column in columns.items() if name in shape.narrowed]
    if "sector" in shape.narrowed:
        sector = event_sector.c.sector_id
        found.append(sa.exists().where(event_sector.c.event_id == EVENT.c.id, sector == _value("sector", sector)))
    if shape.is_open:
        opens = EVENT.c.applications_open_at
        found += [
            EVENT.c.state == EventState.PUBLISHED,
            EVENT.c.applications_close_at >= now,
            EVENT.c.starts_at > now,
            sa.or_(opens.is_(None), opens <= now),
        ]
    return found + [_holds(f"word_{place}") for place in range(shape.words)]


def _pattern(word: str) -> str:
    """For LIKE: the word anywhere, with nothing in it that LIKE would read otherwise."""
    for sign in "/%_":
        word = word.replace(sign, f"/{sign}")
    return f"%{word}%"


def _holds(name: str) -> sa.ColumnElement[bool]:
    """A word that stands anywhere in what the public reads of a pitch day, in capitals or not."""
    pattern = sa.func.lower(sa.bindparam(name, type_=sa.String()))
    programme = sa.select(PROGRAMME.c.name).where(PROGRAMME.c.id == EVENT.c.programme_id).correlate(EVENT)
    texts = (EVENT.c.title, EVENT.c.description, CITY.c.name, VENUE.c.name, programme.scalar_subquery())
    return sa.or_(*(sa.func.lower(text).like(pattern, escape="/") for text in texts))


@lru_cache(maxsize=256)
def _statement(shape: Shape, paged: bool) -> sa.Select[Any]:
    """Lines in the order of time, the latest first when they are past; with the number of all when they are paged."""
    source = _PLACES if shape.words else EVENT
    turned = sa.desc if shape.time == PAST else sa.asc
    order = [turned(column) for column in (EVENT.c.starts_at, EVENT.c.id)]
    found = sa.select(EVENT.c.id).select_from(source).where(*_conditions(shape))
    total = sa.select(sa.func.count()).select_from(source).where(*_conditions(shape)).scalar_subquery()
    # Rows that a page skips are not joined with anything.
    asked = found.order_by(*order).limit(sa.bindparam("limit", type_=sa.Integer()))
    if paged:
        asked = asked.offset(sa.bindparam("offset", type_=sa.Integer()))
    chosen = asked.subquery()
    lines = sa.select(*_LINE, *([total.label("total")] if paged else []))
    return lines.select_from(_PLACES.join(chosen, chosen.c.id == EVENT.c.id)).order_by(*order)


_NEXT = (
    sa.select(*_LINE)
    .select_from(_PLACES)
    .where(PUBLIC, EVENT.c.state == EventState.PUBLISHED, EVENT.c.ends_at > _value("now", EVENT.c.ends_at))
    .order_by(EVENT.c.starts_at, EVENT.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)
_CALLS = (
    sa.select(*_LINE)
    .select_from(_PLACES)
    .where(*_conditions(Wanted(is_open=True).shape._replace(time="any")))
    .order_by(EVENT.c.applications_close_at, EVENT.c.id)
    .limit(sa.bindparam("limit", type_=sa.Integer()))
)


@lru_cache(maxsize=256)
def _count(shape: Shape) -> sa.Select[int]:
    return sa.select(sa.func.count()).select_from(_PLACES if shape.words else EVENT).where(*_conditions(shape))


def lines(wanted: Wanted, *, limit: int) -> list[Line]:
    """The first so many, in one query."""
    return [Line(*row) for row in _read(_statement(wanted.shape, False), wanted, limit=limit)]


def next_lines(limit: int) -> list[Line]:
    """Pitch days that take place, the next first."""
    return [Line(*row) for row in _read(_NEXT, Wanted(), limit=limit)]


def open_calls(limit: int) -> list[Line]:
    """Pitch days that founders can apply to, the nearest deadline first."""
    return [Line(*row) for row in _read(_CALLS, Wanted(), limit=limit)]


def page(wanted: Wanted, number: int) -> Page[Line]:
    """A page of the list, in one query; a page behind the last is the last one, which takes two more."""
    rows = _page(wanted, number)
    if not rows and number > 1:
        ((total,),) = _read(_count(wanted.shape), wanted)
        number = max(1, math.ceil(total / PER_PAGE))
        rows = _page(wanted, number)
    total = rows[0][-1] if rows else 0
    return Page([Line(*row[:-1]) for row in rows], number, max(1, math.ceil(total / PER_PAGE)), total)


def _page(wanted: Wanted, number: int) -> Sequence[Any]:
    return _read(_statement(wanted.shape, True), wanted, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)


def _read(statement: sa.Select[Any], wanted: Wanted, **more: int) -> Sequence[Any]:
    return db.session.connection().execute(statement, {**wanted.parameters, **more}).all()
