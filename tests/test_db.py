"""Committing at the edge: all or nothing, refusals in words, deadlocks tried again."""

from __future__ import annotations

import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock, mail
from pitchday.accounts.models import Person
from pitchday.db import Base, commits, constraint_name, db, explained, new_token, new_uid, seeded_uids
from pitchday.diary.models import DiaryKind
from pitchday.diary.services import open_diary
from pitchday.errors import DomainError
from pitchday.history import HistoryEntry
from pitchday.mail import Mail
from tests import factories


def _counts() -> tuple[int, ...]:
    tables: tuple[type[Base], ...] = (Person, HistoryEntry, Mail)
    return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables)


def test_a_change_its_history_and_its_mail_go_together(live_app: Flask) -> None:
    before = _counts()

    @commits
    def half_way() -> None:
        factories_free_person()
        mail.queue("sign_in", to=("Nkechi", "nkechi@pitchday.example"), about="test:1", values={})
        db.session.flush()
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        half_way()
    assert _counts() == before


def factories_free_person() -> Person:
    """A person added but not committed."""
    from pitchday.accounts.services import find_or_add_person

    return find_or_add_person(name="Nkechi", email="nkechi@pitchday.example")


def test_a_broken_constraint_is_told_in_words(app: Flask) -> None:
    factories.add_person(email="zoe@pitchday.example")
    with pytest.raises(sa.exc.IntegrityError) as caught:
        factories.add_person(email="zoe@pitchday.example")
    db.session.rollback()
    assert constraint_name(caught.value) == "uq_person_email"
    refusal = explained(caught.value)
    assert refusal is not None
    assert refusal.message == "Somebody with this email address is here already."
    assert refusal.field == "email"


def test_a_broken_check_is_told_in_words(app: Flask) -> None:
    event = factories.add_event()
    event.ends_at = event.starts_at
    with pytest.raises(sa.exc.IntegrityError) as caught:
        db.session.commit()
    db.session.rollback()
    refusal = explained(caught.value)
    assert refusal is not None
    assert refusal.message == "The end must be after the start."


def test_commits_turns_a_broken_constraint_into_a_refusal(live_app: Flask) -> None:
    factories.add_person(email="zoe@pitchday.example")

    @commits
    def again() -> None:
        diary = open_diary(DiaryKind.PERSON)
        db.session.add(Person(name="Zoë", email="zoe@pitchday.example", diary_id=diary.id, created_at=clock.now()))

    with pytest.raises(DomainError, match="is here already"):
        again()


def test_a_deadlock_is_tried_again(live_app: Flask) -> None:
    """Two writers that take two rows in opposite order: one is refused by the engine, tries again, and both win."""
    first, second = factories.add_person("Aoife").id, factories.add_person("Wei Ling").id
    meet = threading.Barrier(2, timeout=20)

    @commits
    def rename(order: list[int], tries: list[int]) -> None:
        tries.append(1)
        for place, person_id in enumerate(order):
            db.session.execute(sa.update(Person).where(Person.id == person_id).values(name=f"Renamed by {order[0]}"))
            if place == 0 and len(tries) == 1 and db.engine.dialect.name == "postgresql":
                meet.wait()

    attempts: list[list[int]] = [[], []]

    def run(order: list[int], tries: list[int]) -> None:
        with live_app.app_context():
            rename(order, tries)
            db.session.remove()

    threads = [
        threading.Thread(target=run, args=(order, tries))
        for order, tries in (([first, second], attempts[0]), ([second, first], attempts[1]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    names = set(db.session.scalars(sa.select(Person.name).where(Person.id.in_([first, second]))))
    assert len(names) == 1
    if db.engine.dialect.name == "postgresql":
        assert sum(map(len, attempts)) == 3


def test_many_writers_queue_instead_of_failing(live_app: Flask) -> None:
    person_id = factories.add_person("0").id

    @commits
    def count_up() -> None:
        person = db.session.get_one(Person, person_id, with_for_update={"of": Person})
        person.name = str(int(person.name) + 1)

    def run() -> None:
        with live_app.app_context():
            for _ in range(5):
                count_up()
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert db.session.get_one(Person, person_id).name == "40"


def test_what_reads_after_a_request_that_wrote_keeps_nobody_from_writing(live_app: Flask) -> None:
    live_app.test_client().post("/sign-in", data={"email": "nkechi@pitchday.example"})
    _counts()

    def write() -> None:
        with live_app.app_context():
            db.session.execute(sa.text("PRAGMA busy_timeout = 0" if db.engine.dialect.name == "sqlite" else "SELECT 1"))
            commits(factories_free_person)()

    somebody_else = threading.Thread(target=write)
    somebody_else.start()
    somebody_else.join()
    db.session.rollback()
    assert _counts()[0] == 1


def test_uids_tell_nothing_and_seeded_ones_repeat() -> None:
    assert len({new_uid() for _ in range(1000)}) == 1000
    assert len(new_token()) == 32
    import random

    def drawn() -> list[str]:
        with seeded_uids(random.Random(7).choice):
            return [new_uid() for _ in range(3)]

    assert drawn() == drawn()
    assert new_uid() not in drawn()


def test_a_row_that_somebody_else_saved_meanwhile_is_taken_up_anew(live_app: Flask) -> None:
    person_id, is_postgresql = factories.add_person("0").id, db.engine.dialect.name == "postgresql"
    tries: list[str] = []

    @commits
    def count_up() -> None:
        person = db.session.get_one(Person, person_id)
        tries.append(person.name)
        if is_postgresql and len(tries) == 1:
            _save_elsewhere(live_app, person_id)
        person.name = str(int(person.name) + 1)

    count_up()
    # With SQLite one writer waits for the other, so that there is nothing to take up anew.
    assert tries == (["0", "10"] if is_postgresql else ["0"])
    db.session.rollback()
    assert db.session.get_one(Person, person_id).name == str(int(tries[-1]) + 1)


def _save_elsewhere(app: Flask, person_id: int) -> None:
    def save() -> None:
        with app.app_context():
            commits(lambda: setattr(db.session.get_one(Person, person_id), "name", "10"))()

    thread = threading.Thread(target=save)
    thread.start()
    thread.join()
