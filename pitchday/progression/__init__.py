"""From heats to the final: results, routes, and who goes through."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    # The views fill the blueprint when they are imported.
    from pitchday.progression import receivers, views_results, views_routes  # noqa: F401
    from pitchday.progression.blueprint import blueprint

    app.register_blueprint(blueprint)
