"""The desk of a programme."""

from __future__ import annotations

from flask import render_template

from pitchday.events.models import Programme
from pitchday.events.permissions import at_programme, rights_throughout
from pitchday.events.queries import has_public_events
from pitchday.events.rights import Right
from pitchday.home import programme_desk
from pitchday.home.blueprint import blueprint
from pitchday.web.guards import current_person, guard


@blueprint.get("/organise/programmes/<programme_slug>")
@guard(at_programme(Right.SEE))
def programme_overview(programme: Programme) -> str:
    return render_template(
        "home/programme_desk.html",
        programme=programme,
        desk=programme_desk.of(programme),
        is_public=has_public_events(programme),
        rights={right.value for right in rights_throughout(current_person(), programme)},
    )
