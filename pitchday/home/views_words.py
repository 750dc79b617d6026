"""Pages of words that every page links to."""

from __future__ import annotations

from flask import render_template

from pitchday.home.blueprint import blueprint
from pitchday.web.guards import anyone, guard


@blueprint.get("/help")
@guard(anyone)
def help_page() -> str:
    return render_template("home/help.html")


@blueprint.get("/accessibility")
@guard(anyone)
def accessibility() -> str:
    return render_template("home/accessibility.html")


@blueprint.get("/privacy")
@guard(anyone)
def privacy() -> str:
    return render_template("home/privacy.html")
