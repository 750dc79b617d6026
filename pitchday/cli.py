"""The `pitchday` command: Flask's command line around our factory."""

from __future__ import annotations

from flask.cli import FlaskGroup

from pitchday.app import create_app

main = FlaskGroup(
    create_app=create_app,
    add_default_commands=False,
    help="Pitch days that span cities. Settings come from the environment; README.md lists them.",
)
