"""Forms keep what was typed, and ask about times that exist twice or never."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wtforms import StringField
from wtforms.validators import InputRequired

from pitchday.web.downloads import PRIVATE, download
from pitchday.web.forms import Form, MomentField, cleaned, safe_name
from tests import factories
from tests.pages import CheckingClient


class When(Form):
    title = StringField("Title")
    starts_at = MomentField("Start", [InputRequired("Enter when it starts.")])


def sent(app: Flask, **values: str) -> When:
    with app.test_request_context("/", method="POST", data=values):
        form = When()
        form.validate()
        return form


def test_a_moment_is_read_in_its_zone(app: Flask) -> None:
    form = sent(app, **{"starts_at-date": "2027-07-06", "starts_at-time": "18:00"})
    assert form.errors == {}
    assert form.starts_at.data == datetime(2027, 7, 6, 17, 0, tzinfo=UTC)


def test_the_spring_gap_is_refused_and_what_was_typed_kept(app: Flask) -> None:
    form = sent(app, **{"starts_at-date": "2027-03-28", "starts_at-time": "01:30"})
    assert "does not exist" in form.starts_at.errors[0]
    assert 'value="01:30"' in str(form.starts_at())
    assert "<select" not in str(form.starts_at())


def test_the_autumn_overlap_is_asked_about_and_answered(app: Flask) -> None:
    values = {"starts_at-date": "2027-10-31", "starts_at-time": "01:30"}
    form = sent(app, **values)
    assert "happens twice" in form.starts_at.errors[0]
    assert "The first, before clocks go back" in str(form.starts_at())
    assert sent(app, **values, **{"starts_at-fold": "0"}).starts_at.data == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert sent(app, **values, **{"starts_at-fold": "1"}).starts_at.data == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "words"),
    [
        ("", "", "Enter when it starts."),
        ("2027-07-06", "", "Enter a date and a time"),
        ("tomorrow", "18:00", "Enter a date and a time"),
        ("2027-02-30", "18:00", "Enter a date and a time"),
        ("0001-01-01", "00:00", "between 2000 and 2100"),
        ("9999-12-31", "23:59", "between 2000 and 2100"),
    ],
)
def test_no_moment_at_all_is_told_kindly(app: Flask, day: str, at: str, words: str) -> None:
    form = sent(app, **{"starts_at-date": day, "starts_at-time": at})
    assert words in form.starts_at.errors[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(day=st.text(max_size=30), at=st.text(max_size=30), fold=st.text(max_size=3), title=st.text(max_size=50))
def test_no_input_breaks_a_form(app: Flask, day: str, at: str, fold: str, title: str) -> None:
    values = {"starts_at-date": day, "starts_at-time": at, "starts_at-fold": fold, "title": title}
    form = sent(app, **{name: value.encode("utf-8", "ignore").decode() for name, value in values.items()})
    assert str(form.starts_at())
    assert form.errors or form.starts_at.data is not None


@given(st.text())
def test_cleaned_text_can_be_stored_anywhere(text: str) -> None:
    found = cleaned(text)
    assert found is not None
    found.encode()
    assert "\0" not in found
    assert cleaned(found) == found


@given(st.text(max_size=300))
def test_a_file_name_has_no_folder(name: str) -> None:
    found = safe_name(name)
    assert found
    assert len(found) <= 120
    assert not set("/\\\n\0") & set(found)


def test_a_name_with_a_line_break_ends_no_header(app: Flask) -> None:
    with app.test_request_context():
        answer = download(b"%PDF-", "pdf", name="our\rdeck\n", cache=PRIVATE)
    assert 'filename="our deck.pdf"' in answer.headers["Content-Disposition"]


def test_the_mark_of_a_form_may_be_anything(client: CheckingClient, sign_in: Any) -> None:
    sign_in(factories.add_person())
    assert client.post("/startups/new", data={"once": "\0mark", "name": "Loomgrid"}).status_code == 303
