"""A queue that cannot be reached loses a wake-up, never a change."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import jobs
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from tests import factories


def test_a_change_stands_when_the_queue_is_gone(live_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(live_app.config, "QUEUE", "kept")
    monkeypatch.setitem(live_app.config, "REDIS_URL", "redis://127.0.0.1:1/0")
    person = factories.add_person("Aoife")

    @commits
    def rename() -> None:
        db.session.get_one(Person, person.id).name = "Nkechi"
        jobs.after_commit("mail.deliver")

    rename()
    assert db.session.scalar(sa.select(Person.name).where(Person.id == person.id)) == "Nkechi"
