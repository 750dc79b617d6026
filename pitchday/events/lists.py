"""Lists of one pitch day or programme, for its organisers."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import Base
from pitchday.events import history_words
from pitchday.events.models import Event, Programme, ProgrammeRole
from pitchday.events.permissions import permitted_event, permitted_programme
from pitchday.events.queries import people_who_acted
from pitchday.events.rights import Right
from pitchday.history import HistoryEntry, Recorded
from pitchday.history.queries import of_scope
from pitchday.web.listing import Choice, Column, Filter, Listing

PERIODS = {"day": ("Last 24 hours", 1), "week": ("Last 7 days", 7), "month": ("Last 30 days", 30)}


class EventListing(Listing):
    """A list under the address of a pitch day, in its zone, for those with `right` there who may take lists away."""

    right: Right

    def __init__(self, event: Event) -> None:
        self.event = event

    @classmethod
    def opened(cls, person: Person | None, **address: str) -> Self:
        return cls(permitted_event(person, address["event_slug"], cls.right, Right.DOWNLOAD))

    @property
    def address(self) -> dict[str, str]:
        return {"event_slug": self.event.slug}

    @property
    def about(self) -> str:
        return self.event.slug

    @property
    def zone(self) -> ZoneInfo:
        return self.event.zone


class Happened(Listing):
    """Who did what to something and all that belongs to it."""

    title, one, many = "History", "entry", "entries"
    searched = (HistoryEntry.subject_label, HistoryEntry.actor_name)
    search_label = "Thing or person"
    first, first_descending = "when", True
    tie = (HistoryEntry.id,)
    columns = (
        Column("when", "When", lambda line: line.at, [HistoryEntry.id], "time"),
        Column("who", "Who", lambda line: line.actor),
        Column("action", "Did what", lambda line: line.action),
        Column("kind", "Kind", lambda line: line.kind),
        Column("thing", "To what", lambda line: line.label),
        Column("changes", "What changed", lambda line: line.text),
    )

    @property
    @abstractmethod
    def scope(self) -> str:
        """Under which key the entries are."""

    def statement(self) -> sa.Select[HistoryEntry]:
        return of_scope(self.scope)

    def available(self) -> list[Filter]:
        people = [
            Choice(person.uid, person.name, HistoryEntry.actor == person.actor.key)
            for person in people_who_acted(self.scope)
        ]
        kinds = [
            Choice(table, words[:1].upper() + words[1:], HistoryEntry.subject.startswith(f"{table}:", autoescape=True))
            for words, table in sorted((history_words.kind(table), table) for table in self.tables())
        ]
        actions = [
            Choice(action, words.capitalize(), HistoryEntry.action == action)
            for action, words in history_words.ACTIONS.items()
        ]
        other = Choice("other", "Something else", HistoryEntry.action.not_in(history_words.ACTIONS))
        now = clock.now()
        periods = [
            Choice(key, words, HistoryEntry.at >= now - timedelta(days=days)) for key, (words, days) in PERIODS.items()
        ]
        return [
            Filter("by", "By", "Everybody", people),
            Filter("kind", "Of what", "Everything", kinds),
            Filter("action", "Was", "All", [*actions, other]),
            Filter("when", "When", "At any time", periods),
        ]

    def rows(self, found: Sequence[HistoryEntry]) -> list[history_words.Line]:
        return history_words.lines(found, self.zone)

    @abstractmethod
    def tables(self) -> Collection[str]:
        """Whose changes may be there."""


class History(Happened, EventListing):
    """Who did what to a pitch day and everything in it."""

    name = "history"
    endpoint = "events.history"
    right = Right.HISTORY

    @property
    def scope(self) -> str:
        return self.event.history_key

    def tables(self) -> set[str]:
        return {
            str(mapper.persist_selectable)
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Recorded) and (mapper.class_ is Event or "event_id" in mapper.columns)
        }


class ProgrammeHistory(Happened):
    """Who did what to a programme; each of its pitch days has a history of its own."""

    name = "programme-history"
    endpoint = "programmes.history"

    def __init__(self, programme: Programme) -> None:
        self.programme = programme

    @classmethod
    def opened(cls, person: Person | None, **address: str) -> Self:
        return cls(permitted_programme(person, address["programme_slug"], Right.HISTORY, Right.DOWNLOAD))

    @property
    def address(self) -> dict[str, str]:
        return {"programme_slug": self.programme.slug}

    @property
    def about(self) -> str:
        return self.programme.slug

    @property
    def scope(self) -> str:
        return self.programme.history_key

    def tables(self) -> tuple[str, ...]:
        return Programme.__tablename__, ProgrammeRole.__tablename__
