"""The sections of a desk: those pages whose guard lets the reader in."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app, url_for

from pitchday.events.enums import EventKind
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import rights_at, rights_throughout
from pitchday.web.guards import current_person, rule_of


class Section(NamedTuple):
    key: str
    words: str
    url: str


Pages = tuple[tuple[str, str, str], ...]

OF_EVENTS: Pages = (
    ("overview", "Overview", "home.overview"),
    ("applications", "Applications", "applications.desk"),
    ("decisions", "Decisions", "applications.decisions"),
    ("schedule", "Schedule", "schedule.builder"),
    ("meetings", "Meetings", "meetings.desk"),
    ("investors", "Investors", "investors.invite"),
    ("results", "Results", "progression.results_page"),
    ("progression", "Who comes through", "progression.ways"),
    ("equality", "Equality", "equality.page"),
    ("team", "Team", "teams.page"),
    ("history", "History", "events.history"),
)
OF_PROGRAMMES: Pages = (
    ("desk", "Cities", "home.programme_overview"),
    ("edit", "Details", "programmes.edit"),
    ("equality", "Equality", "equality.programme_page"),
    ("team", "Team", "teams.page"),
    ("history", "History", "programmes.history"),
)
LATER = frozenset({EventKind.SEMI_FINAL, EventKind.FINAL, EventKind.SHOWCASE, EventKind.INVESTOR_DAY})


def sections_of(desk: Event | Programme) -> list[Section]:
    """What the reader finds at the desk of a pitch day or of a programme."""
    person = current_person()
    values: dict[str, Any] = {"programme_slug" if isinstance(desk, Programme) else "event_slug": desk.slug}
    if isinstance(desk, Programme):
        held, pages = rights_throughout(person, desk), OF_PROGRAMMES
    else:
        held, pages = rights_at(person, desk), OF_EVENTS
        if desk.programme_id is None or desk.kind not in LATER:
            pages = tuple(page for page in pages if page[0] != "progression")
    return [
        Section(key, words, url_for(endpoint, **values))
        for key, words, endpoint in pages
        if held >= rule_of(current_app, endpoint).rights
    ]
