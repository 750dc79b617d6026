"""Calendars, documents, spreadsheets and data made from releases; feeds of pitch days."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.exports import edition, jobs, shortcut  # noqa: F401 - its jobs register themselves
    from pitchday.exports.blueprint import blueprint
    from pitchday.exports.views import feeds, items, public, schedule  # noqa: F401 - they fill the blueprint

    app.register_blueprint(blueprint)
    edition.init_app(app)
    shortcut.init_app(app)
