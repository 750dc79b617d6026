"""The macros tie labels, hints and errors to their fields and say every state in words."""

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from tests.pages import Page


def choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in words.items()]


class Application(Form):
    token = HiddenField()
    name = StringField("Company name", [DataRequired("Enter the company's name")], description="As registered")
    stage = SelectField("Stage", [DataRequired("Choose a stage")], choices=choices({"": "Choose", "seed": "Seed"}))
    heat = RadioField("Heat", [DataRequired("Choose a heat")], choices=choices({"leeds": "Leeds", "hull": "Hull"}))
    problem = TextAreaField("Problem", [Optional()])
    seats = IntegerField("Seats", [Optional()])
    agree = BooleanField("We agree", [DataRequired("Tick the box")])


@pytest.fixture(scope="module")
def environment() -> Environment:
    templates = Path(__file__).parents[2] / "templates"
    made = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["csrf_token"] = lambda: "t0ken"
    made.filters.update(span=lambda *_: "span", moment=lambda *_: "moment", clock_span=lambda *_: "18:00")
    return made


def drawn(environment: Environment, text: str, **values: Any) -> str:
    """The HTML of a template text, after a look for faults."""
    html = environment.from_string(text).render(**values)
    assert Page("<h1>x</h1>" + html if "<h1" not in html else html).faults == []
    return html


FORM = """{% import "macros/forms.html" as forms %}{{ forms.error_summary(form) }}
{{ forms.hidden_fields(form) }}
{{ forms.field(form.name) }}{{ forms.field(form.stage) }}
{{ forms.field(form.heat, hints={"hull": "At the Guildhall"}) }}
{{ forms.field(form.problem, words=200) }}{{ forms.field(form.seats, width=4, suffix="seats") }}
{{ forms.field(form.agree, hint="You can change your mind") }}{{ forms.buttons("Send", "Cancel", "/") }}"""


@pytest.fixture
def refused() -> Application:
    form = Application(MultiDict({"seats": "many"}))
    form.validate()
    return form


def test_every_error_is_in_the_summary_and_leads_to_a_field_that_is_there(
    environment: Environment, refused: Application
) -> None:
    html = drawn(environment, FORM, form=refused)
    links = re.findall(r'<li><a href="#([^"]+)">', html)
    assert links == ["name", "stage", "heat-0", "seats", "agree"]
    assert all(f'id="{link}"' in html for link in links)


def test_hint_and_error_are_read_with_the_field(environment: Environment, refused: Application) -> None:
    html = drawn(environment, FORM, form=refused)
    name = re.search(r'<input[^>]*name="name"[^>]*>', html)
    assert name
    assert 'aria-describedby="name-hint name-error"' in name[0]
    assert 'aria-invalid="true"' in name[0]
    assert '<fieldset class="form-group has-error" id="heat" aria-describedby="heat-error">' in html
    described = {one for ids in re.findall(r'aria-describedby="([^"]+)"', html) for one in ids.split()}
    assert all(f'id="{one}"' in html for one in described)
    assert html.count('<span class="visually-hidden">Error: </span>') == 5


def test_a_form_without_faults_says_nothing_about_errors(environment: Environment) -> None:
    html = drawn(environment, FORM, form=Application())
    assert "rror" not in html
    assert "Up to 200 words" in html
    assert html.count("(optional)") == 2


def test_what_people_typed_is_escaped(environment: Environment) -> None:
    form = Application(MultiDict({"name": '"><script>', "problem": "</textarea><b>"}))
    html = drawn(environment, FORM, form=form)
    assert "<script>" not in html and "<b>" not in html


def test_two_forms_on_a_page_do_not_share_ids(environment: Environment) -> None:
    text = '{% import "macros/forms.html" as forms %}{{ forms.hidden_fields(form) }}{{ forms.hidden_fields(form) }}'
    assert drawn(environment, text, form=Application()).count("token") == 2


def test_a_button_form_posts_its_values_with_a_token(environment: Environment) -> None:
    text = """{% import "macros/forms.html" as forms %}
    {{ forms.button("/undo", "Up", {"slot": 7}, icon_name="up", icon_only=true, about="Loomgrid") }}"""
    html = drawn(environment, text)
    assert 'value="t0ken"' in html and 'name="slot" value="7"' in html and "Loomgrid" in html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "line.stops([{'label': 'Sent', 'state': 'done'}, {'label': 'Read', 'state': 'current'}])",
            ["(done)", "(now)"],
        ),
        ("line.stops([{'label': 'Sent', 'state': 'stopped'}, {'label': 'Read'}])", ["(stopped here)", "(to come)"]),
        ("line.running_order([{'time': '18:00', 'iso': 'x', 'title': 'A', 'state': 'current'}], level=2)", ["Now"]),
        ("line.running_order([{'time': '18:00', 'iso': 'x', 'title': 'A', 'state': 'stopped'}])", ["Cancelled"]),
        ("line.branches([{'name': 'Leeds', 'state': 'done'}], {'name': 'Final'})", ["(done)", "(to come)"]),
    ],
)
def test_no_state_is_told_by_drawing_alone(environment: Environment, text: str, words: list[str]) -> None:
    html = drawn(environment, '{% import "macros/line.html" as line %}{{ ' + text + " }}")
    assert all(word in html for word in words)


def test_a_table_names_its_cells_for_phones(environment: Environment) -> None:
    text = """{% import "macros/lists.html" as lists %}
    {{ lists.table("Rooms", ["Room", ("Seats", "number")], [["Hall", 300]]) }}"""
    html = drawn(environment, text)
    assert '<th scope="row">Hall</th>' in html and '<td data-label="Seats" class="is-number">300</td>' in html
