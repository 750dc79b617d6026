"""The blueprint that the views share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("progression", __name__)
