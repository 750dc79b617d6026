"""The migrations go up, down and up again on both databases, and end where the models are."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade

from pitchday.app import create_app
from pitchday.db import Base, db
from tests.conftest import ForTests
from tests.databases import Databases


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_up_down_and_up_again(kind: str, databases: Databases, tmp_path: Path) -> None:
    app = create_app(ForTests(databases.empty(kind), tmp_path))
    with app.app_context():
        upgrade()
        cities = _count("city")
        downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}
        assert left == set()
        upgrade()
        assert cities == _count("city") == 12
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_there_is_kept(kind: str, databases: Databases, tmp_path: Path) -> None:
    """A site of the first version, with a programme, a pitch day and a team, goes up and down without a loss."""
    app = create_app(ForTests(databases.empty(kind), tmp_path))
    with app.app_context():
        upgrade(revision="0006")
        with db.engine.begin() as connection:
            for statement in FIRST_SITE:
                connection.execute(sa.text(statement))
        cities = _all(CITIES)
        upgrade()
        assert _all(f"{NEWEST_AREA} WHERE city.slug = 'hull'") == [
            ("Yorkshire and the Humber", "Hull and East Yorkshire Combined Authority")
        ]
        assert _all(f"{NEWEST_AREA} WHERE city.slug = 'durham'") == [("North East", "Of its own")]
        assert _all("SELECT funder.name FROM programme JOIN funder ON funder.id = funder_id") == [("The Fund",)]
        assert _all("SELECT person_id, role FROM event_role ORDER BY id") == [(1, "lead"), (2, "organiser")]
        assert _all("SELECT role FROM programme_role") == [("lead",)]
        assert _all(VENUES) == [(True, None)]
        assert _all("SELECT owner_id, quiet_room, latitude FROM venue") == [(2, None, None)]
        assert _all("SELECT registration, number_shared FROM startup ORDER BY id") == [
            ("companies_house", False),
            ("companies_house", True),
            (None, False),
        ]
        assert _all("SELECT uid FROM deck WHERE is_shown") == [("d3",)]
        for refused in (
            "UPDATE deck SET is_shown = true",
            "UPDATE startup SET number_shared = false",
            "UPDATE venue SET latitude = 53.8",
            "UPDATE venue SET latitude = 530.8, longitude = 0",
            "UPDATE event SET ends_at = starts_at",
            "UPDATE event SET state = 'mislaid'",
            "UPDATE event SET guests_expected = 0",
            "UPDATE event_role SET role = 'stowaway'",
            "UPDATE event SET city_id = 999",
            "UPDATE city_area SET valid_to = NULL",
            "INSERT INTO city_area (city_id, region, combined_authority, valid_from) "
            "SELECT city_id, region, '', '2030-01-01' FROM city_area WHERE valid_to IS NULL",
        ):
            with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
                connection.execute(sa.text(refused))
        with db.engine.begin() as connection:
            connection.execute(sa.text("UPDATE event SET state = 'postponed'"))
        downgrade(revision="0006")
        assert _all("SELECT funder FROM programme") == [("The Fund",)]
        assert _all(CITIES) == cities
        assert _all(VENUES) == [(True, False)]
        assert _all("SELECT person_id, role FROM event_role ORDER BY id") == [(1, "organiser"), (2, "organiser")]
        assert _all("SELECT state FROM event") == [("cancelled",)]
        db.engine.dispose()


CITIES = "SELECT slug, name, hue, region, combined_authority FROM city ORDER BY id"
VENUES = "SELECT step_free, hearing_loop FROM venue"
NEWEST_AREA = (
    "SELECT region, combined_authority FROM city_area JOIN city ON city.id = city_id AND city_area.valid_to IS NULL"
)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_several_leads_the_first_stays(kind: str, databases: Databases, tmp_path: Path) -> None:
    """Nobody loses a right but that of handing over, and what nobody owned is owned by whoever organised first."""
    app = create_app(ForTests(databases.empty(kind), tmp_path))
    with app.app_context():
        upgrade(revision="0006")
        with db.engine.begin() as connection:
            for statement in FIRST_SITE:
                connection.execute(sa.text(statement))
        upgrade(revision="0019")
        with db.engine.begin() as connection:
            for statement in SEVERAL_LEADS:
                connection.execute(sa.text(statement))
        upgrade()
        found = "SELECT {0}, person_id, role FROM {1} ORDER BY {0}, person_id, role"
        assert _all(found.format("event_id", "event_role")) == [
            (1, 1, "lead"),
            (1, 2, "organiser"),
            (2, 1, "judge"),
            (2, 2, "lead"),
            (3, 1, "judge"),
        ]
        assert _all(found.format("programme_id", "programme_role")) == [(1, 1, "organiser"), (1, 2, "lead")]
        second = "INSERT INTO event_role (event_id, person_id, role, created_at) VALUES (1, 2, 'lead', '2026-11-01')"
        with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
            connection.execute(sa.text(second))
        downgrade(revision="0019")
        assert len(_all("SELECT id FROM event_role")) == 5
        with db.engine.begin() as connection:
            connection.execute(sa.text(second))
        upgrade()
        db.engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_questions_and_their_answers_are_kept(kind: str, databases: Databases, tmp_path: Path) -> None:
    """Long texts stay what they are. Back again, other kinds become long texts, and a file leaves its name."""
    app = create_app(ForTests(databases.empty(kind), tmp_path))
    with app.app_context():
        upgrade(revision="0006")
        _run(*FIRST_SITE)
        upgrade(revision="0020")
        _run(*OLD_QUESTIONS)
        upgrade()
        found = "SELECT kind, label, max_words, required, readers, since FROM question ORDER BY id"
        assert _all(found) == [("long_text", "Why?", 150, True, "all", 1), ("long_text", "Who?", 90, False, "all", 1)]
        _run(*NEW_QUESTIONS)
        for refused in (
            "UPDATE question SET kind = 'riddle'",
            "UPDATE question SET least = 5, most = 4",
            "UPDATE question SET until = 0",
        ):
            with pytest.raises(sa.exc.IntegrityError):
                _run(refused)
        downgrade(revision="0020")
        assert _all("SELECT label, max_words FROM question ORDER BY id") == [
            ("Who?", 90),
            ("A plan", 200),
            ("Why so?", 50),
        ]
        assert _all("SELECT question_id, text FROM answer ORDER BY question_id") == [
            (2, "Ann."),
            (3, "plan.pdf"),
            (4, "Because."),
        ]
        upgrade()
        db.engine.dispose()


def _run(*statements: str) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


OLD_QUESTIONS = (
    "INSERT INTO diary (id, kind) VALUES (30, 'startup')",
    "INSERT INTO startup (id, uid, slug, name, one_liner, description, website, company_number, use_of_funds, "
    "traction, listed, diary_id, created_at, version) VALUES "
    "(30, 'loom', 'loom', 'Loomgrid', '', '', '', '', '', '', false, 30, '2026-11-01 10:00:00', 1)",
    "INSERT INTO application (id, uid, event_id, startup_id, state, decision_reason, created_at, changed_at, version) "
    "VALUES (1, 'a', 1, 30, 'draft', '', '2026-11-01 10:00:00', '2026-11-01 10:00:00', 1)",
    "INSERT INTO question (id, uid, event_id, position, label, help_text, max_words, required) VALUES "
    "(1, 'q1', 1, 1, 'Why?', '', 150, true), (2, 'q2', 1, 2, 'Who?', '', 90, false)",
    "INSERT INTO answer (id, application_id, question_id, text) VALUES (1, 1, 1, 'Because.'), (2, 1, 2, 'Ann.')",
)
_QUESTION = (
    "INSERT INTO question (id, uid, event_id, position, label, help_text, max_words, required, kind, unit, options, "
    "shown_if, readers, since, replaces_id) VALUES "
)
NEW_QUESTIONS = (
    _QUESTION + "(3, 'q3', 1, 3, 'A plan', '', NULL, true, 'file', '', '[]', '[]', 'organisers', 1, NULL)",
    "UPDATE question SET until = 1 WHERE id = 1",
    _QUESTION + "(4, 'q4', 1, 1, 'Why so?', '', 50, true, 'long_text', '', '[]', '[]', 'all', 2, 1)",
    "INSERT INTO answer_file (id, uid, application_id, file_id, file_name, pages, uploaded_at, uploaded_by_id) "
    "VALUES (1, 'f1', 1, 1, 'plan.pdf', 2, '2026-11-01 10:00:00', 1)",
    "INSERT INTO answer (id, application_id, question_id, text) VALUES (3, 1, 3, 'f1')",
)
SEVERAL_LEADS = (
    "DELETE FROM event_role",
    "DELETE FROM programme_role",
    *(
        "INSERT INTO event (id, uid, slug, kind, state, title, description, city_id, venue_id, zone_name, starts_at, "
        "ends_at, applications_close_at, calendar_sequence, changed_at, created_at, notice, version) "
        f"SELECT {number}, '{name}', '{name}', kind, state, title, description, city_id, venue_id, zone_name, "
        "starts_at, ends_at, applications_close_at, 0, changed_at, created_at, notice, 1 FROM event WHERE uid = 'e'"
        for number, name in ((2, "f"), (3, "g"))
    ),
    "INSERT INTO event_role (event_id, person_id, role, created_at) VALUES "
    "(1, 1, 'lead', '2026-11-01'), (1, 2, 'organiser', '2026-11-01'), (1, 2, 'lead', '2026-11-01'), "
    "(2, 1, 'judge', '2026-11-01'), (2, 2, 'organiser', '2026-11-01'), (3, 1, 'judge', '2026-11-01')",
    "INSERT INTO programme_role (programme_id, person_id, role) VALUES (1, 2, 'lead'), (1, 1, 'lead')",
)
FIRST_SITE = (
    "INSERT INTO city (slug, name, latitude, longitude, hue, region, combined_authority) "
    "VALUES ('durham', 'Durham', 54.78, -1.57, 270, 'North East', 'Of its own')",
    "INSERT INTO diary (id, kind) VALUES (1, 'person'), (2, 'person'), (3, 'startup'), (4, 'startup'), (5, 'startup')",
    *(
        "INSERT INTO startup (uid, slug, diary_id, created_at, listed, name, one_liner, description, website, "
        "company_number, use_of_funds, traction, version) VALUES "
        f"('s{diary}', 's{diary}', {diary}, '2026-11-01 10:00:00', false, 'S', '', '', '', '{number}', '', '', 1)"
        for diary, number in ((3, "12345678"), (4, "12345678"), (5, ""))
    ),
    "INSERT INTO person (id, uid, name, email, diary_id, created_at, version) VALUES "
    "(1, 'a', 'Ann', 'ann@pitchday.example', 1, '2026-11-01 10:00:00', 1), "
    "(2, 'b', 'Bob', 'bob@pitchday.example', 2, '2026-11-01 10:00:00', 1)",
    "INSERT INTO stored_file (id, sha256, size, media_type, created_at) VALUES "
    "(1, 'x', 1, 'application/pdf', '2026-11-01 10:00:00')",
    *(
        "INSERT INTO deck (uid, startup_id, file_id, file_name, pages, uploaded_at, uploaded_by_id) "
        f"SELECT 'd{day}', min(id), 1, 'deck.pdf', 3, '2026-11-0{day} 10:00:00', 1 FROM startup"
        for day in (2, 3, 1)
    ),
    "INSERT INTO venue (id, uid, city_id, name, address, postcode, nearest_station, step_free, hearing_loop, "
    "access_notes, version) SELECT 1, 'v', id, 'Hall', '', '', '', true, false, '', 1 FROM city WHERE slug = 'leeds'",
    "INSERT INTO history_entry (at, actor, actor_name, action, subject, subject_label, changes) VALUES "
    "('2026-11-01 10:00:00', 'person:2', 'Bob', 'created', 'venue:1', 'Hall', '{}')",
    "INSERT INTO programme (id, slug, name, funder, summary, version) VALUES (1, 'p', 'Pitch', 'The Fund', '', 1)",
    "INSERT INTO event (id, uid, slug, programme_id, kind, state, title, description, city_id, venue_id, zone_name, "
    "starts_at, ends_at, applications_close_at, calendar_sequence, changed_at, created_at, version) "
    "SELECT 1, 'e', 'e', 1, 'heat', 'published', 'Heat', '', city_id, 1, 'Europe/London', '2027-02-16 13:00:00', "
    "'2027-02-16 18:00:00', '2027-02-01 17:00:00', 0, '2026-11-01 10:00:00', '2026-11-01 10:00:00', 1 FROM venue",
    "INSERT INTO event_role (id, event_id, person_id, role, created_at) VALUES "
    "(1, 1, 1, 'organiser', '2026-11-01 10:00:00'), (2, 1, 2, 'organiser', '2026-11-01 10:00:00')",
    "INSERT INTO programme_role (id, programme_id, person_id, role) VALUES (1, 1, 1, 'organiser')",
)


def _all(statement: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(statement))]


def _count(table: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(sa.table(table))).scalar_one()


@pytest.mark.parametrize("table", ["history_entry", "release", "release_item", "submission", "deck_view"])
@pytest.mark.parametrize("statement", ["UPDATE {0} SET id = id", "DELETE FROM {0}"])
def test_history_is_not_changed(app: object, table: str, statement: str) -> None:
    """A trigger on SQLite speaks per row, so that there has to be one; history has some after any change."""
    from tests import factories

    factories.add_person()
    if db.engine.dialect.name == "sqlite" and table != "history_entry":
        triggers = db.session.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        assert {f"{table}_is_frozen_update", f"{table}_is_frozen_delete"} <= set(triggers)
        return
    if table == "submission":  # the database looks at each before it deletes it
        sent = factories.add_application(factories.add_event(), factories.add_startup())
        factories.add_submission(sent)
    with pytest.raises(sa.exc.DBAPIError, match="never changed or deleted"):
        db.session.execute(sa.text(statement.format(table)))
