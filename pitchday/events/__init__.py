"""Programmes and pitch days."""

from __future__ import annotations

from flask import Flask

from pitchday import clock
from pitchday.events.enums import Phase
from pitchday.events.lines import standing
from pitchday.events.models import Event
from pitchday.events.phases import Change, Course, next_change, phase_of


def register(app: Flask) -> None:
    from pitchday.events import receivers  # noqa: F401 - it listens from the moment it is read
    from pitchday.events.commands import permissions
    from pitchday.events.permissions import may_create_events
    from pitchday.events.sections import sections_of
    from pitchday.events.views import events
    from pitchday.events.views_programmes import blueprint as programmes
    from pitchday.events.views_team import blueprint as teams

    app.jinja_env.globals.update(
        may_create_events=may_create_events,
        phase_now=_phase_now,
        next_change=_next_change,
        standing_now=_standing_now,
        sections_of=sections_of,
    )
    app.register_blueprint(events)
    app.register_blueprint(programmes)
    app.register_blueprint(teams)
    app.cli.add_command(permissions)


def _phase_now(event: Course) -> Phase:
    return phase_of(event, clock.now())


def _next_change(event: Course) -> Change | None:
    return next_change(event, clock.now())


def _standing_now(event: Event) -> tuple[str, str]:
    return standing(event, clock.now())
