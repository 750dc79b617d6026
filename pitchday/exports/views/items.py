"""One item of a schedule. What it costs does not depend on how long the schedule is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import render_template
from werkzeug.wrappers import Response

from pitchday.errors import NotFound
from pitchday.exports import queries, structured, writers
from pitchday.exports.blueprint import blueprint
from pitchday.exports.queries import Shown
from pitchday.web.downloads import PUBLIC, download
from pitchday.web.guards import anyone, guard


@blueprint.get("/events/<event_slug>/sessions/<uid>")
@guard(anyone)
def item(event_slug: str, uid: str) -> str:
    shown = _shown(event_slug, uid)
    return render_template(
        "exports/item.html",
        shown=shown,
        item=shown.item,
        facts=shown.facts,
        zone=ZoneInfo(shown.facts["zone"]),
        structured=structured.item_data(shown),
    )


@blueprint.get("/events/<event_slug>/sessions/<uid>.ics")
@guard(anyone)
def item_file(event_slug: str, uid: str) -> Response:
    shown = _shown(event_slug, uid)
    return download(writers.item_ics(shown.facts, shown.item), "ics", name=f"{event_slug}-{uid}", cache=PUBLIC)


def _shown(event_slug: str, uid: str) -> Shown:
    shown = queries.shown_item(event_slug, uid)
    if shown is None:
        raise NotFound
    return shown
