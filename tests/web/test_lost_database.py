"""A database that was restarted is met again without anybody noticing."""

from __future__ import annotations

import sqlite3

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


def test_who_waits_for_sqlite_in_vain_is_told_that_nothing_was_saved(live_app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return  # every writer of a row of its own gets in at once there
    person = factories.add_person("Ada")
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 20")  # of the one connection that the pool has
    other = sqlite3.connect(str(db.engine.url.database))
    other.execute("BEGIN IMMEDIATE")
    with live_app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = person.account.session_key, True
        db.session.remove()
        answer = client.post("/me/account/name", data={"name": "Somebody else"})
    other.rollback()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "Nothing was saved." in answer.get_data(as_text=True)
    assert db.session.scalar(sa.select(Person.name).where(Person.email == person.email)) == "Ada"
