"""Every change leaves a trace: who, when, what it was and what it became."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.errors import StaleEdit
from pitchday.history import HistoryEntry, acting
from pitchday.history.queries import of_scope
from pitchday.history.stale import require_version
from tests import factories
from tests.conftest import NOW


def _last() -> HistoryEntry:
    return db.session.scalars(sa.select(HistoryEntry).order_by(HistoryEntry.id.desc()).limit(1)).one()


def test_a_change_is_put_down_with_its_actor_and_difference(app: Flask) -> None:
    organiser = factories.add_person("Aoife O'Hara-Singh")
    event = factories.add_event(organiser=organiser, title="Leeds heat")
    with acting(organiser.actor), clock.frozen(NOW + timedelta(hours=1)):
        event.title = "Leeds heat 2027"
        db.session.commit()
    entry = _last()
    assert (entry.action, entry.actor_name, entry.at) == ("changed", "Aoife O'Hara-Singh", NOW + timedelta(hours=1))
    assert entry.changes == {"title": ["Leeds heat", "Leeds heat 2027"]}
    assert entry.scope == f"event:{event.id}"


def test_nothing_changed_leaves_no_trace(app: Flask) -> None:
    event = factories.add_event()
    before = _last().id
    event.title = str(event.title)
    db.session.commit()
    assert _last().id == before


def test_secrets_are_not_put_down(app: Flask) -> None:
    person = factories.add_person()
    assert person.account is not None
    person.account.password_hash = "$argon2id$secret"
    db.session.commit()
    assert _last().changes == {"password_hash": ["…", "…"]}
    assert "secret" not in str([entry.changes for entry in db.session.scalars(sa.select(HistoryEntry))])


def test_what_belongs_to_an_event_is_found_under_it(app: Flask) -> None:
    event, other = factories.add_event(), factories.add_event()
    factories.add_sitting(event, title="Morning pitches")
    labels = [entry.subject_label for entry in db.session.scalars(of_scope(f"event:{event.id}"))]
    assert labels[0] == "Morning pitches"
    assert other.title not in labels


def test_a_stale_edit_says_who_changed_what(app: Flask) -> None:
    organiser = factories.add_person("Wei Ling Tan")
    event = factories.add_event()
    read = event.version
    require_version(event, read)
    with acting(organiser.actor):
        event.title, event.description = "Another", "Text"
        db.session.commit()
    with pytest.raises(StaleEdit, match=r"Wei Ling Tan changed .*title.* at 10:00\."):
        require_version(event, read)


def test_a_rolled_back_change_leaves_no_trace(app: Flask, mails: Callable[[], list[object]]) -> None:
    event = factories.add_event()
    before = _last().id
    event.title = "Never"
    db.session.flush()
    assert _last().id > before
    db.session.rollback()
    assert _last().id == before
