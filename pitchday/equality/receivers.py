"""What equality monitoring adds to pages and acts of packages below."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from flask import url_for

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.applications.permissions import seen_by_organisers
from pitchday.applications.signals import Offer, status_shown
from pitchday.db import db
from pitchday.equality import queries, services
from pitchday.events.cloning import Carry
from pitchday.events.models import Event
from pitchday.events.signals import event_cloned


@status_shown.connect
def offer_the_questions(application: Application, *, person: Person) -> Offer | None:
    """To each founder who may answer and has not."""
    survey = queries.asked_at(application.event_id) if seen_by_organisers(application) else None
    if survey is None or survey.closed_at or queries.has_answered(survey, person):
        return None
    return Offer(
        "Who applies?",
        "Some questions about you, for each founder. They are optional, play no part in the decision, and nobody can "
        "tell afterwards who answered what.",
        "Answer the equality questions",
        url_for("equality.answer", application_uid=application.uid),
    )


@event_cloned.connect
def ask_again(event: Event, *, source: Event, carry: Set[Carry], **_: Any) -> None:
    """Alone or together, as at the other pitch day, where that still leads to a report."""
    survey = queries.asked_at(source.id) if Carry.QUESTIONS in carry else None
    if survey is None:
        return
    shared = queries.survey_of(event.programme) if event.programme else None
    db.session.flush()
    services.ask(event, together=bool(survey.programme_id and event.programme and not (shared and shared.closed_at)))
