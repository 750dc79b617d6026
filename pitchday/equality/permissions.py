"""Who is asked. Reports are behind `Right.EQUALITY`; single answers are behind nothing, since there are none."""

from __future__ import annotations

from typing import Any

from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.applications.permissions import applicant, seen_by_organisers
from pitchday.equality import queries
from pitchday.errors import NotFound


def asked_founder(person: Person | None, application_uid: str) -> dict[str, Any]:
    """A member of a startup that has sent its application to a pitch day which asks."""
    application: Application = applicant(person, application_uid)["application"]
    survey = queries.asked_at(application.event_id) if seen_by_organisers(application) else None
    if survey is None:
        raise NotFound
    return {"application": application, "survey": survey}
