"""Refusing an edit that was begun before somebody else's was saved, in words."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from pitchday.clock import UK
from pitchday.db import db
from pitchday.errors import StaleEdit
from pitchday.history.models import HistoryEntry
from pitchday.history.queries import of_subject_since


def require_version(row: Any, version: int | None, *, unseen: Set[str] = frozenset()) -> None:
    """Raise StaleEdit, saying who changed what, unless `version` is the one the row now has.

    None means that the form did not carry a version, which only a hand-made request does: it is refused too.
    Changes of nothing but `unseen` fields make nothing stale and are not told: the editor may not know of them.
    """
    if version == row.version:
        return
    entries = db.session.scalars(of_subject_since(f"{row.__tablename__}:{row.id}", version or 0)).all()
    told = [entry for entry in entries if not entry.changes.keys() <= unseen]
    if version is not None and version + len(entries) - len(told) == row.version:
        return
    raise StaleEdit(
        " ".join([*(_sentence(entry) for entry in told[-3:])] or ["Somebody else has changed this."])
        + " What you typed is still here: look at what changed, then save again to keep yours."
    )


def _sentence(entry: HistoryEntry) -> str:
    names = ", ".join(name.replace("_", " ") for name in entry.changes) or "it"
    return f"{entry.actor_name} changed {names} at {entry.at.astimezone(UK):%H:%M}."
