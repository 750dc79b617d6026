"""Mails about venues."""

from __future__ import annotations

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.mail import queue
from pitchday.places.models import Venue
from pitchday.web.urls import absolute


def handed_over(venue: Venue, *, to: Person, by: Person) -> None:
    """Tell somebody that they look after a venue from now on."""
    queue(
        "venue_handed_over",
        to=(to.name, to.email),
        about=f"venue:{venue.uid}:{to.uid}:{clock.now():%Y%m%d%H%M%S}",
        values={
            "name": to.name,
            "by": by.name,
            "venue": venue.name,
            "city": venue.city.name,
            "url": absolute("places.venue", venue_uid=venue.uid),
        },
    )
