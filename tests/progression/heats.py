"""Heats that are over, and what their organisers do about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from pitchday.applications.models import Application, Submission
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.progression import queries
from pitchday.progression.models import Place
from tests import factories
from tests.conftest import NOW

DAY = timedelta(days=1)


def heat(final: Event, city: str = "leeds", *names: str, days_ago: int = 3) -> Event:
    """A heat that is over, with these startups on its stage."""
    event = factories.add_event(
        programme=final.programme,
        title=f"{city.title()} heat",
        slug=f"{city}-heat",
        city_slug=city,
        starts_at=NOW - days_ago * DAY,
    )
    for name in names:
        application = factories.add_application(event, factories.add_startup(name=name))
        facts = {"public": {"name": name, "one_liner": f"As {name} stood then."}, "promotional": {}}
        application.submissions.append(Submission(number=1, submitted_at=NOW - 9 * DAY, facts=facts, answers=[]))
    db.session.commit()
    return event


def enter(client: Any, event: Event, *places: Any, field: str = "rank") -> Any:
    """Places, or scores, of the startups by name, in the order of the page."""
    contenders = queries.contenders(event.id)
    result = queries.result_of(event.id)
    data: dict[str, Any] = {"version": result.version if result else 0}
    for row, place in zip(contenders, places, strict=False):
        data[f"{field}_{row.uid}"] = place
    return client.post(f"/organise/events/{event.slug}/results", data=data)


def add_route(client: Any, begins: Event | None, **values: Any) -> Any:
    data = {"source": begins.slug if begins else "", "rule": "top", "places": "2", "reserves": "1", **values}
    return client.post("/organise/events/final/progression/new", data=data)


def tell(client: Any) -> Any:
    page = client.get("/organise/events/final/progression/release")
    mark = page.text.partition('name="mark" type="hidden" value="')[2].partition('"')[0]
    return client.post("/organise/events/final/progression/release", data={"mark": mark})


def places() -> dict[str, Place]:
    return {place.startup.name: place for place in db.session.scalars(sa.select(Place))}


def in_final(name: str) -> Application:
    application = places()[name].application
    assert application is not None
    return application
