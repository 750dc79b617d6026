"""One-to-one meetings."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.meetings import receivers  # noqa: F401 - connects itself
    from pitchday.meetings.views import blueprint

    app.register_blueprint(blueprint)
