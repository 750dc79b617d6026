"""What features above may hear about applications."""

from __future__ import annotations

from blinker import signal

# Sent with the application when a startup gives it up, whatever its state was, in the transaction that does so:
# receivers free what it held. Receivers take (application).
application_withdrawn = signal("application-withdrawn")
