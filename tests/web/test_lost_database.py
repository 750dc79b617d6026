"""A database that was restarted is met again without anybody noticing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.db import commits, db
from tests import factories
from tests.databases import end_connections


@pytest.fixture
def cut(live_app: Flask) -> None:
    """Every pooled connection is ended by the server, as a restart does. SQLite has no server to lose."""
    factories.add_event(title="Leeds heat")
    db.session.commit()
    db.session.remove()
    end_connections()


def test_a_page_is_read_again(live_app: Flask, cut: None) -> None:
    with live_app.test_client() as client:
        answer = client.get("/events")
    assert answer.status_code == 200
    assert "Leeds heat" in answer.get_data(as_text=True)


def test_a_change_is_made_once(live_app: Flask, cut: None) -> None:
    tries: list[int] = []

    @commits
    def rename() -> None:
        tries.append(1)
        db.session.execute(sa.update(Person).values(name="Nkechi"))

    rename()
    assert len(tries) == (2 if db.engine.dialect.name == "postgresql" else 1)
    assert set(db.session.scalars(sa.select(Person.name))) == {"Nkechi"}
