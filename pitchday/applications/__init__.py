"""Calls and applications."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Attach the pages of everybody, founders and organisers, and listen to pitch days."""
    from pitchday.applications import jobs, receivers  # noqa: F401 - they register themselves and listen
    from pitchday.applications.blueprint import blueprint
    from pitchday.applications.importing import jobs as importing_jobs  # noqa: F401 - they register themselves
    from pitchday.applications.views import (  # noqa: F401 - they fill it
        bulk,
        call,
        dates,
        delay,
        files,
        founders,
        imports,
        late,
        notes,
        numbers,
        organisers,
        public,
        question_sets,
        questions,
        quiz,
        receipts,
        reminders,
        returning,
        stage_decks,
        tags,
        telling,
    )

    app.register_blueprint(blueprint)
