"""The numbers above the list of applications, which a page that stays open asks for again."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from pitchday.applications.blueprint import blueprint
from pitchday.applications.drafts import funnel
from pitchday.applications.glance import charts, progress
from pitchday.applications.lists import Applications
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, rights_at
from pitchday.events.rights import Right
from pitchday.web.downloads import PRIVATE, download
from pitchday.web.guards import current_person, guard
from pitchday.web.listing import Asked


def in_numbers(listing: Applications, asked: Asked) -> dict[str, Any]:
    """What templates/applications/_numbers.html draws."""
    counts = listing.counts
    lead = f"{counts['']} sent, {counts['undecided']} to decide, {counts['draft']} still being written."
    drafts = funnel(listing.event)
    drawn = [*charts(listing, asked), progress(drafts)]
    may_tell = Right.DECIDE in rights_at(current_person(), listing.event)
    return {"lead": lead, "charts": drawn, "drafts": drafts, "may_tell": may_tell, "event": listing.event}


@blueprint.get("/organise/events/<event_slug>/applications/numbers.json")
@guard(at_event(Right.READ))
def numbers(event: Event) -> Response:
    """The same parts as the page has, for static/js/live.js."""
    listing = Applications(event)
    values = in_numbers(listing, listing.asked(request.args))
    answer = {
        "total": listing.counts[""],
        "said": values["lead"],
        "parts": {"lead": values["lead"], "numbers": render_template("applications/_numbers.html", **values)},
    }
    return download(json.dumps(answer, ensure_ascii=False).encode(), "json", name=None, cache=PRIVATE)
