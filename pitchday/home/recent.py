"""What happened lately at one pitch day, by the kind of thing it happened to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from pitchday.db import db
from pitchday.events import history_words
from pitchday.events.models import Event
from pitchday.history.models import HistoryEntry
from pitchday.history.queries import of_scope

SHOWN = 10


@dataclass(frozen=True)
class Kind:
    """A choice of the filter: `tables` are those whose rows it is about, none for all of them."""

    value: str
    words: str
    tables: Sequence[str] = ()


KINDS = (
    Kind("", "Everything"),
    Kind("applications", "Applications", ("application", "question")),
    Kind("schedule", "Schedule", ("sitting", "pitch_slot", "release")),
    Kind("meetings", "Meetings", ("meeting",)),
    Kind("team", "Team and investors", ("event_role",)),
    Kind("facts", "The day itself", ("event",)),
)


def asked_kind(value: str) -> Kind:
    """A kind of ours; anything else shows everything."""
    return next((kind for kind in KINDS if kind.value == value), KINDS[0])


def lines(event: Event, kind: Kind) -> list[history_words.Line]:
    """The last few entries, the latest first; what points at other rows is left to the whole history."""
    statement = of_scope(event.history_key)
    if kind.tables:
        about = (HistoryEntry.subject.startswith(f"{table}:", autoescape=True) for table in kind.tables)
        statement = statement.where(sa.or_(*about))
    return history_words.lines(db.session.scalars(statement.limit(SHOWN)).all(), event.zone, references=False)
