"""Every page that has an address, as somebody sees it who may open it: axe, sideways scroll, and script errors.

The walk goes by the map of addresses and the table of guards, so that a page is looked at from the day it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pitchday import clock
from pitchday.accounts.services import make_link
from pitchday.db import commits, db
from tests import world
from tests.conftest import make_app
from tests.databases import Databases
from tests.journey.browser import PHONE, WIDE, Visitor
from tests.journey.inspection import Inspector
from tests.journey.site import Site, running
from tests.test_guards import ADMITS, guard_of


@dataclass(frozen=True)
class Tour:
    """The addresses that one role opens, and the link that signs it in; empty for somebody without an account."""

    role: str
    link: str
    addresses: tuple[str, ...]


@contextmanager
def furnished_site(databases: Databases, var: Path) -> Iterator[tuple[Site, list[Tour]]]:
    """A site in which every address leads somewhere, a month before the pitch day."""
    url = databases.fresh("sqlite")
    app = make_app(url, var)
    with app.app_context(), clock.frozen(datetime.now(UTC)):
        opens_at = (clock.now() + timedelta(days=30)).replace(hour=13, minute=0, second=0, microsecond=0)
        built = world.build(starts_at=opens_at)
        tours = [
            Tour(role, commits(_link)(built, role), tuple(sorted(addresses)))
            for role, addresses in _addresses(built, app).items()
        ]
        db.session.remove()
        db.engine.dispose()
    with running(url, var) as site:
        yield site, tours


def _addresses(built: world.World, app: world.Flask) -> dict[str, set[str]]:
    """For each role the addresses that nobody before it in the list of roles may open."""
    found: dict[str, set[str]] = {}
    for rule in world.rules(app):
        admitted = ADMITS[guard_of(app, rule) or ""][0]
        if "GET" in (rule.methods or ()) and admitted:
            role = next(role for role in world.ROLES if role in admitted)
            address = built.address(rule, **built.instead.get(rule.endpoint, {}))
            found.setdefault(role, set()).add(address)
    return found


def _link(built: world.World, role: str) -> str:
    person = built.people[role]
    return "" if person is None else urlsplit(make_link(email=person.email, name=person.name, next_url="/me")).path


def look_at(somebody: Visitor, address: str) -> None:
    """What is no page is only asked for."""
    answer = somebody.context.request.get(address)
    assert answer.status < 400, f"{address}: {answer.status}"
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return
    if "refresh" in answer.headers:
        # It moves on by itself, and would cut short the way to the next page.
        with somebody.another_tab():
            somebody.open(address)
    else:
        somebody.open(address)


@pytest.mark.timeout(900)
def test_no_page_keeps_anybody_out(databases: Databases, visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    # Two looks instead of four: what only one of the other two could find is a colour, and those have tests of theirs.
    inspector = Inspector(looks=(("light", WIDE), ("dark", PHONE)))
    with furnished_site(databases, tmp_path / "var") as (site, tours):
        for tour in tours:
            somebody = visitor(site, look=inspector)
            if tour.link:
                somebody.open(tour.link)
                somebody.press("Sign in")
            for address in tour.addresses:
                look_at(somebody, address)
    assert len(inspector.seen) > 60, "the walk has become shorter than what this test is for"
    assert not inspector.complaints, "\n".join(inspector.complaints)
