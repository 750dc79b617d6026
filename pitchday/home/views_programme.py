"""The desk of a programme."""

from __future__ import annotations

from flask import render_template

from pitchday.events.models import Programme
from pitchday.events.permissions import programme_organiser
from pitchday.events.queries import has_public_events
from pitchday.home import programme_desk
from pitchday.home.blueprint import blueprint
from pitchday.web.guards import guard


@blueprint.get("/organise/programmes/<programme_slug>")
@guard(programme_organiser)
def programme_overview(programme: Programme) -> str:
    return render_template(
        "home/programme_desk.html",
        programme=programme,
        desk=programme_desk.of(programme),
        is_public=has_public_events(programme),
    )
