"""Who may do what with an application."""

from __future__ import annotations

from typing import Any

from pitchday.accounts.models import Person
from pitchday.applications import queries
from pitchday.applications.enums import SEEN_BY_ORGANISERS
from pitchday.applications.models import Application
from pitchday.errors import NotFound
from pitchday.events.permissions import event_organiser, public_event
from pitchday.startups.permissions import is_member
from pitchday.web.guards import required_person


def call_reader(person: Person | None, event_slug: str) -> dict[str, Any]:
    """Whoever has an account, on a pitch day that they may see."""
    required_person(person)
    return public_event(person, event_slug)


def applicant(person: Person | None, application_uid: str) -> dict[str, Any]:
    """A member of the startup that applies; to everybody else there is nothing here."""
    known = required_person(person)
    application = queries.application_by_uid(application_uid)
    if application is None or not is_member(known, application.startup):
        raise NotFound
    return {"application": application}


def seen_by_organisers(application: Application) -> bool:
    """A draft is the founders' own, and so is one that they gave up before they sent it."""
    return application.state in SEEN_BY_ORGANISERS and application.submitted_at is not None


def assessor(person: Person | None, event_slug: str, application_uid: str) -> dict[str, Any]:
    """An organiser of the pitch day, on an application that has been sent to it."""
    event = event_organiser(person, event_slug)["event"]
    application = queries.application_by_uid(application_uid)
    if application is None or application.event_id != event.id or not seen_by_organisers(application):
        raise NotFound
    return {"event": event, "application": application}


def asker(person: Person | None, event_slug: str, question_uid: str) -> dict[str, Any]:
    """An organiser of the pitch day, on one of its questions, stored or standard."""
    event = event_organiser(person, event_slug)["event"]
    question = next((known for known in queries.questions_of(event) if known.uid == question_uid), None)
    if question is None:
        raise NotFound
    return {"event": event, "question": question}
