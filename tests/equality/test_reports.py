"""Organisers ask, make the report once, and read no more of it than may be told."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.equality import queries, services
from pitchday.equality.models import EqualityCount, EqualityMark, EqualitySurvey
from pitchday.errors import DomainError
from pitchday.events.cloning import Carry, clone_event
from pitchday.events.enums import Role
from pitchday.events.models import Event, Programme
from tests import factories
from tests.equality.counted import add_answers, add_report, numbers_of

SIGN_IN = Callable[..., Any]


@pytest.fixture
def organiser(app: Flask) -> Person:
    return factories.add_person("Olga Organiser")


@pytest.fixture
def programme(organiser: Person) -> Programme:
    return factories.add_programme("Northern Pitch", lead=organiser)


@pytest.fixture
def event(organiser: Person, programme: Programme) -> Event:
    return factories.add_event(organiser=organiser, programme=programme, title="Leeds heat")


@pytest.fixture
def asked(event: Event) -> EqualitySurvey:
    commits(services.ask)(event, together=False)
    survey = queries.asked_at(event.id)
    assert survey is not None
    return survey


def after_the_call(event: Event) -> Any:
    return clock.frozen(event.applications_close_at + timedelta(days=1))


def test_asking_is_off_until_somebody_wants_it(event: Event, organiser: Person, sign_in: SIGN_IN) -> None:
    browser, page = sign_in(organiser), f"/organise/events/{event.slug}/equality"
    assert queries.asked_at(event.id) is None
    assert "Ask founders" in browser.get(page).text
    asked = browser.post(page, data={"together": "alone"}, follow_redirects=True).text
    assert "Fewer than 5 people have answered" in asked
    stopped = browser.post(f"{page}/stop", follow_redirects=True).text
    assert "What was answered stays counted" in stopped
    assert queries.asked_at(event.id) is None
    refused = browser.post(page, data={"together": "with everybody"})
    assert refused.status_code == 422


def test_a_report_is_made_once_the_call_is_over(
    event: Event, asked: EqualitySurvey, organiser: Person, sign_in: SIGN_IN
) -> None:
    browser, page = sign_in(organiser), f"/organise/events/{event.slug}/equality"
    add_answers(asked, 11, {"sex": "female", "religion": "none"})
    add_answers(asked, 9, {"sex": "male", "religion": "christian"})
    add_answers(asked, 3, {"sex": "male", "religion": "sikh"})
    waiting = browser.get(page).text
    assert "20 people or more have answered" in waiting
    assert "Applications to Leeds heat are still open" in waiting
    assert "Make the report" not in waiting
    assert browser.post(f"{page}/close").location == page, "nor by its address"
    assert browser.get(f"{page}.csv").location == page
    with after_the_call(event):
        assert "It is final" in browser.get(f"{page}/close").text
        report = browser.post(f"{page}/close", follow_redirects=True).text
    assert "<strong>20–24</strong> people took part" in report
    assert "Female" in report
    assert "10–14" in report
    assert "5–9" in report
    assert "not shown" in report
    assert "23" not in report.partition("<main")[2]
    table = {
        (row["Question"], row["Answer"]): (row["At least"], row["At most"])
        for row in csv.DictReader(io.StringIO(browser.get(f"{page}.csv").get_data().decode("utf-8-sig")))
    }
    assert table["Took part", ""] == ("20", "24")
    assert table["Sex", "Male"] == ("10", "14")
    assert table["Religion", "Sikh"] == table["Religion", "Hindu"] == ("", "")


def test_what_is_not_shown_is_not_there_any_more(event: Event, asked: EqualitySurvey) -> None:
    """Nobody can make a finer report later, not even with another setting."""
    add_answers(asked, 11, {"sex": "female"})
    add_answers(asked, 3, {"sex": "male", "religion": "sikh"})
    with after_the_call(event):
        commits(services.close)(asked)
    assert numbers_of(asked) == {}, "three men would be what is left of fourteen"
    assert (asked.taken_part, asked.smallest) == (10, 5)
    kept = db.session.scalars(sa.select(EqualityCount.number).distinct()).all()
    assert kept == [None]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EqualityMark)) == 0


def test_a_report_does_not_change(event: Event, asked: EqualitySurvey, organiser: Person, sign_in: SIGN_IN) -> None:
    """No answer, no new deadline, no second closing makes it differ: there is nothing to compare."""
    add_answers(asked, 12, {"sex": "female"})
    page = f"/organise/events/{event.slug}/equality"
    with after_the_call(event):
        commits(services.close)(asked)
        before = sign_in(organiser).get(f"{page}.csv").get_data()
        event.applications_close_at += timedelta(days=3)
        db.session.commit()
        with pytest.raises(DomainError, match="closed"):
            add_answers(asked, 1, {"sex": "male"})
        commits(services.close)(asked)
        with pytest.raises(DomainError, match="closed"):
            commits(services.ask)(event, together=True)
        assert sign_in(organiser).get(f"{page}.csv").get_data() == before


def test_of_fewer_than_ten_there_is_no_report(event: Event, asked: EqualitySurvey) -> None:
    add_answers(asked, 9, {"sex": "female"})
    with after_the_call(event):
        with pytest.raises(DomainError, match="Fewer than 10"):
            commits(services.close)(asked)
        add_answers(asked, 1, {"sex": "female"})
        commits(services.close)(asked)
    assert numbers_of(asked) == {}, "all that were asked are female, and how many men there are not is hidden"


def test_a_larger_smallest_number_hides_more(app: Flask, event: Event, asked: EqualitySurvey) -> None:
    add_answers(asked, 14, {"sex": "female", "age": "25_to_34"})
    add_answers(asked, 8, {"age": "35_to_44"})
    app.config["EQUALITY_SMALLEST"] = 10
    try:
        with after_the_call(event):
            commits(services.close)(asked)
    finally:
        app.config["EQUALITY_SMALLEST"] = 5
    report = queries.report_of(asked)
    assert report is not None
    assert report.told == "20–29"
    assert numbers_of(asked) == {"age": {"25_to_34": 10}}


def test_cities_count_together_and_nobody_is_in_two_reports(
    event: Event, programme: Programme, organiser: Person, sign_in: SIGN_IN
) -> None:
    """The pitch days that count alone are in no sum with the others, so no difference tells of one of them."""
    second = factories.add_event(organiser=organiser, programme=programme, title="Newcastle heat")
    alone = factories.add_event(organiser=organiser, programme=programme, title="Hull heat")
    for shared in (event, second):
        commits(services.ask)(shared, together=True)
    commits(services.ask)(alone, together=False)
    survey = queries.survey_of(programme)
    assert survey is not None
    assert queries.asked_at(event.id) == queries.asked_at(second.id) == survey
    founder = factories.add_person()
    commits(services.answer)(survey, founder, {"ethnicity": "black"})
    with pytest.raises(DomainError, match="already"):
        commits(services.answer)(survey, founder, {"ethnicity": "black"})
    add_answers(survey, 9, {"ethnicity": "black"})
    other = queries.asked_at(alone.id)
    assert other is not None
    add_answers(other, 10, {"ethnicity": "asian"})
    browser = sign_in(organiser)
    desk = f"/organise/programmes/{programme.slug}/equality"
    with after_the_call(event):
        told = browser.post(f"{desk}/close", follow_redirects=True).text
        assert "10–14" in told
        assert "Leeds heat, Newcastle heat" in told
        here = browser.get(f"/organise/events/{second.slug}/equality").text
        assert "share one report" in here
        assert "10–14" not in here
        assert browser.get(f"/organise/events/{second.slug}/equality.csv").status_code == 302
    assert numbers_of(survey) == {"ethnicity": {"black": 10}}
    assert numbers_of(other) == {"ethnicity": {"asian": 10}}
    with pytest.raises(DomainError, match="alone"):
        commits(services.ask)(factories.add_event(programme=programme), together=True)


def test_whoever_answered_alone_is_not_asked_again_together(event: Event, asked: EqualitySurvey) -> None:
    commits(services.ask)(event, together=True)
    assert queries.asked_at(event.id) != asked
    commits(services.ask)(event, together=False)
    add_answers(asked, 1, {})
    with pytest.raises(DomainError, match="alone"):
        commits(services.ask)(event, together=True)


def test_who_reads_a_report(event: Event, asked: EqualitySurvey, sign_in: SIGN_IN) -> None:
    """The funder's officer does, and changes nothing; judges, coordinators and investors do not."""
    add_answers(asked, 12, {"sex": "female"})
    with after_the_call(event):
        commits(services.close)(asked)
    page = f"/organise/events/{event.slug}/equality"
    for role, may in ((Role.OFFICER, 200), (Role.REVIEWER_COORDINATOR, 403), (Role.JUDGE, 403), (Role.INVESTOR, 403)):
        person = factories.add_person()
        factories.add_role(event, person, role)
        browser = sign_in(person)
        assert browser.get(page).status_code == browser.get(f"{page}.csv").status_code == may, role
        assert browser.post(page, data={"together": "alone"}).status_code == 403
        assert browser.post(f"{page}/close").status_code == 403


def test_a_clone_asks_as_before(event: Event, asked: EqualitySurvey, organiser: Person) -> None:
    def clone(carry: set[Carry]) -> Event:
        values = {"title": "Next year", "shift": timedelta(days=364), "by": organiser}
        return commits(clone_event)(event, carry=frozenset(carry), **values)

    asking = queries.asked_at(clone({Carry.QUESTIONS}).id)
    assert asking is not None
    assert asking != asked
    assert asking.taken_part == 0
    assert queries.asked_at(clone(set()).id) is None


def test_answers_go_with_their_pitch_day(event: Event, asked: EqualitySurvey, programme: Programme) -> None:
    add_answers(asked, 2, {"sex": "female"})
    add_report(programme)
    for survey in db.session.scalars(sa.select(EqualitySurvey)):
        db.session.delete(survey)
    db.session.commit()
    for table in ("equality_asking", "equality_count", "equality_mark"):
        assert db.session.scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0


def test_the_pages_cost_the_same_with_many_answers(
    event: Event, asked: EqualitySurvey, organiser: Person, sign_in: SIGN_IN, count_queries: Any
) -> None:
    browser, page = sign_in(organiser), f"/organise/events/{event.slug}/equality"
    add_answers(asked, 1, {"sex": "female"})
    browser.get(page)
    with count_queries() as few:
        browser.get(page)
    add_answers(asked, 30, {"sex": "female"})
    with count_queries() as many:
        browser.get(page)
    assert many.count == few.count
