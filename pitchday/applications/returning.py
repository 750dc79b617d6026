"""Returning an application to its founders with what is to be changed, and waiting for it no longer."""

from __future__ import annotations

from datetime import datetime

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications import notifications, returns, rules, services
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.return_models import ApplicationReturn
from pitchday.db import db
from pitchday.errors import DomainError


def give_back(application: Application, *, reason: str, until: datetime, mark: str | None, by: Person) -> None:
    """Let the founders change what they sent `until` then and tell them what; what was sent stays to be read.

    Raises DomainError for an application that is decided or returned already, for an end that gives nobody any time,
    and when the application is not what it was when `mark` was made.
    """
    services.require_unchanged(services.locked(application), mark)
    services.require_undecided(application)
    if application.decision is not None:
        raise DomainError("This application is decided. Take the decision back, then return it.")
    now = clock.now()
    rules.require_return_end(application.event, until, now)
    rules.require_move(application.state, ApplicationState.RETURNED)
    application.state = ApplicationState.RETURNED
    asked = ApplicationReturn(application=application, reason=reason, until=until, by=by, returned_at=now)
    db.session.add(asked)
    db.session.flush()
    notifications.returned(asked)


def take_as_it_is(application: Application) -> None:
    """Wait for changes no longer: what was sent last is read and decided. Taken twice, it is taken once."""
    services.locked(application)
    ended = returns.end(application, clock.now())
    if ended is None:
        return
    application.state = ApplicationState.SUBMITTED
    db.session.flush()
    notifications.taken_as_it_is(ended)
