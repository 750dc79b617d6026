"""Pages by audience: the investor's board, the parties' meeting, the organiser's desk."""

from flask import Blueprint

blueprint = Blueprint("meetings", __name__)

from pitchday.meetings.views import board, desk, meeting  # noqa: E402 - they attach their routes to the blueprint

__all__ = ["blueprint", "board", "desk", "meeting"]
