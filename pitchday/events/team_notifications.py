"""Mails about who is in the team of a pitch day or of a programme."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.accounts.services import make_link
from pitchday.events.enums import Role
from pitchday.events.models import Event, Programme, TeamInvitation
from pitchday.mail import queue
from pitchday.web.filters import moment, span, zone_name
from pitchday.web.urls import absolute

# What each role does, for people who may never have heard of it: "you can …".
TASKS = {
    Role.LEAD: "own it: set it up, choose who runs it with you, and hand it over",
    Role.ORGANISER: "set it up, read applications, decide and build the programme",
    Role.REVIEWER_COORDINATOR: "read the applications and see that all are reviewed",
    Role.JUDGE: "help to choose who pitches",
    Role.COACH: "help startups to get ready for the stage",
    Role.STAGE_MANAGER: "build the running order and keep the stage on time",
    Role.FRONT_OF_HOUSE: "welcome people at the door",
    Role.OFFICER: "see in figures how it goes, without applications or names and without changing anything",
}


def invited(invitation: TeamInvitation, *, valid_for: timedelta) -> None:
    """Ask somebody to join, with a link that signs them in once and leads to the question.

    Whoever they are to us, the mail calls them what the organiser did.
    """
    page = f"/me/invitations/{invitation.uid}"
    link = make_link(email=invitation.email, name=invitation.name, next_url=page, valid_for=valid_for)
    queue(
        "team_invitation",
        to=(invitation.name, invitation.email),
        about=f"team:{invitation.uid}:{invitation.sent_at:%Y%m%d%H%M%S}",
        values={
            **_facts(invitation.team),
            "by": invitation.by.name,
            "role": invitation.role.label.lower(),
            "task": TASKS[invitation.role],
            "secret_link": link,
            "valid_until": moment(invitation.expires_at),
        },
    )


def handed_over(team: Event | Programme, lead: Person, *, before: Person | None, by: Person) -> None:
    """Tell the new lead and the one before, whoever of them did it."""
    desk = (
        absolute("home.overview", event_slug=team.slug)
        if isinstance(team, Event)
        else absolute("home.programme_overview", programme_slug=team.slug)
    )
    for person in (lead, before):
        if person is not None:
            queue(
                "team_handed_over",
                to=(person.name, person.email),
                about=f"lead:{team.history_key}:{lead.id}:{clock.now():%Y%m%d%H%M%S}",
                values={
                    **_facts(team),
                    "by": by.name,
                    "lead": lead.name,
                    "is_lead": person.id == lead.id,
                    "desk_url": desk,
                },
            )


def _facts(team: Event | Programme) -> dict[str, Any]:
    if isinstance(team, Programme):
        return {"title": team.called, "when": "", "where": ""}
    when = f"{span(team.starts_at, team.ends_at, team.zone)} {team.starts_at.astimezone(team.zone).year}"
    return {
        "title": team.called,
        "when": f"{when}, {zone_name(team.starts_at, team.zone)}",
        "where": f"{team.venue.name}, {team.city.name}",
    }
