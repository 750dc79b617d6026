"""Reading the history."""

from __future__ import annotations

import sqlalchemy as sa

from pitchday.history.models import HistoryEntry


def of_scope(scope: str) -> sa.Select[HistoryEntry]:
    """What happened to an event and everything in it, newest first."""
    return sa.select(HistoryEntry).where(HistoryEntry.scope == scope).order_by(HistoryEntry.id.desc())


def of_subject_since(subject: str, version: int) -> sa.Select[HistoryEntry]:
    """Changes of one row that were saved after `version` of it was read."""
    return (
        sa.select(HistoryEntry)
        .where(HistoryEntry.subject == subject, HistoryEntry.subject_version > version)
        .order_by(HistoryEntry.id)
    )
