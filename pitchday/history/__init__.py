"""Who did what to which thing, and when: written in the same transaction, never changed afterwards."""

from pitchday.history.models import HistoryEntry, Recorded
from pitchday.history.services import Actor, acting, record

__all__ = ["Actor", "HistoryEntry", "Recorded", "acting", "record"]
