"""Read only: where a person must be, and when."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.agenda import jobs  # noqa: F401 - registers its job
    from pitchday.agenda.views import blueprint

    app.register_blueprint(blueprint)
