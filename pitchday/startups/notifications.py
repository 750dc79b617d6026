"""Mail to founders about their startup."""

from __future__ import annotations

from datetime import timedelta

from pitchday import clock, mail
from pitchday.accounts.models import Person
from pitchday.accounts.services import make_link
from pitchday.startups.models import Startup

LINK_LASTS = timedelta(days=14)


def invitation(startup: Startup, person: Person, *, by: Person) -> None:
    """Tell a co-founder that they may edit the profile now, with a one-time link."""
    link = make_link(email=person.email, name=person.name, next_url=f"/startups/{startup.slug}", valid_for=LINK_LASTS)
    mail.queue(
        "startup_invitation",
        to=(person.name, person.email),
        about=f"startup:{startup.id}:{clock.now():%Y-%m-%dT%H:%M}",
        values={
            "startup_name": startup.name,
            "invited_by": by.name,
            "secret_link": link,
            "link_days": LINK_LASTS.days,
        },
    )
