"""The blueprint that the views share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("startups", __name__)
