"""The line of an application: the steps of writing it, and the stops from sent to pitched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import url_for

from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.rules import Missing
from pitchday.applications.stages import StageDates
from pitchday.events.models import Event
from pitchday.web.filters import moment, short_day

STEPS = {"profile": "Startup profile", "answers": "Answers", "slides": "Deck", "check": "Check and send"}

Stop = dict[str, str]


def steps(application_uid: str, current: str, missing: Iterable[Missing], far: Mapping[str, str]) -> list[Stop]:
    """The pages of the form as stops; one with nothing left to do is done. `far` says how much of a step is done."""
    undone = {part.step for part in missing}
    stops = []
    for step, label in STEPS.items():
        state = "todo" if step in undone or step == "check" else "done"
        stop = {"label": label, "state": "current" if step == current else state}
        if step in far:
            stop["detail"] = far[step]
        if step != current:
            stop["url"] = url_for(f"applications.{step}", application_uid=application_uid)
        stops.append(stop)
    return stops


def journey(application: Application, dates: StageDates, ends_at: datetime, now: datetime) -> list[Stop]:
    """Submitted, decided, confirmed, pitched. What is decided and not released does not show.

    A stop that is still to come is named by what it is and by when, as far as founders are told those `dates` and until
    `ends_at` can send it; one that is reached by what was done.
    """
    event, state = application.event, application.state
    zone = event.zone
    sent = _stop("Submission", "Submitted", application.submitted_at, event)
    if application.carried_from is not None:
        sent["label"] = f"Through from {application.carried_from.event.title}"
    decided = _stop("Decision", "Decided", application.released_at, event)
    confirmed = _stop("Confirmation", "Confirmed", application.confirmed_at, event)
    if state is ApplicationState.DECLINED:
        return [sent, {**decided, "label": "Not chosen", "state": "stopped"}]
    if state is ApplicationState.WITHDRAWN:
        ended = {**_stop("", "Withdrawn", application.withdrawn_at, event), "state": "stopped"}
        return [*(stop for stop in (sent, decided, confirmed) if stop["state"] == "done"), ended]
    over = event.ends_at if state is ApplicationState.CONFIRMED and event.ends_at <= now else None
    stops = [sent, decided, confirmed, _stop("Pitch", "Pitched", over, event)]
    stops[0].setdefault("detail", f"by {moment(ends_at, zone)}")
    after = f"after {short_day(event.applications_close_at, zone)}"
    stops[1].setdefault("detail", f"by {short_day(dates.decisions_by)}" if dates.decisions_by else after)
    if dates.confirm_by:
        stops[2].setdefault("detail", f"by {short_day(dates.confirm_by)}")
    stops[3]["detail"] = short_day(event.starts_at, zone)
    if state is ApplicationState.RETURNED:
        return [stops[0], {"label": "Changes asked for", "state": "current"}, *stops[1:]]
    waited_for = next((stop for stop in stops if stop["state"] == "todo"), None)
    if waited_for is not None:
        waited_for["state"] = "current"
    return stops


def _stop(ahead: str, reached: str, at: datetime | None, event: Event) -> Stop:
    if at is None:
        return {"label": ahead, "state": "todo"}
    return {"label": reached, "state": "done", "detail": moment(at, event.zone)}
