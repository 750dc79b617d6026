"""People, their accounts, and how they sign in."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to attach yet."""
