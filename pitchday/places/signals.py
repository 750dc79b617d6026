"""What features above may hear about places."""

from __future__ import annotations

from blinker import signal

# Sent with a venue whose name, address or postcode is about to be saved: it stands in calendars.
venue_moved = signal("venue-moved")
