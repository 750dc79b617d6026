"""Investors and the bases on which they may see offers."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Nothing to attach yet."""
