"""A call, a founder who applies and an organiser who decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.applications import queries
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.startups.enums import Stage
from pitchday.startups.models import Sector, Startup
from tests import factories
from tests.applications.browser import Founder, Organiser
from tests.pages import CheckingClient


@dataclass
class Call:
    """A published pitch day, one startup with a complete profile, and a browser for each side."""

    event: Event
    startup: Startup
    ada: Person
    founder: Founder
    organiser: Organiser

    @property
    def application(self) -> Application:
        db.session.expire_all()
        return queries.of_startups(self.event.id, [self.startup.id])[self.startup.id]


def add_complete_startup(member: Person, **values: Any) -> Startup:
    """A startup whose profile has all that organisers need."""
    sector = db.session.query(Sector).order_by(Sector.id).first()
    facts = {"description": "We mend looms.", "city": factories.city("leeds"), "sector": sector, "stage": Stage.SEED}
    return factories.add_startup(member=member, **{**facts, **values})


@pytest.fixture
def call(app: Flask, other_client: Callable[[], CheckingClient], sign_in: Callable[..., Any]) -> Call:
    ada, olive = factories.add_person("Ada Founder"), factories.add_person("Olive Organiser")
    event = factories.add_event(organiser=olive)
    startup = add_complete_startup(ada, name="Loomgrid")
    return Call(
        event,
        startup,
        ada,
        Founder(sign_in(ada, on=other_client()), event.slug, startup.slug),
        Organiser(sign_in(olive, on=other_client()), event.slug),
    )
