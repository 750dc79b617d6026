"""Files of lists: what is short at once, what takes longer by a job, for whoever asked and for nobody else."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    from pitchday.downloads import jobs  # noqa: F401 - its jobs register themselves
    from pitchday.downloads.views import blueprint

    app.register_blueprint(blueprint)
