"""The desk of a programme: its cities side by side, and what needs somebody in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import selectinload

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events import queries as events
from pitchday.events.enums import EventKind, Phase
from pitchday.events.models import Event, Programme
from pitchday.events.phases import phase_of
from pitchday.home.checklist import Need
from pitchday.meetings.queries import booked_at
from pitchday.places.models import City
from pitchday.progression import queries as progression
from pitchday.progression import services
from pitchday.progression.enums import REACHED
from pitchday.schedule.models import Release
from pitchday.web.filters import plural


@dataclass(frozen=True)
class Standing:
    """One pitch day in numbers, and what needs somebody there."""

    event: Event
    phase: Phase
    sent: int
    undecided: int
    unreleased: int
    invited: int
    confirmed: int
    meetings: int
    release: int | None
    leads_on: bool
    has_results: bool
    are_public: bool

    @property
    def comes_through(self) -> bool:
        """Whether startups come here from earlier pitch days."""
        return self.event.kind in REACHED

    @property
    def needs(self) -> Sequence[Need]:
        return list(_needs(self))


@dataclass(frozen=True)
class Desk:
    """The programme at a glance. `most` is the largest number of applications, which bars are measured against."""

    standings: Sequence[Standing]
    cities_without: Sequence[City]
    needs: Sequence[tuple[Event, Need]]
    most: int
    sent: int
    confirmed: int
    meetings: int


def of(programme: Programme) -> Desk:
    """In a number of queries that does not depend on how many pitch days or startups there are."""
    days = db.session.scalars(
        events.with_place(sa.select(Event).where(Event.programme_id == programme.id))
        .options(selectinload(Event.rooms))
        .order_by(Event.starts_at, Event.id)
    ).all()
    standings = _standings(days)
    on = [row for row in standings if row.phase is not Phase.CANCELLED]
    held_in = {row.event.city_id for row in on if row.event.kind is EventKind.HEAT}
    needs = [(row.event, need) for row in standings for need in row.needs]
    return Desk(
        standings,
        [city for city in programme.cities if city.id not in held_in],
        [*_to_tell(days), *needs],
        max((row.sent for row in standings), default=0),
        sum(row.sent for row in standings),
        sum(row.confirmed for row in standings),
        sum(row.meetings for row in standings),
    )


def _standings(days: Sequence[Event]) -> list[Standing]:
    ids = [event.id for event in days]
    now = clock.now()
    counts = _applications(ids)
    meetings = booked_at(ids)
    releases = _releases(ids)
    results = progression.results_of(ids)
    leading = {begins for begins, _ in (progression.edges(days[0].programme_id) if days else ())}
    found = []
    for event in days:
        here = counts[event.id]
        result = results.get(event.id)
        found.append(
            Standing(
                event,
                phase_of(event, now),
                sent=sum(number for (state, _), number in here.items() if state is not ApplicationState.DRAFT),
                undecided=here[ApplicationState.SUBMITTED, False],
                unreleased=here[ApplicationState.SUBMITTED, True],
                invited=here[ApplicationState.INVITED, True] + here[ApplicationState.INVITED, False],
                confirmed=here[ApplicationState.CONFIRMED, True] + here[ApplicationState.CONFIRMED, False],
                meetings=meetings.get(event.id, 0),
                release=releases.get(event.id),
                leads_on=event.id in leading,
                has_results=bool(result and result.placings),
                are_public=progression.is_public(result),
            )
        )
    return found


def _applications(ids: Sequence[int]) -> dict[int, dict[tuple[ApplicationState, bool], int]]:
    """By pitch day, state, and whether a decision was noted; what was never sent is nobody's business."""
    decided = Application.decision.is_not(None)
    rows = db.session.execute(
        sa.select(Application.event_id, Application.state, decided, sa.func.count())
        .where(Application.event_id.in_(ids), Application.submitted_at.is_not(None))
        .group_by(Application.event_id, Application.state, decided)
    )
    found: dict[int, dict[tuple[ApplicationState, bool], int]] = defaultdict(lambda: defaultdict(int))
    for event_id, state, is_decided, number in rows:
        found[event_id][state, bool(is_decided)] = number
    return found


def _releases(ids: Sequence[int]) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(Release.event_id, sa.func.max(Release.number))
        .where(Release.event_id.in_(ids))
        .group_by(Release.event_id)
    )
    return dict(rows.all())


def _needs(row: Standing) -> Iterator[Need]:
    """The most pressing first."""
    event = row.event
    if row.phase is Phase.DRAFT:
        yield Need("Is a draft", "Nobody can apply yet.", "Look and publish", _to("events.publish", event))
    if row.phase is Phase.POSTPONED:
        yield Need("Is postponed", "It needs a new date.", "Open the desk", _to("home.overview", event))
    if row.unreleased and row.phase not in (Phase.CANCELLED, Phase.DONE):
        yield Need(
            f"{plural(row.unreleased, 'decision')} not released",
            "The startups do not know yet.",
            "Look and release",
            _to("applications.decisions", event),
        )
    if row.undecided and row.phase in (Phase.SELECTING, Phase.PROGRAMME_PUBLISHED):
        yield Need(
            f"{plural(row.undecided, 'application')} to decide",
            "Applications are closed.",
            "Read applications",
            _to("applications.desk", event),
        )
    if row.phase is Phase.DONE and row.leads_on and not row.has_results:
        yield Need(
            "Has no results yet", "Nobody can go on from it.", "Enter results", _to("progression.results_page", event)
        )
    elif row.phase is Phase.DONE and row.has_results and not row.are_public:
        yield Need(
            "Its results are a draft",
            "Only organisers see them.",
            "Choose when they become public",
            _to("progression.results_page", event),
        )


def _to_tell(days: Sequence[Event]) -> Iterator[tuple[Event, Need]]:
    """Startups that are through to the last pitch day of the programme and have not heard."""
    last = next((event for event in reversed(days) if event.kind in REACHED), None)
    if last is None:
        return
    ways = progression.ways_into(last)
    to_tell = services.waiting(ways)
    if to_tell:
        yield (
            last,
            Need(
                f"{plural(len(to_tell), 'startup')} to be told",
                "They are through, or reserves, and have not heard.",
                "Look and tell them",
                _to("progression.ways", last),
            ),
        )
    for way in ways:
        if way.next_reserve is not None:
            yield (
                last,
                Need(
                    f"{plural(way.free, 'place')} free again from {way.route.origin}",
                    f"{way.next_reserve.startup.name} is next in line.",
                    "Invite a reserve",
                    _to("progression.ways", last),
                ),
            )


def _to(endpoint: str, event: Event) -> str:
    return url_for(endpoint, event_slug=event.slug)
