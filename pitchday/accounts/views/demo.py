"""The demo's door: one button for each role."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response

from pitchday.accounts import sessions
from pitchday.accounts.blueprint import blueprint
from pitchday.accounts.permissions import demo_only
from pitchday.accounts.queries import person_by_email
from pitchday.accounts.services import HOME
from pitchday.errors import NotFound
from pitchday.web.guards import guard
from pitchday.web.urls import local_target

ROLES = {
    "organiser": "sets up pitch days, chooses startups, builds the programme",
    "founder": "applies with a startup and pitches",
    "investor": "reads profiles and books meetings",
    "judge": "reads applications at a pitch day",
    "attendee": "comes to listen",
}


@blueprint.post("/demo/sign-in/<role>")
@guard(demo_only)
def demo_sign_in(role: str) -> Response:
    person = person_by_email(f"{role}@pitchday.example") if role in ROLES else None
    if person is None or person.account is None:
        raise NotFound("The demo's people are not here. Load them with the command: pitchday demo")
    sessions.begin(person.account)
    return redirect(local_target(request.args.get("next"), HOME), 303)
