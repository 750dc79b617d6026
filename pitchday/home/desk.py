"""The overview of one pitch day: where it stands, and what needs its organisers now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from pitchday import clock
from pitchday.applications import queries as applications
from pitchday.applications.enums import ApplicationState
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.meetings import queries as meetings
from pitchday.meetings.models import MeetingState
from pitchday.schedule import queries as schedule
from pitchday.schedule.models import Release
from pitchday.schedule.services import preview
from pitchday.web.filters import moment, plural, short_day


@dataclass(frozen=True)
class Need:
    """One line of what needs an organiser now, with the page where it is done."""

    title: str
    text: str
    action: str
    url: str


@dataclass(frozen=True)
class Numbers:
    """Where a pitch day stands, in numbers."""

    sent: int
    undecided: int
    unreleased: int
    invited: int
    confirmed: int
    unplaced: int
    meetings: int
    drafted: bool
    changed: bool
    release: Release | None


def numbers(event: Event) -> Numbers:
    """Counted anew each time, in a number of queries that does not depend on what there is."""
    counts = applications.counts(event.id)
    found = preview(event)

    def of(state: ApplicationState) -> int:
        return sum(number for (other, _), number in counts.items() if other is state)

    undecided = counts.get((ApplicationState.SUBMITTED, None), 0)
    return Numbers(
        sent=sum(number for (state, _), number in counts.items() if state is not ApplicationState.DRAFT),
        undecided=undecided,
        unreleased=of(ApplicationState.SUBMITTED) - undecided,
        invited=of(ApplicationState.INVITED),
        confirmed=of(ApplicationState.CONFIRMED),
        unplaced=len(schedule.unplaced(event.id)),
        meetings=meetings.numbers(event.id)[MeetingState.SCHEDULED],
        drafted=bool(found.items),
        changed=found.newest is not None and not found.identical,
        release=found.newest,
    )


def needs(event: Event, now: Numbers) -> Iterator[Need]:
    """The most pressing first; nothing for a pitch day that is cancelled or over."""
    if event.state is EventState.CANCELLED or event.ends_at <= clock.now():
        return
    if event.state is EventState.DRAFT:
        yield Need(
            "This pitch day is a draft",
            "Only its organisers see it, and nobody can apply yet.",
            "Look through and publish",
            _to("events.publish", event),
        )
    yield from _about_applications(event, now)
    yield from _about_schedule(event, now)


def _about_applications(event: Event, now: Numbers) -> Iterator[Need]:
    if now.undecided:
        closes = event.applications_close_at
        word = "close" if closes > clock.now() else "closed"
        yield Need(
            f"{plural(now.undecided, 'application')} to decide",
            f"Applications {word} on {moment(closes, event.zone)}.",
            "Read applications",
            _to("applications.desk", event),
        )
    if now.unreleased:
        yield Need(
            f"{plural(now.unreleased, 'decision')} not released",
            "The startups do not know yet.",
            "Look and release",
            _to("applications.decisions", event),
        )
    if now.invited:
        yield Need(
            f"{plural(now.invited, 'invited startup')} {'has' if now.invited == 1 else 'have'} not confirmed",
            "They have a mail with the button.",
            "See who",
            _to("applications.desk", event, state=ApplicationState.INVITED.value),
        )


def _about_schedule(event: Event, now: Numbers) -> Iterator[Need]:
    if now.unplaced:
        yield Need(
            f"{plural(now.unplaced, 'confirmed startup')} without a slot",
            "Give each a place in a pitch session.",
            "Open the schedule",
            _to("schedule.builder", event),
        )
    if now.release and now.changed:
        yield Need(
            f"The schedule has changed since release {now.release.number}",
            f"People still see what was released on {moment(now.release.released_at, event.zone)}.",
            "Look and release",
            _to("schedule.release", event),
        )
    elif now.drafted and not now.release and event.state is EventState.PUBLISHED:
        yield Need(
            "The schedule is not released",
            "Startups, investors and visitors see nothing of it yet.",
            "Look and release",
            _to("schedule.release", event),
        )


def _to(endpoint: str, event: Event, **values: Any) -> str:
    return url_for(endpoint, event_slug=event.slug, **values)


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
