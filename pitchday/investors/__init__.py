"""Investors and the bases on which they may see offers."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.investors.views import blueprint

    app.register_blueprint(blueprint)
