"""The overview of one pitch day: the line of its stages."""

from __future__ import annotations

from pitchday import clock
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.home.numbers import Numbers
from pitchday.web.filters import short_day


def journey(event: Event, now: Numbers) -> list[dict[str, str]]:
    """The stages of a pitch day as stops of the line; the first that is not behind us is the current one."""
    time = clock.now()
    stages = [
        ("Published", "Publish", event.state is not EventState.DRAFT, ""),
        (
            "Applications closed",
            "Applications close",
            event.applications_close_at <= time,
            short_day(event.applications_close_at, event.zone),
        ),
        (
            "Decisions released",
            "Release decisions",
            _decided(event, now),
            f"{now.confirmed} confirmed" if now.confirmed else "",
        ),
        (
            "Schedule released",
            "Release the schedule",
            now.release is not None,
            f"Release {now.release.number}" if now.release else "",
        ),
        ("Pitch day", "Pitch day", event.ends_at <= time, short_day(event.starts_at, event.zone)),
    ]
    found: list[dict[str, str]] = []
    for done, ahead, is_done, detail in stages:
        is_next = not is_done and all(stop["state"] == "done" for stop in found)
        state = "done" if is_done else "current" if is_next else "todo"
        found.append({"label": done if is_done else ahead, "state": state, **({"detail": detail} if detail else {})})
    if event.state is EventState.CANCELLED:
        return [stop for stop in found if stop["state"] == "done"] + [{"label": "Cancelled", "state": "stopped"}]
    return found


def _decided(event: Event, now: Numbers) -> bool:
    waiting = now.undecided or now.unreleased
    return event.applications_close_at <= clock.now() and not waiting and bool(now.invited or now.confirmed)
