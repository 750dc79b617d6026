"""A pitch day with a released programme."""

from __future__ import annotations

import pytest
from flask import Flask

from pitchday.db import db
from pitchday.exports.cache import store
from pitchday.schedule import services
from tests.schedule.conftest import Day, make_day


@pytest.fixture
def day(app: Flask) -> Day:
    return make_day()


@pytest.fixture
def released(day: Day) -> Day:
    services.release(day.event, note="First")
    db.session.commit()
    return day


@pytest.fixture(autouse=True)
def _empty_memory() -> None:
    """What an earlier test left in this process's memory must not answer for this one."""
    store.clear()
