"""Mails about the team of a pitch day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.services import make_link
from pitchday.events.enums import ORGANISING, EventState, Role
from pitchday.events.models import Event, EventRole
from pitchday.events.queries import everybody
from pitchday.mail import queue
from pitchday.web.filters import day, moment, span, zone_name
from pitchday.web.urls import absolute

# What each role does, for people who may never have heard of it.
TASKS = {
    Role.LEAD: "own the day: set it up, choose who runs it with you, and hand it over",
    Role.ORGANISER: "set up the day, read applications, decide and build the programme",
    Role.JUDGE: "help to choose who pitches",
}


def team_invitation(given: EventRole, *, by: Person, valid_for: timedelta) -> None:
    """Tell somebody that they have joined the team, with a link that signs them in once."""
    event, person = given.event, given.person
    next_url = _first_page(given).removeprefix(current_app.config["BASE_URL"])
    link = make_link(email=person.email, name=person.name, next_url=next_url, valid_for=valid_for)
    queue(
        "team_invitation",
        to=(person.name, person.email),
        about=f"team:{event.uid}:{given.id}:{given.created_at:%Y%m%d%H%M%S}",
        values={
            **_facts(event),
            "by": by.name,
            "role": given.role.value,
            "task": TASKS[given.role],
            "secret_link": link,
            "valid_until": moment(clock.now() + valid_for, event.zone),
        },
    )


def _first_page(given: EventRole) -> str:
    """The desk for organisers; the public page for judges, once there is one."""
    event = given.event
    if given.role in ORGANISING:
        return absolute("home.overview", event_slug=event.slug)
    if event.state is EventState.DRAFT:
        return absolute("home.me")
    return absolute("events.show", event_slug=event.slug)


def cancelled(event: Event, *, by: Person) -> None:
    """Tell the team and the invited investors that the day is off, except whoever has just cancelled it."""
    _to_everybody("event_cancelled_team", event, by)


def postponed(event: Event, *, by: Person) -> None:
    """The same for a day that is put off."""
    _to_everybody("event_postponed", event, by)


def redated(event: Event, *, by: Person, before: datetime) -> None:
    """Tell them the new date beside the old one."""
    _to_everybody("event_redated", event, by, before=day(before, event.zone))


def _to_everybody(template: str, event: Event, by: Person, **values: Any) -> None:
    for given in {role.person_id: role for role in reversed(everybody(event))}.values():
        if given.person_id != by.id:
            because = (
                "you are invited to it as an investor" if given.role is Role.INVESTOR else "you belong to its team"
            )
            queue(
                template,
                to=(given.person.name, given.person.email),
                about=f"{template}:{event.uid}:{event.calendar_sequence}",
                values={**_facts(event), "by": by.name, "notice": event.notice, "because": because, **values},
            )


def _facts(event: Event) -> dict[str, Any]:
    return {
        "title": event.title,
        "city": event.city.name,
        "venue": event.venue.name,
        "when": f"{span(event.starts_at, event.ends_at, event.zone)} {event.starts_at.astimezone(event.zone).year}",
        "zone": zone_name(event.starts_at, event.zone),
        "event_url": absolute("events.show", event_slug=event.slug),
    }
