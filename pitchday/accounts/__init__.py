"""People, their accounts, and how they sign in."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach who is signed in, the pages of the account, and the pages of the demo."""
    from pitchday.accounts import jobs as _jobs  # noqa: F401 - its jobs register themselves
    from pitchday.accounts import sessions, views
    from pitchday.accounts.blueprint import blueprint
    from pitchday.accounts.commands import user

    sessions.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(views.shelf.blueprint)
    app.cli.add_command(user)
