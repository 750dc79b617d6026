"""The blueprint that every view of this feature hangs on."""

from flask import Blueprint

blueprint = Blueprint("equality", __name__)
