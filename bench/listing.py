"""What the lists of pitch days cost when there are many: asked of the database for each request, and drawn anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench import data
from bench.harness import Row, Server, Table, ask, cpu_per_request, gunicorn, interleaved, migrated_app, production
from pitchday import clock
from pitchday.db import db
from pitchday.events.enums import EventKind, EventState
from pitchday.events.models import Event
from pitchday.places.queries import cities
from tests import factories

CITIES = (
    "manchester",
    "leeds",
    "sheffield",
    "liverpool",
    "newcastle",
    "hull",
    "york",
    "bradford",
    "preston",
    "lancaster",
)
A_CITY = 500
ROUNDS = 9


def tables(folder: Path) -> Iterator[Table]:
    """On SQLite only, since there the work of the database is this server's own and is counted."""
    url = f"sqlite:///{folder / 'listing.sqlite'}"
    app = migrated_app(url, folder)
    with app.app_context():
        add_events()
        db.session.remove()
        db.engine.dispose()
    with (
        gunicorn("wsgi:app", folder, production(url, folder)) as (ours, _),
        gunicorn("bench.floor:bare()", folder) as (bare, _),
    ):
        yield _table(ours, bare)


def add_events() -> None:
    """So many pitch days in each of ten cities, four in five of them still to come."""
    now, kinds = clock.now(), list(EventKind)
    for place, city in enumerate(city for city in cities() if city.slug in CITIES):
        venue = factories.add_venue(city_slug=city.slug)
        rows = []
        for number in range(A_CITY):
            starts_at = data.morning(number * 2 - A_CITY * 2 // 5) + timedelta(hours=place)
            rows.append(
                {
                    "slug": f"{city.slug}-{number}",
                    "title": f"{city.name} pitch day {number}",
                    "kind": kinds[number % len(kinds)],
                    "state": EventState.CANCELLED if number % 50 == 49 else EventState.PUBLISHED,
                    "description": "Eight startups pitch, investors listen, and both meet. " * 10,
                    "city_id": city.id,
                    "venue_id": venue.id,
                    "starts_at": starts_at,
                    "ends_at": starts_at + timedelta(hours=5),
                    "applications_close_at": starts_at - timedelta(days=14),
                    "created_at": now,
                    "changed_at": now,
                }
            )
        data.insert(Event, rows)
    db.session.commit()


PAGES = {
    "list of pitch days": "/events",
    "list, page 60": "/events?page=60",
    "list, one city and kind": "/events?city=leeds&kind=heat",
    "a city's page": "/cities/leeds",
    "landing page": "/",
}


def _table(ours: Server, bare: Server) -> Table:
    return Table(
        f"{A_CITY * len(CITIES):,} pitch days, {A_CITY} a city, asked of the database each time: CPU a request",
        "pitchday",
        "bare view",
        [_row(what, path, ours, bare, drawn) for drawn in (False, True) for what, path in PAGES.items()],
    )


def _row(what: str, path: str, ours: Server, bare: Server, drawn: bool) -> Row:
    """The ratio is the bare view's time to ours: as many requests a second as it, were it 1.

    Whoever has a session has the page `drawn` for them; without one it is drawn when an answer of the database differs.
    """
    size = len(ask(ours, path).body)
    headers = {"Cookie": "pitchday=none"} if drawn else {}
    found = interleaved(
        {
            "ours": partial(cpu_per_request, ours, path, headers=headers),
            "bare": partial(cpu_per_request, bare, f"/bytes/{size}"),
        },
        ROUNDS,
    )
    ratio = found["bare"] / found["ours"]
    return Row(
        f"{what}, {size / 1000:,.0f} kB{', drawn' if drawn else ''}",
        f"{found['ours'] * 1000:.2f} ms",
        f"{found['bare'] * 1000:.2f} ms",
        ratio,
        least=None if drawn else 0.3,
    )
