"""Mail to investors."""

from __future__ import annotations

from datetime import timedelta

from pitchday import clock, mail
from pitchday.accounts.models import Person
from pitchday.accounts.services import make_link
from pitchday.events.models import Event
from pitchday.web.filters import span, zone_name

LINK_LASTS = timedelta(days=14)


def invitation(event: Event, person: Person) -> None:
    """The invitation with its one-time link. Asked for twice within a minute, it is sent once."""
    link = make_link(email=person.email, name=person.name, next_url="/me/investor", valid_for=LINK_LASTS)
    mail.queue(
        "investor_invitation",
        to=(person.name, person.email),
        about=f"event:{event.id}:{clock.now():%Y-%m-%dT%H:%M}",
        values={
            "event_title": event.title,
            "event_when": f"{span(event.starts_at, event.ends_at, event.zone)} "
            f"{event.starts_at.astimezone(event.zone):%Y}, {zone_name(event.starts_at, event.zone)}",
            "event_where": f"{event.venue.name}, {event.city.name}",
            "secret_link": link,
            "link_days": LINK_LASTS.days,
        },
    )
