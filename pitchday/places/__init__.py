"""Cities, venues, rooms and tables."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.places.views import places

    app.register_blueprint(places)
