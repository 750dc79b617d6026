"""Pages that add features up."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to attach yet."""
