"""The line of an application: the steps of writing it, and the stops from sent to pitched."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import url_for

from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.rules import Missing
from pitchday.web.filters import moment, short_day

STEPS = {"profile": "Startup profile", "answers": "Answers", "slides": "Deck", "check": "Check and send"}

Stop = dict[str, str]


def steps(application_uid: str, current: str, missing: Iterable[Missing]) -> list[Stop]:
    """The pages of the form as stops; one with nothing left to do is done."""
    undone = {part.step for part in missing}
    stops = []
    for step, label in STEPS.items():
        state = "todo" if step in undone or step == "check" else "done"
        stop = {"label": label, "state": "current" if step == current else state}
        if step != current:
            stop["url"] = url_for(f"applications.{step}", application_uid=application_uid)
        stops.append(stop)
    return stops


def journey(application: Application, now: datetime) -> list[Stop]:
    """Submitted, decided, confirmed, pitched. What is decided and not released does not show."""
    state = application.state
    zone = application.event.zone
    stops: list[Stop] = []

    def stop(label: str, at: datetime | None, expected: str = "") -> None:
        stops.append(
            {"label": label, "state": "done" if at else "todo", "detail": moment(at, zone) if at else expected}
        )

    over = application.event.ends_at if application.event.ends_at <= now else None
    stop("Submitted", application.submitted_at, f"by {moment(application.event.applications_close_at, zone)}")
    if state is ApplicationState.DECLINED:
        stop("Not chosen", application.released_at)
        stops[-1]["state"] = "stopped"
        return stops
    stop("Decided", application.released_at)
    stop("Confirmed", application.confirmed_at)
    if state is ApplicationState.WITHDRAWN:
        kept = [known for known in stops if known["state"] == "done"]
        at = application.withdrawn_at
        return [*kept, {"label": "Withdrawn", "state": "stopped", "detail": moment(at, zone) if at else ""}]
    pitched = over if state is ApplicationState.CONFIRMED else None
    stop("Pitched", pitched, short_day(application.event.starts_at, zone))
    if pitched:
        stops[-1]["detail"] = short_day(application.event.starts_at, zone)
    _mark_current(stops)
    return stops


def _mark_current(stops: list[Stop]) -> None:
    """What is waited for now is the filled stop."""
    for known in stops:
        if known["state"] == "todo":
            known["state"] = "current"
            return
