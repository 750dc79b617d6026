"""Equality monitoring: questions to founders after they have applied, of which nothing is kept but how many said what.

Nobody's answers are ever stored together. An answer adds one to a number, and that is all that becomes of it: no row,
time, address, application or person stands behind it, neither in the history nor anywhere else. Who skips a question or
prefers not to say leaves nothing at all. What is worked out with by others is said in docs/equality.md.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.equality import receivers  # noqa: F401 - connects itself
    from pitchday.equality.blueprint import blueprint
    from pitchday.equality.views import founders, organisers  # noqa: F401 - they add themselves

    app.register_blueprint(blueprint)
