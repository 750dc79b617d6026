"""What features above may hear about pitch days."""

from __future__ import annotations

from blinker import signal

# Sent with the event when it has been cancelled, in the transaction that cancels it: receivers free what was
# promised and write to those they know. Receivers take (event).
event_cancelled = signal("event-cancelled")
