"""The blueprint that the views fill."""

from flask import Blueprint

blueprint = Blueprint("schedule", __name__)
