"""What features above may hear about applications."""

from __future__ import annotations

from typing import NamedTuple

from blinker import signal

# Sent with the application when a startup gives it up, whatever its state was, in the transaction that does so:
# receivers free what it held. Receivers take (application).
application_withdrawn = signal("application-withdrawn")


class Offer(NamedTuple):
    """Something that a founder may do besides, on the page of an application."""

    title: str
    text: str
    action: str
    url: str


# A question, sent with an application when a founder looks at its page: receivers return an Offer, or None.
# Receivers take (application, *, person).
status_shown = signal("status-shown")


def offers(application: object, person: object) -> list[Offer]:
    """What packages above have to offer this founder."""
    return [offer for _, offer in status_shown.send(application, person=person) if offer]
