"""Refusing an edit that was begun before somebody else's was saved, in words."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from pitchday.clock import UK
from pitchday.db import db
from pitchday.errors import StaleEdit
from pitchday.history.models import HistoryEntry
from pitchday.history.queries import of_subject_since
from pitchday.history.services import LONGEST, plain


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
    raise _stale([_sentence(entry) for entry in told[-3:]])


@dataclass(frozen=True)
class Merge:
    """What an edit comes to when others saved after it was begun.

    `mine` is what to save; `theirs` what others made of fields that this edit leaves alone; `told` who changed
    what, in sentences.
    """

    mine: dict[str, Any]
    theirs: dict[str, Any]
    told: list[str]
    clash: StaleEdit | None = None


def merge(row: Any, version: int | None, typed: Mapping[str, Any]) -> Merge:
    """Put what was typed into a form of `version` together with what was saved since.

    A field that one of the two changed takes that change. One that both changed to different values is a clash, for
    the view to raise: what was typed stays on the page, and nothing is saved.
    """
    if version == row.version:
        return Merge(dict(typed), {}, [])
    entries = db.session.scalars(of_subject_since(f"{row.__tablename__}:{row.id}", version or 0)).all()
    told = [_sentence(entry) for entry in entries[-3:]]
    if version is None or version + len(entries) != row.version:
        return Merge(dict(typed), {}, told, _stale(told))
    before: dict[str, Any] = {}
    for entry in entries:
        before = {name: change[0] for name, change in entry.changes.items()} | before
    now = {name: getattr(row, name) for name in before}
    theirs = {name: now[name] for name in before if name in typed and _untouched(typed[name], before[name])}
    mine = {name: value for name, value in typed.items() if name not in theirs}
    clashing = [name for name in before if name in mine and mine[name] != now[name]]
    return Merge(mine, theirs, told, _stale(told) if clashing else None)


def _untouched(typed: Any, before: Any) -> bool:
    """Whether the field has what the form was opened with. The history cuts long texts: of those we cannot know."""
    is_cut = isinstance(before, str) and len(before) > LONGEST
    return not is_cut and bool(plain(typed) == before)


def _stale(told: list[str]) -> StaleEdit:
    return StaleEdit(
        " ".join(told or ["Somebody else has changed this."])
        + " What you typed is still here: look at what changed, then save again to keep yours."
    )


def _sentence(entry: HistoryEntry) -> str:
    names = ", ".join(name.replace("_", " ") for name in entry.changes) or "it"
    return f"{entry.actor_name} changed {names} at {entry.at.astimezone(UK):%H:%M}."
