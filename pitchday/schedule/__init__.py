"""The programme: a working draft and its releases."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.schedule import receivers  # noqa: F401 - connects its functions to the signals
    from pitchday.schedule.blueprint import blueprint
    from pitchday.schedule.views import builder, release  # noqa: F401 - they fill the blueprint

    app.register_blueprint(blueprint)
