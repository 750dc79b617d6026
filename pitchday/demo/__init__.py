"""The fictional data set that `pitchday demo` loads. It uses the same services as people do."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.demo.commands import demo

    app.cli.add_command(demo)
