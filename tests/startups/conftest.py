"""Who keeps a startup."""

from __future__ import annotations

import pytest
from flask import Flask

from pitchday.accounts.models import Person
from tests.factories import add_person


@pytest.fixture
def founder(app: Flask) -> Person:
    return add_person("Nkechi")
