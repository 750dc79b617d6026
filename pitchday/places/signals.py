"""What features above may hear about places."""

from __future__ import annotations

from blinker import signal

# Sent with a venue whose name, address or postcode is about to be saved: it stands in calendars.
venue_moved = signal("venue-moved")

# A question, sent with a person: receivers answer whether what they know allows this person to create pitch days.
may_create_asked = signal("may-create-asked")

# A question, sent with a person: receivers answer whether that person runs a programme together with `colleague`.
organise_together_asked = signal("organise-together-asked")

# A question, sent with a venue: receivers answer whether something of theirs takes place there or ever did.
venue_use_asked = signal("venue-use-asked")
