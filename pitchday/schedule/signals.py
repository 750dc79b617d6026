"""What packages above may hear about. Each signal is sent in the transaction of the change it tells of."""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

meetings_must_give_way = _signals.signal("meetings-must-give-way")
"""A release needs the time or the tables of booked meetings and the organiser agreed.

The sender is the event; `claims` are the meetings' keys in the diary. Whoever holds them gives them up at once: the
release takes the time next.
"""

programme_released = _signals.signal("programme-released")
"""A release came out. The sender is the release."""
