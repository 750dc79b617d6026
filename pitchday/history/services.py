"""Writing history: by the session for every recorded row, by hand for acts that change many."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ColumnProperty, Session

from pitchday import clock
from pitchday.db import Base, db
from pitchday.history.models import HistoryEntry, Recorded


@dataclass(frozen=True)
class Actor:
    """Whoever acts: `key` is `person:7` or `system`, `name` what people call them."""

    key: str
    name: str


SYSTEM = Actor("system", "pitchday")

_acting: ContextVar[Actor] = ContextVar("acting", default=SYSTEM)


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Changes made inside are put down to this actor."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def set_actor(actor: Actor) -> None:
    """For the request, which ends by itself."""
    _acting.set(actor)


def record(
    action: str,
    *,
    subject: str,
    label: str,
    scope: str | None = None,
    changes: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> None:
    """Put down an act that is more than the change of one row, such as a release.

    `version` is the one that the act gives to its subject, so that an older page of it is told what happened.
    """
    _write(db.session(), [_values(action, subject, label, scope, version, dict(changes or {}))])


def _values(
    action: str, subject: str, label: str, scope: str | None, version: int | None, changes: dict[str, Any]
) -> dict[str, Any]:
    actor = _acting.get()
    return {
        "at": clock.now(),
        "actor": actor.key,
        "actor_name": actor.name[:200],
        "action": action,
        "subject": subject,
        "subject_label": label[:300],
        "scope": scope,
        "subject_version": version,
        "changes": changes,
    }


def _write(session: Session, rows: list[dict[str, Any]]) -> None:
    session.connection().execute(sa.insert(HistoryEntry), rows)


# Of longer texts the history keeps the beginning.
LONGEST = 2000


def plain(value: Any) -> Any:
    """The value as an entry holds it."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > LONGEST:
        return value[:LONGEST] + "…"
    return value


def _changes(row: Base, recorded: Recorded, *, new: bool) -> dict[str, Any]:
    state = sa.inspect(row)
    hidden = recorded.history_hides
    found: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        key = attribute.key
        if key in {"id", "version", "uid"} or key in recorded.history_skips:
            continue
        past = state.attrs[key].history
        if not past.has_changes():
            continue
        if not new and not past.deleted:
            continue  # only flagged, to give the row a new version: nothing was there before that is not there now
        before = past.deleted[0] if past.deleted else None
        after = past.added[0] if past.added else None
        if before == after or (new and after in (None, "")):
            continue
        found[key] = ["…", "…"] if key in hidden else [plain(before), plain(after)]
    return found


def _describe(row: Base, recorded: Recorded, action: str) -> dict[str, Any]:
    changes = _changes(row, recorded, new=action == "created") if action != "deleted" else {}
    subject = f"{row.__tablename__}:{getattr(row, 'id', '')}"
    return _values(
        action,
        subject,
        recorded.history_label(),
        recorded.history_scope(),
        getattr(row, "version", None),
        changes,
    )


def _in_order(rows: Iterable[Any]) -> list[Any]:
    """By table and number: a session keeps changed rows in the order of their places in memory, which means nothing."""
    return sorted(rows, key=lambda row: (row.__tablename__, sa.inspect(row).identity or ()))


def _after_flush(session: Session, _context: object) -> None:
    rows: list[dict[str, Any]] = []
    known = (("changed", _in_order(session.dirty)), ("deleted", _in_order(session.deleted)))
    for action, found in (("created", session.new), *known):
        for row in found:
            if not isinstance(row, Recorded) or not isinstance(row, Base):
                continue
            entry = _describe(row, row, action)
            if entry["changes"] or action == "deleted":
                rows.append(entry)
    if rows:
        _write(session, rows)


@sa.event.listens_for(Base, "attribute_instrument", propagate=True)
def _load_what_was_there(owner: type[Base], key: str, attribute: Any) -> None:
    """Have the value before a change loaded, also when the row was not: a difference needs both sides."""
    if issubclass(owner, Recorded) and isinstance(attribute.property, ColumnProperty):
        sa.event.listen(attribute, "set", _notice, active_history=True)


def _notice(_target: object, _value: object, _before: object, _initiator: object) -> None:
    """Nothing to do: listening is what makes the session load the value before."""


def watch() -> None:
    """Listen to the session; called by the factory."""
    if not sa.event.contains(db.session, "after_flush", _after_flush):
        sa.event.listen(db.session, "after_flush", _after_flush)
