"""Lists that organisers search, narrow, sort, page and take away: declared once, the same everywhere.

A subclass of `Listing` says what is listed and by which columns and filters. Its state stands in the address: `q`, one
value for each filter, `sort` and `dir`, `columns`, `page`. What an address asks for that the list does not know changes
nothing. templates/macros/listing.html draws a page of it; `pitchday.downloads` makes files of exactly what is listed.
"""

from __future__ import annotations

import enum
import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import url_for
from werkzeug.datastructures import MultiDict

from pitchday import clock
from pitchday.db import db
from pitchday.formats import tables
from pitchday.web.forms import cleaned
from pitchday.web.paging import PER_PAGE, page_number

LONGEST_SEARCH, MOST_WORDS = 100, 8
CHUNK = 500
# What a filter that narrows by itself is set to when it shall not.
EVERYTHING = "all"

# How the two directions of sorting are called.
DIRECTIONS = {
    "text": ("A to Z", "Z to A"),
    "number": ("smallest first", "largest first"),
    "time": ("earliest first", "latest first"),
}


@dataclass(frozen=True, eq=False)
class Column:
    """One column. `value` makes of a row what goes into a file, and onto the page unless the page draws it itself.

    `order` are expressions to sort by; a column without any is not sorted by. `kind` also says how values are written:
    `time` is for instants, shown in the list's zone, and for days.
    """

    key: str
    label: str
    value: Callable[[Any], tables.Cell]
    order: Sequence[Any] = ()
    kind: Literal["text", "number", "time"] = "text"
    shown: bool = True


@dataclass(frozen=True, eq=False)
class Choice:
    """A value that a filter can have in the address, its words, what it leaves, and how many those are if known."""

    value: str
    words: str
    where: sa.ColumnElement[bool]
    count: int | None = None

    @property
    def option(self) -> str:
        return self.words if self.count is None else f"{self.words} ({self.count:,})"


@dataclass(frozen=True)
class Filter:
    """`everything` are the words for not narrowing. With a `default` the list is narrowed until somebody says `all`."""

    key: str
    label: str
    everything: str
    choices: Sequence[Choice]
    default: str = ""

    @property
    def none(self) -> str:
        return EVERYTHING if self.default else ""

    @property
    def options(self) -> list[tuple[str, str]]:
        return [(self.none, self.everything), *((choice.value, choice.option) for choice in self.choices)]

    def choice(self, value: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.value == value), None)


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list, without all that the list does not know; `chosen` by key of the filter."""

    text: str
    chosen: Mapping[str, Choice]
    sort: Column | None
    descending: bool
    columns: Sequence[Column]
    page: int

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.chosen)


def in_order(column: Any, members: type[enum.Enum]) -> sa.ColumnElement[int]:
    """For sorting by states: in the order in which they are declared, which is that of life."""
    return sa.case(*((column == member, place) for place, member in enumerate(members)))


def one_of(column: Any, members: type[enum.Enum]) -> list[Choice]:
    """The members of an enum with labels as choices."""
    return [Choice(member.value, member.label, column == member) for member in members]  # type: ignore[attr-defined]


LISTS: dict[str, type[Listing]] = {}


class Listing(ABC):
    """What a list is made of. The first column heads each row and is always shown.

    An instance belongs to whoever may see it and to the pitch day, if there is one, on which it is.
    """

    # For files and jobs; the view of the page is at `endpoint`, that of its files at `<endpoint>_file`.
    name: ClassVar[str]
    endpoint: ClassVar[str]
    # The title of a sheet; one and many of what is listed.
    title: ClassVar[str]
    one: ClassVar[str]
    many: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    # Expressions of text in which each word of a search is looked for, and what the field is called.
    searched: ClassVar[Sequence[Any]] = ()
    search_label: ClassVar[str] = "Search"
    # The column to sort by until another is asked for; without it the order of the statement.
    first: ClassVar[str] = ""
    first_descending: ClassVar[bool] = False
    # Unique together, so that rows that are alike keep their order over pages.
    tie: ClassVar[Sequence[Any]]

    def __init_subclass__(cls) -> None:
        if "name" in vars(cls):
            LISTS[cls.name] = cls

    @classmethod
    @abstractmethod
    def opened(cls, person: Any, **address: str) -> Self:
        """The list as this person may see it now; raises what the guard of its page raises."""

    @property
    def address(self) -> dict[str, str]:
        """The variable parts of the page's address."""
        return {}

    @property
    def about(self) -> str:
        """What the name of a file begins with."""
        return "pitchday"

    @property
    def zone(self) -> ZoneInfo:
        return clock.UK

    @abstractmethod
    def statement(self) -> sa.Select[Any]:
        """Everything there is, joined with all that the columns and filters speak of; one row for each thing."""

    def available(self) -> Sequence[Filter]:
        """The filters."""
        return ()

    def rows(self, found: Sequence[Any]) -> Sequence[Any]:
        """What columns read, for some of the things, in as many queries for many as for one."""
        return found

    @cached_property
    def filters(self) -> Sequence[Filter]:
        return self.available()

    def asked(self, args: MultiDict[str, str]) -> Asked:
        """What an address asks for."""
        chosen = {known.key: known.choice(args.get(known.key, known.default)) for known in self.filters}
        key, _, direction = args.get("sort", "").partition(".")
        sort = next((column for column in self.columns if column.order and column.key == key), None)
        descending = (direction or args.get("dir", "")) == "desc"
        if sort is None:
            sort = next((column for column in self.columns if column.key == self.first), None)
            descending = self.first_descending
        wanted = {key for text in args.getlist("columns") for key in text.split(",")}
        known_columns = wanted & {column.key for column in self.columns}
        return Asked(
            text=" ".join((cleaned(args.get("q")) or "")[:LONGEST_SEARCH].split()) if self.searched else "",
            chosen={key: choice for key, choice in chosen.items() if choice is not None},
            sort=sort,
            descending=descending,
            columns=[
                column
                for place, column in enumerate(self.columns)
                if place == 0 or (column.key in known_columns if known_columns else column.shown)
            ],
            page=page_number(args.get("page", "")),
        )

    def values(self, asked: Asked) -> dict[str, str]:
        """The address for this, without what goes without saying."""
        found = {"q": asked.text} if asked.text else {}
        for known in self.filters:
            choice = asked.chosen.get(known.key)
            value = choice.value if choice else known.none
            if value != known.default:
                found[known.key] = value
        if asked.sort and (asked.sort.key, asked.descending) != (self.first, self.first_descending):
            found |= {"sort": asked.sort.key, **({"dir": "desc"} if asked.descending else {})}
        if list(asked.columns) != [column for place, column in enumerate(self.columns) if place == 0 or column.shown]:
            found["columns"] = ",".join(column.key for column in asked.columns)
        return found | ({"page": str(asked.page)} if asked.page > 1 else {})

    def url(self, values: Mapping[str, Any]) -> str:
        return url_for(self.endpoint, **{**self.address, **values})

    def file_url(self, ending: str, values: Mapping[str, Any]) -> str:
        return url_for(f"{self.endpoint}_file", **{**self.address, **values, "ending": ending})

    def _named(self, asked: Asked) -> list[sa.ColumnElement[bool]]:
        words = asked.text.split()[:MOST_WORDS]
        return [sa.or_(*(text.icontains(word, autoescape=True) for text in self.searched)) for word in words]

    def _narrowing(self, asked: Asked) -> list[sa.ColumnElement[bool]]:
        return [*(choice.where for choice in asked.chosen.values()), *self._named(asked)]

    def ordered(self, asked: Asked) -> tuple[sa.Select[Any], sa.ColumnElement[bool], list[Any]]:
        """Everything there is, what of it is asked for, and in which order."""
        turned = (
            [sa.desc(each) if asked.descending else sa.asc(each) for each in asked.sort.order] if asked.sort else []
        )
        order = [*(each.nulls_last() for each in turned), *self.tie]
        return self.statement(), sa.and_(sa.true(), *self._narrowing(asked)), order

    def found(self, asked: Asked) -> sa.Select[Any]:
        """What is asked for, whatever the page."""
        statement, is_in, order = self.ordered(asked)
        return statement.where(is_in).order_by(None).order_by(*order)

    def count(self, asked: Asked) -> tuple[int, int]:
        """How many of how many there are, in one query."""
        everything = self.statement().order_by(None)
        found = everything.where(*self._narrowing(asked))
        both = (found, everything) if asked.narrows else (everything,)
        counts = [sa.select(sa.func.count()).select_from(each.subquery()).scalar_subquery() for each in both]
        row = db.session.execute(sa.select(*counts)).one()
        return row[0], row[-1]

    def tally(self, asked: Asked) -> dict[str, dict[str, int]]:
        """How many each choice of each filter would leave beside all else that is asked for, in one query."""
        wanted = []
        for known in self.filters:
            others = [choice.where for key, choice in asked.chosen.items() if key != known.key]
            counts = [sa.func.count().filter(choice.where, *others) for choice in known.choices]
            wanted += [(known.key, choice.value, count) for choice, count in zip(known.choices, counts, strict=True)]
        statement = self.statement().where(*self._named(asked)).order_by(None)
        row = db.session.execute(statement.with_only_columns(*(count for *_, count in wanted))).one()
        found: dict[str, dict[str, int]] = {known.key: {} for known in self.filters}
        for (key, value, _), number in zip(wanted, row, strict=True):
            found[key][value] = number
        return found

    def page(self, args: MultiDict[str, str]) -> ListPage:
        """The page that an address asks for, in one query for the numbers, one for the page and those of `rows`."""
        asked = self.asked(args)
        total, everything = self.count(asked)
        pages = max(1, math.ceil(total / PER_PAGE))
        page = min(asked.page, pages)
        found = self.found(asked).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        rows = self.rows(db.session.scalars(found).unique().all()) if total else []
        return ListPage(self, asked, rows, page=page, pages=pages, total=total, everything=everything)

    def cells(self, asked: Asked) -> Iterator[list[tables.Cell]]:
        """All rows for a file, over all pages, read in chunks from one look at the database."""
        found = db.session.scalars(self.found(asked).execution_options(yield_per=CHUNK))
        for chunk in found.partitions():
            for row in self.rows(chunk):
                yield [column.value(row) for column in asked.columns]

    def file(self, asked: Asked, ending: str) -> bytes:
        """A file of all that is asked for, whatever the page."""
        columns = [
            tables.Column(column.label, self.zone if column.kind == "time" else None) for column in asked.columns
        ]
        if ending == "csv":
            return tables.csv_bytes(columns, self.cells(asked))
        return tables.xlsx_bytes(self.title, columns, self.cells(asked))


@dataclass(frozen=True)
class Head:
    """The head of a column; `url` sorts by it, or turns the order round when it is sorted by already."""

    column: Column
    url: str | None
    sorted: Literal["ascending", "descending"] | None


@dataclass(frozen=True)
class ListPage:
    """What a template draws of a list; `total` of `everything` are found."""

    listing: Listing
    asked: Asked
    rows: Sequence[Any]
    page: int
    pages: int
    total: int
    everything: int

    @cached_property
    def values(self) -> dict[str, str]:
        """The address of this page of the list."""
        return self.listing.values(self.asked)

    def url(self, **changes: str | None) -> str:
        """Another address of the list, from its first page on; None takes a value away."""
        changed = {**self.values, "page": None, **changes}
        return self.listing.url({key: value for key, value in changed.items() if value is not None})

    def page_url(self, number: int) -> str:
        return self.url(page=str(number) if number > 1 else None)

    def file_url(self, ending: str) -> str:
        return self.listing.file_url(ending, {key: value for key, value in self.values.items() if key != "page"})

    @property
    def chips(self) -> list[tuple[str, str]]:
        """What narrows the list, in words, each with the address without it."""
        found = [(f"“{self.asked.text}”", self.url(q=None))] if self.asked.text else []
        for known in self.listing.filters:
            if choice := self.asked.chosen.get(known.key):
                found.append((f"{known.label}: {choice.words}", self.url(**{known.key: known.none or None})))
        return found

    @property
    def everything_url(self) -> str:
        """The same columns and order of everything there is."""
        return self.url(q=None, **{known.key: known.none or None for known in self.listing.filters})

    @property
    def heads(self) -> list[Head]:
        return [self._head(column) for column in self.asked.columns]

    def _head(self, column: Column) -> Head:
        if not column.order:
            return Head(column, None, None)
        if column is not self.asked.sort:
            down = column.kind == "number"
            return Head(column, self._sorted_by(column, descending=down), None)
        turned = self._sorted_by(column, descending=not self.asked.descending)
        return Head(column, turned, "descending" if self.asked.descending else "ascending")

    def _sorted_by(self, column: Column, *, descending: bool) -> str:
        return self.url(sort=column.key, dir="desc" if descending else None)

    @property
    def orders(self) -> list[tuple[str, str]]:
        """Every order the list can have, for a select: by all columns, also those that are not shown."""
        sortable = [column for column in self.listing.columns if column.order]
        found = [] if self.listing.first else [("", "As usual")]
        for column in sortable:
            up, down = DIRECTIONS[column.kind]
            by = f"{column.label}, " if len(sortable) > 1 else ""
            found += [(f"{column.key}.asc", f"{by}{up}"), (f"{column.key}.desc", f"{by}{down}")]
        return [(value, words[:1].upper() + words[1:]) for value, words in found]

    @property
    def order(self) -> str:
        if self.asked.sort is None:
            return ""
        return f"{self.asked.sort.key}.{'desc' if self.asked.descending else 'asc'}"
