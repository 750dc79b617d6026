"""What features above may hear about pitch days."""

from __future__ import annotations

from blinker import signal

# Sent with the event when it has been cancelled, in the transaction that cancels it: receivers free what was
# promised and write to those they know. Receivers take (event).
event_cancelled = signal("event-cancelled")

# The same for a pitch day that will take place on another day: what was promised for a time is freed, what was decided
# stays. Receivers take (event).
event_postponed = signal("event-postponed")

# Sent with the event when it has its new date; `shift` is how far it moved on the wall of its zone, a timedelta.
# Receivers take (event, *, shift).
event_redated = signal("event-redated")

# Sent with a new draft that was made like `source`, `shift` later on the wall of its zone; `carry` is the set of
# `events.cloning.Carry` that comes along. Receivers take (event, *, source, shift, carry).
event_cloned = signal("event-cloned")

# Sent with a new draft that was begun from a template: packages above set up what the template holds of theirs.
# Receivers take (event, *, template), an `events.templates.Template`.
event_begun_from_template = signal("event-begun-from-template")

# Sent with a new programme after its pitch days were cloned; `events` maps the ids of the old ones to the new ones.
# Receivers take (programme, *, source, events).
programme_cloned = signal("programme-cloned")
