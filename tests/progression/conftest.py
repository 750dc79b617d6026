"""The final of a programme, and who leads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.events.enums import EventKind
from pitchday.events.models import Event
from tests import factories
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def lead(app: Flask, sign_in: Any) -> Person:
    person = factories.add_person("Zoë Lead", may_create_events=True)
    sign_in(person)
    return person


@pytest.fixture
def final(lead: Person) -> Event:
    """Of a programme whose heats are over."""
    programme = factories.add_programme("Northern Pitch", lead=lead)
    return factories.add_event(
        programme=programme, kind=EventKind.FINAL, title="The final", slug="final", starts_at=NOW + 60 * DAY
    )
