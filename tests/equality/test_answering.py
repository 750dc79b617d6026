"""Founders answer after they have applied, and nothing leads back to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application
from pitchday.db import Base, commits, db
from pitchday.equality import queries, services
from pitchday.equality.models import EqualityCount, EqualityMark, EqualitySurvey
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.history.models import HistoryEntry
from pitchday.mail import Mail
from pitchday.startups.models import StartupMember
from pitchday.web.once import SeenPost
from tests import factories
from tests.diary.test_claims import race
from tests.equality.counted import add_answers, add_survey, numbers_of

SIGN_IN = Callable[..., Any]


@pytest.fixture
def event(app: Flask) -> Event:
    found = factories.add_event()
    commits(services.ask)(found, together=False)
    return found


@pytest.fixture
def founder(app: Flask) -> Person:
    return factories.add_person("Ada Founder")


@pytest.fixture
def application(event: Event, founder: Person) -> Application:
    return factories.add_application(event, factories.add_startup(member=founder), state=ApplicationState.SUBMITTED)


def survey_at(event: Event) -> EqualitySurvey:
    survey = queries.asked_at(event.id)
    assert survey is not None
    return survey


def test_a_founder_answers_once_after_sending(application: Application, founder: Person, sign_in: SIGN_IN) -> None:
    page = f"/applications/{application.uid}/equality"
    browser = sign_in(founder)
    assert page in browser.get(f"/applications/{application.uid}/status").text
    form = browser.get(page).text
    for sentence in ("optional", "no part in the decision", "held apart", "cannot be found again", "Prefer not to say"):
        assert sentence in form
    answer = {"sex": "female", "age": "unsaid", "religion": "sikh", "school": "of hard knocks"}
    thanks = browser.post(page, data=answer, follow_redirects=True).text
    assert "nobody can tell which were yours" in thanks
    assert page not in thanks, "and is not asked again"
    assert "You have answered" in browser.get(page).text
    again = browser.post(page, data={"sex": "male"})
    assert again.status_code == 422
    assert "You have answered these questions already" in again.text
    survey = survey_at(application.event)
    assert numbers_of(survey) == {"sex": {"female": 1}, "religion": {"sikh": 1}}
    assert survey.taken_part == 1


def test_each_founder_of_a_startup_answers(application: Application, founder: Person, sign_in: SIGN_IN) -> None:
    other = factories.add_person()
    application.startup.members.append(StartupMember(person=other, role="Founder"))
    db.session.commit()
    page = f"/applications/{application.uid}/equality"
    for person in (founder, other):
        assert sign_in(person).post(page, data={"caring": "both"}).status_code == 303
    assert numbers_of(survey_at(application.event)) == {"caring": {"both": 2}}


def test_nothing_has_to_be_answered(application: Application, founder: Person, sign_in: SIGN_IN) -> None:
    assert sign_in(founder).post(f"/applications/{application.uid}/equality", data={}).status_code == 303
    assert numbers_of(survey_at(application.event)) == {}


def test_nobody_is_asked_before_sending_or_where_nobody_asks(
    application: Application, event: Event, founder: Person, sign_in: SIGN_IN
) -> None:
    draft = factories.add_application(event, factories.add_startup(member=founder), state=ApplicationState.DRAFT)
    elsewhere = factories.add_application(factories.add_event(), application.startup)
    browser = sign_in(founder)
    for other in (draft, elsewhere):
        assert "equality" not in browser.get(f"/applications/{other.uid}/status").text
        assert browser.get(f"/applications/{other.uid}/equality").status_code == 404
        assert browser.post(f"/applications/{other.uid}/equality", data={"sex": "male"}).status_code == 404
    assert numbers_of(survey_at(event)) == {}


def test_one_person_with_two_startups_counts_once(
    application: Application, event: Event, founder: Person, sign_in: SIGN_IN
) -> None:
    second = factories.add_application(event, factories.add_startup(member=founder))
    browser = sign_in(founder)
    assert browser.post(f"/applications/{application.uid}/equality", data={"sex": "male"}).status_code == 303
    assert "equality" not in browser.get(f"/applications/{second.uid}/status").text
    assert browser.post(f"/applications/{second.uid}/equality", data={"sex": "male"}).status_code == 422
    assert numbers_of(survey_at(event)) == {"sex": {"male": 1}}


def test_no_table_leads_to_anybody() -> None:
    """Neither from the counts to people, startups and applications, nor back; the only way on is to a pitch day."""
    tables = {name: table for name, table in Base.metadata.tables.items() if name.startswith("equality_")}
    assert set(tables) == {"equality_survey", "equality_asking", "equality_count", "equality_mark"}
    points_at = {
        name: {key.column.table.name for key in table.foreign_keys} for name, table in Base.metadata.tables.items()
    }
    assert points_at["equality_count"] == points_at["equality_mark"] == {"equality_survey"}
    assert points_at["equality_survey"] == {"event", "programme"}
    assert points_at["equality_asking"] == {"event", "equality_survey"}
    assert not {name for name, targets in points_at.items() if targets & set(tables) and name not in tables}
    for model in (EqualityCount, EqualityMark):
        columns = set(sa.inspect(model).columns.keys())
        assert not columns & {"id", "uid", "at", "created_at", "person_id", "application_id", "startup_id"}


def test_an_answer_leaves_no_trace_but_a_number(
    app: Flask, application: Application, founder: Person, sign_in: SIGN_IN, caplog: pytest.LogCaptureFixture
) -> None:
    """No row of any other table, no line of a log, and of the marks none that names the founder."""
    browser = sign_in(founder)

    def others() -> dict[str, int]:
        return {
            name: db.session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in Base.metadata.tables.items()
            if not name.startswith("equality_")
        }

    before = others()
    with caplog.at_level("DEBUG"):
        sent = {"orientation": "bisexual", "religion": "jewish", "once": "k" * 20}
        assert browser.post(f"/applications/{application.uid}/equality", data=sent).status_code == 303
    db.session.commit()
    assert others() == before
    assert "bisexual" not in caplog.text
    history = "".join(str(entry.changes) for entry in db.session.scalars(sa.select(HistoryEntry)))
    assert "bisexual" not in history
    assert "taken_part" not in history
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SeenPost)) == 0
    assert "bisexual" not in "".join(str(mail.values) for mail in db.session.scalars(sa.select(Mail)))
    (mark,) = db.session.scalars(sa.select(EqualityMark.mark))
    assert founder.uid not in mark
    assert str(founder.id) != mark


def test_each_answer_writes_every_number(event: Event, founder: Person, count_queries: Any) -> None:
    """The database's own notes of what changed last would tell which numbers somebody added to."""
    survey = survey_at(event)
    with count_queries() as counter:
        commits(services.answer)(survey, founder, {"sex": "female", "age": "25_to_34"})
    updates = [text for text in counter.statements if text.startswith("UPDATE equality_count")]
    assert len(updates) == 1
    where = updates[0].partition("WHERE")[2].rpartition("WHERE")[2]
    assert "question" not in where
    assert "survey_id" in where


def test_sqlite_keeps_no_order_of_rows(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    for table in ("equality_count", "equality_mark"):
        with pytest.raises(sa.exc.OperationalError, match="rowid"):
            db.session.execute(sa.text(f"SELECT rowid FROM {table}"))
        db.session.rollback()


def test_after_closing_nobody_answers(
    event: Event, application: Application, founder: Person, sign_in: SIGN_IN
) -> None:
    survey = survey_at(event)
    survey.closed_at, survey.smallest = event.starts_at, 5
    db.session.commit()
    browser = sign_in(founder)
    assert "equality" not in browser.get(f"/applications/{application.uid}/status").text
    page = f"/applications/{application.uid}/equality"
    assert "These questions are closed" in browser.get(page).text
    refused = browser.post(page, data={"sex": "male"})
    assert refused.status_code == 422
    assert "These questions are closed" in refused.text
    assert numbers_of(survey) == {}
    with pytest.raises(DomainError):
        commits(services.answer)(survey, founder, {"sex": "male"})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EqualityMark)) == 0


def test_answers_and_closing_at_one_moment(live_app: Flask) -> None:
    """Whoever is thanked is counted, nobody twice, and nobody after the report."""
    event = factories.add_event()
    survey = add_survey(event)
    add_answers(survey, 10, {"age": "25_to_34"})
    people = [factories.add_person() for _ in range(4)]
    survey_id, ids = survey.id, [people[0].id, *(person.id for person in people)]
    over = event.applications_close_at + timedelta(days=1)
    db.session.commit()

    @commits
    def act(number: int) -> None:
        here = db.session.get_one(EqualitySurvey, survey_id)
        if number == len(ids):
            services.close(here)
        else:
            services.answer(here, db.session.get_one(Person, ids[number]), {"age": "25_to_34"})

    def attempt(number: int) -> str:
        try:
            with clock.frozen(over):
                act(number)
        except DomainError as refusal:
            return "twice" if "already" in refusal.message else "late"
        return "closed" if number == len(ids) else "counted"

    answers = race(live_app, len(ids) + 1, attempt)
    db.session.expire_all()
    people_counted = 10 + answers.count("counted")
    assert answers.count("closed") == 1
    assert people_counted <= 14
    assert queries.counts_of(survey)["age"]["25_to_34"] == survey.taken_part
    assert survey.taken_part == people_counted - people_counted % 5
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EqualityMark)) == 0
