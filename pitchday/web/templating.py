"""What templates may use everywhere; an undefined name in one is an error."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context
from jinja2 import StrictUndefined

from pitchday import clock
from pitchday.web.guards import current_person
from pitchday.web.urls import absolute, page_url


def init_app(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(absolute=absolute, page_url=page_url, now=clock.now, demo_mode=app.config["DEMO"])

    @app.context_processor
    def person() -> dict[str, Any]:
        return {"current_person": current_person() if has_request_context() else None}
