"""Organisers' pages about cities, venues and rooms, and the colours of the cities."""

from flask import Blueprint

places = Blueprint("places", __name__)

from pitchday.places.views import cities, venues  # noqa: E402 - they attach their routes to the blueprint

__all__ = ["cities", "places", "venues"]
