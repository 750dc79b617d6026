"""Programmes and pitch days."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.events import receivers  # noqa: F401 - it listens from the moment it is read
    from pitchday.events.views import events
    from pitchday.events.views_programmes import blueprint as programmes

    app.register_blueprint(events)
    app.register_blueprint(programmes)
