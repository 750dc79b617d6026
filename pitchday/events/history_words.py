"""History in readable words: names instead of numbers, times in the zone of the pitch day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from pitchday.db import Base, db
from pitchday.history import HistoryEntry
from pitchday.web.filters import moment

ACTIONS = {"created": "added", "changed": "changed", "deleted": "removed"}
# Columns by which people call a row, the best first. Names of files are not among them: a deck is promotional.
NAMES = ("name", "title", "label")
SAYS_NOTHING = frozenset({"created_at", "event_id", "sequence"})
FIELDS = {"slug": "Address"}
# Rows that have no name and are worth a word all the same.
NAMELESS = {"logo_id": "a picture"}
LONGEST = 120
EMPTY = "nothing"


@dataclass(frozen=True)
class Change:
    """One field before and after; `before` is None for a row that is new."""

    field: str
    before: str | None
    after: str

    def __str__(self) -> str:
        return f"{self.field}: {self.after}" if self.before is None else f"{self.field}: {self.before} → {self.after}"


@dataclass(frozen=True)
class Line:
    """One entry of the history as people read it."""

    at: datetime
    actor: str
    action: str
    label: str
    kind: str
    changes: Sequence[Change]

    @property
    def text(self) -> str:
        """The changes in one line."""
        return "; ".join(str(change) for change in self.changes)


def lines(entries: Sequence[HistoryEntry], zone: ZoneInfo, *, references: bool = True) -> list[Line]:
    """The entries in words, with one query for each kind of row that they point at; with none, and without what
    points at other rows, when `references` is False."""
    names = _names(_references(entries)) if references else {}
    return [
        Line(
            at=entry.at,
            actor=entry.actor_name,
            action=ACTIONS.get(entry.action, entry.action.replace("_", " ")),
            label=entry.subject_label,
            kind=kind(entry.subject.partition(":")[0]),
            changes=[
                change
                for field, values in entry.changes.items()
                if (change := _change(entry, field, values, names, zone)) is not None
            ],
        )
        for entry in entries
    ]


def kind(table: str) -> str:
    """What people call a row of a table."""
    return {
        "event": "pitch day",
        "event_role": "team",
        "programme_role": "team",
        "application_import": "import",
        "sitting": "session",
        "pitch_slot": "pitch",
    }.get(table, table.replace("_", " "))


def _target(entry: HistoryEntry, field: str) -> str | None:
    """The table that a field points at."""
    table = Base.metadata.tables.get(entry.subject.partition(":")[0])
    if table is None or field not in table.columns:
        return None
    return next((key.column.table.name for key in table.columns[field].foreign_keys), None)


def _pair(values: Any) -> tuple[Any, Any]:
    """Before and after; an act recorded by hand may have noted one value alone."""
    if isinstance(values, list) and len(values) == 2:
        return values[0], values[1]
    return None, values


def _references(entries: Iterable[HistoryEntry]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for field, values in entry.changes.items():
            target = _target(entry, field)
            if target is not None:
                found[target].update(value for value in _pair(values) if isinstance(value, int))
    return found


def _names(references: dict[str, set[int]]) -> dict[tuple[str, int], str]:
    found: dict[tuple[str, int], str] = {}
    for name, ids in references.items():
        table = Base.metadata.tables[name]
        column = next((table.columns[wanted] for wanted in NAMES if wanted in table.columns), None)
        if column is not None and ids:
            rows = db.session.execute(sa.select(table.columns["id"], column).where(table.columns["id"].in_(ids)))
            found.update({(name, row[0]): row[1] for row in rows})
    return found


def _change(
    entry: HistoryEntry, field: str, values: Any, names: dict[tuple[str, int], str], zone: ZoneInfo
) -> Change | None:
    """None for a field that would tell people nothing, such as the number of a row without a name."""
    if field in SAYS_NOTHING:
        return None
    target = _target(entry, field)
    before, after = _pair(values)
    if target is not None:
        known = [names.get((target, value)) if isinstance(value, int) else None for value in (before, after)]
        if field in NAMELESS:
            known = [None if value is None else NAMELESS[field] for value in (before, after)]
        if known == [None, None]:
            return None
        before, after = known
    words = field.removesuffix("_id").removesuffix("_at").replace("_", " ")
    label = FIELDS.get(field, words[:1].upper() + words[1:])
    if entry.action == "created" or (before is None and entry.action not in ACTIONS):
        return Change(label, None, _words(after, zone))
    return Change(label, _words(before, zone), _words(after, zone))


def _words(value: Any, zone: ZoneInfo) -> str:
    if value is None or value in ("", []):
        return EMPTY
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_words(item, zone) for item in value)
    if isinstance(value, str):
        return _text(value, zone)
    return str(value)


def _text(value: str, zone: ZoneInfo) -> str:
    if len(value) >= 19 and value[4:5] == "-" and "T" in value[:11]:
        try:
            return moment(datetime.fromisoformat(value), zone)
        except ValueError:
            pass
    if value.replace("_", "").isalpha() and value.islower():
        return value.replace("_", " ")
    return value if len(value) <= LONGEST else value[:LONGEST].rstrip() + "…"
