"""The blueprint that the views fill."""

from flask import Blueprint

blueprint = Blueprint("exports", __name__)
