"""Startups: one profile for every call."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.startups import jobs  # noqa: F401 - its jobs register themselves
    from pitchday.startups.blueprint import blueprint
    from pitchday.startups.rules import founded_in_words, staff_in_words
    from pitchday.startups.views import decks, joining, profile  # noqa: F401 - they fill it

    app.add_template_filter(founded_in_words, "founded")
    app.add_template_filter(staff_in_words, "staff")
    app.register_blueprint(blueprint)
