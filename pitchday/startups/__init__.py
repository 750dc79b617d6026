"""Startups: one profile for every call."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.startups.views import blueprint

    app.register_blueprint(blueprint)
