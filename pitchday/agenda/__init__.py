"""Where a person must be, and when."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to attach yet."""
