"""What a pitch day takes, phase by phase: each thing done or not, with the page where it is done.

The one source of the checklist and of "what needs you now". What publishing takes is asked of `events.rules`, which
enforces it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.events.enums import EventState, Phase
from pitchday.events.models import Event
from pitchday.events.phases import phase_of
from pitchday.events.rules import steps_to_publish
from pitchday.home.numbers import Numbers
from pitchday.web.filters import day, moment, plural


class Stage(enum.Enum):
    PUBLISH = "Before publishing"
    OPEN = "Before applications open"
    DECIDE = "Before the decisions"
    RELEASE = "Before the schedule is released"
    DAY = "Before the day"
    AFTER = "After the day"


@dataclass(frozen=True)
class Need:
    """One line of what needs an organiser now, with the page where it is done."""

    title: str
    text: str
    action: str
    url: str


@dataclass(frozen=True)
class Item:
    """One thing, in the words that hold when it is done. `need` asks for it where somebody waits for it now."""

    words: str
    is_done: bool
    action: str
    url: str
    need: Need | None = None


@dataclass(frozen=True)
class Section:
    """The things of one stage. `is_current` for the one in which the pitch day is."""

    stage: Stage
    items: Sequence[Item]
    is_current: bool

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)


def sections(event: Event, now: Numbers, *, open_warnings: int = 0) -> list[Section]:
    """In the order of time; none for a pitch day that is cancelled."""
    if event.state is EventState.CANCELLED:
        return []
    found = {
        Stage.PUBLISH: _publish(event),
        Stage.OPEN: _open(event, now, open_warnings),
        Stage.DECIDE: _decide(event, now),
        Stage.RELEASE: _release(event, now),
        Stage.DAY: _day(event, now),
        Stage.AFTER: _after(event, now),
    }
    current = stage_of(event, now)
    return [Section(stage, list(items), stage is current) for stage, items in found.items()]


def needs(event: Event, found: Sequence[Section]) -> list[Need]:
    """What somebody waits for, the stages in their order; nothing for a pitch day that is over."""
    if event.ends_at <= clock.now():
        return []
    return [item.need for section in found for item in section.items if item.need and not item.is_done]


def stage_of(event: Event, now: Numbers) -> Stage:
    """What is worked on: a phase that waits for decisions is before them, whatever the clock says."""
    phase = phase_of(event, clock.now())
    if phase is Phase.SELECTING:
        waiting = now.undecided or now.unreleased or not now.told
        return Stage.DECIDE if waiting else Stage.RELEASE
    return {
        Phase.DRAFT: Stage.PUBLISH,
        Phase.ANNOUNCED: Stage.OPEN,
        Phase.APPLICATIONS_OPEN: Stage.DECIDE,
        Phase.PROGRAMME_PUBLISHED: Stage.DAY,
        Phase.LIVE: Stage.DAY,
        Phase.DONE: Stage.AFTER,
        Phase.POSTPONED: Stage.PUBLISH,
    }[phase]


def _publish(event: Event) -> Iterator[Item]:
    edit = _to("events.edit", event)
    steps = steps_to_publish(event, clock.now())
    for step in steps:
        # What was true on the day it was published is not asked again: dates pass.
        yield Item(step.words, step.is_done or event.state is not EventState.DRAFT, "Change", f"{edit}#{step.field}")
    missing = [step.words for step in steps if not step.is_done]
    need = Need(
        "This pitch day is a draft",
        "Still needed: " + "; ".join(missing) + "."
        if missing
        else "Only its organisers see it, and nobody can apply yet.",
        "Look through and publish",
        _to("events.publish", event),
    )
    if event.state is EventState.POSTPONED:
        text = "Nobody can apply or book until it has one."
        date = Need("This pitch day needs a new date", text, "Set the new date", _to("home.new_date", event))
        yield Item("Its new date is set", False, date.action, date.url, date)
    yield Item("It is published", event.state is not EventState.DRAFT, "Publish", need.url, need)


def _open(event: Event, now: Numbers, open_warnings: int) -> Iterator[Item]:
    edit, team = _to("events.edit", event), _to("teams.page", event)
    yield Item("Somebody can stand in for you: two organisers or more", now.organisers > 1, "Add somebody", team)
    words = _to("applications.call", event)
    yield Item("The call says who can apply and what founders get", now.has_words, "Write the call", words)
    yield Item("Every warning has been looked at", not open_warnings, "See warnings", "#warnings")
    yield Item(
        "You have said how many guests you expect", bool(event.guests_expected), "Change", f"{edit}#guests_expected"
    )


def _dates_of_the_call(event: Event, now: Numbers) -> Iterator[Item]:
    """Only where something is wrong with them."""
    if now.untold_dates and event.starts_at > clock.now():
        dates, title = _to("applications.dates", event), f"Founders are not told of {plural(now.untold_dates, 'date')}"
        text = "It makes no sense any more beside the dates of the pitch day."
        if now.untold_dates > 1:
            text = text.replace("It makes", "They make")
        need = Need(title, text, "Look at the dates", dates)
        yield Item("Every date of the call makes sense", False, need.action, dates, need)
    waiting, by = now.undecided + now.unreleased, now.decisions_by
    if waiting and by is not None and by < clock.today(event.zone):
        delay = _to("applications.delay", event)
        need = Need(
            f"{plural(waiting, 'startup')} {'was' if waiting == 1 else 'were'} to hear by {day(by)}",
            "Release the decisions, or tell founders by when they hear.",
            "Decisions are delayed",
            delay,
        )
        yield Item("Founders hear by the day that they were told", False, need.action, delay, need)


def _decide(event: Event, now: Numbers) -> Iterator[Item]:
    yield from _dates_of_the_call(event, now)
    closes = event.applications_close_at
    page = _to("events.show", event)
    yield Item("Founders have applied", now.sent > 0, "Open the page to share", page)
    yield Item("Judges are in the team", now.judges > 0, "Add judges", _to("teams.page", event))
    reading = _to("applications.desk", event)
    yield Item(
        "Every application is decided",
        now.sent > 0 and not now.undecided,
        "Read applications",
        reading,
        Need(
            f"{plural(now.undecided, 'application')} to decide",
            f"Applications {'close' if closes > clock.now() else 'closed'} on {moment(closes, event.zone)}.",
            "Read applications",
            reading,
        )
        if now.undecided
        else None,
    )
    releasing = _to("applications.decisions", event)
    yield Item(
        "Every decision is released",
        now.told > 0 and not now.unreleased,
        "Look and release",
        releasing,
        Need(
            f"{plural(now.unreleased, 'decision')} not released",
            "The startups do not know yet.",
            "Look and release",
            releasing,
        )
        if now.unreleased
        else None,
    )


def _release(event: Event, now: Numbers) -> Iterator[Item]:
    waiting = _to("applications.desk", event, state=ApplicationState.INVITED.value)
    has = "has" if now.invited == 1 else "have"
    yield Item(
        "Every invited startup has answered",
        now.told > 0 and not now.invited,
        "See who",
        waiting,
        Need(
            f"{plural(now.invited, 'invited startup')} {has} not confirmed",
            "They have a mail with the button.",
            "See who",
            waiting,
        )
        if now.invited
        else None,
    )
    builder = _to("schedule.builder", event)
    yield Item(
        "Every confirmed startup has a slot",
        now.confirmed > 0 and not now.unplaced,
        "Open the schedule",
        builder,
        Need(
            f"{plural(now.unplaced, 'confirmed startup')} without a slot",
            "Give each a place in a pitch session.",
            "Open the schedule",
            builder,
        )
        if now.unplaced
        else None,
    )
    yield Item("There are tables for one-to-one meetings", now.has_blocks, "Open the schedule", builder)
    yield _released(event, now)


def _released(event: Event, now: Numbers) -> Item:
    url = _to("schedule.release", event)
    need = None
    if now.drafted and event.state is EventState.PUBLISHED:
        need = Need(
            "The schedule is not released",
            "Startups, investors and visitors see nothing of it yet.",
            "Look and release",
            url,
        )
    return Item("The schedule is released", now.release is not None, "Look and release", url, need)


def _day(event: Event, now: Numbers) -> Iterator[Item]:
    if now.release:
        url = _to("schedule.release", event)
        yield Item(
            "People see the schedule as you have it",
            not now.changed,
            "Look and release",
            url,
            Need(
                f"The schedule has changed since release {now.release.number}",
                f"People still see what was released on {moment(now.release.released_at, event.zone)}.",
                "Look and release",
                url,
            ),
        )
    investors = _to("investors.invite", event)
    yield Item("Investors are invited", now.investors > 0, "Invite investors", investors)
    yield Item(
        "Every investor has a statement that holds",
        now.investors > 0 and now.signed == now.investors,
        "See who has none",
        investors,
    )
    if now.has_blocks:
        yield Item("Meetings are booked", now.meetings > 0, "See meetings", _to("meetings.desk", event))


def _after(event: Event, now: Numbers) -> Iterator[Item]:
    is_over = event.ends_at <= clock.now()
    answered = is_over and not (now.undecided or now.unreleased)
    yield Item("Every startup has had an answer", answered, "See applications", _to("applications.desk", event))
    yield Item(
        "The schedule stands as it took place",
        is_over and now.release is not None and not now.changed,
        "Look and release",
        _to("schedule.release", event),
    )
    if now.reported is not None:
        yield Item("The report on equality questions is made", now.reported, "Make it", _to("equality.page", event))


def _to(endpoint: str, event: Event, **values: Any) -> str:
    return url_for(endpoint, event_slug=event.slug, **values)
