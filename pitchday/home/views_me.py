"""The page that somebody lands on after signing in."""

from __future__ import annotations

from flask import render_template

from pitchday.home import mine
from pitchday.home.blueprint import blueprint
from pitchday.web.guards import current_person, guard, signed_in


@blueprint.get("/me")
@guard(signed_in)
def me() -> str:
    found = mine.of(current_person())
    return render_template("home/me.html", mine=found, needs=list(mine.needs(found)), ways=list(mine.ways(found)))
