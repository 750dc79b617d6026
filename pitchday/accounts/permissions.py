"""Rules of the account pages."""

from __future__ import annotations

from typing import Any

from flask import current_app

from pitchday.errors import NotFound


def demo_only(person: object) -> dict[str, Any]:
    """Anyone where the demo runs; nothing is here otherwise."""
    if not current_app.config["DEMO"]:
        raise NotFound
    return {}
