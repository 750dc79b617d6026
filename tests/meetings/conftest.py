from __future__ import annotations

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from tests import factories
from tests.meetings.days import Day, make_day


@pytest.fixture
def day(app: Flask) -> Day:
    return make_day()


@pytest.fixture
def investor(app: Flask) -> Person:
    return factories.add_investor("Ines Investor")
