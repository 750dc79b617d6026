"""Starting a pitch day from a template."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.events.services import publish
from pitchday.events.templates import GAP, MEETING, TEMPLATES, Template, suggest
from pitchday.schedule.models import Sitting
from pitchday.schedule.queries import draft
from pitchday.schedule.rules import rounds
from pitchday.schedule.services import planned, release
from tests import factories
from tests.events.setting_up import typed

NEW = "/organise/events/new"


@pytest.fixture
def organiser(app: Any, sign_in: Any) -> Any:
    person = factories.add_person("Zoë Organiser", may_create_events=True)
    sign_in(person)
    return person


@pytest.mark.parametrize("key", TEMPLATES)
def test_its_sessions_are_in_the_draft_one_after_the_other(client: Any, organiser: Any, key: str) -> None:
    template = TEMPLATES[key]
    rooms = {"new_rooms-0-name": "Small room", "new_rooms-0-capacity": "30", "new_rooms-1-name": "Hall"}
    answer = client.post(f"{NEW}?template={key}", data=typed(**rooms, **{"new_rooms-1-capacity": "200"}))
    assert answer.status_code == 303
    event = db.session.scalars(sa.select(Event)).one()
    sittings = db.session.scalars(sa.select(Sitting).order_by(Sitting.starts_at)).all()
    assert [sitting.title for sitting in sittings] == [session.title for session in template.sessions]
    assert sittings[0].starts_at == event.starts_at
    for sitting in sittings:
        assert sitting.room is not None
        assert sitting.room.name == ("Small room" if sitting.kind.value == "meetings" else "Hall")
    assert len(planned(draft(event.id))) == len(sittings)


def test_the_draft_of_a_template_can_be_released(client: Any, organiser: Any) -> None:
    client.post(f"{NEW}?template=half-day", data=typed())
    event = db.session.scalars(sa.select(Event)).one()
    publish(event)
    assert release(event, note="").number == 1


def test_the_page_says_what_is_in_it_and_begins_with_its_times(client: Any, organiser: Any) -> None:
    plain = client.get(NEW).text
    assert all(template.label in plain for template in TEMPLATES.values())
    page = client.get(f"{NEW}?template=half-day").text
    assert "room for 12 pitches and 50 meetings" in page
    assert 'value="2027-03-23"' in page and 'value="13:00"' in page, "a Tuesday, ten weeks after 12 January"
    assert client.get(f"{NEW}?template=witchcraft").text.count("Start empty instead") == 0


def test_a_refused_form_keeps_its_template(client: Any, organiser: Any) -> None:
    assert client.post(f"{NEW}?template=evening", data=typed(title="")).status_code == 422
    assert client.post(f"{NEW}?template=evening", data=typed(once="once-2")).status_code == 303
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Sitting)) == 3


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_nobody_sits_for_longer_than_ninety_minutes(template: Template) -> None:
    assert all(session.length <= timedelta(minutes=90) for session in template.sessions if session.kind == "pitches")


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=list(TEMPLATES))
def test_meetings_are_counted_as_the_board_counts_them(template: Template) -> None:
    for session, starts_at, ends_at in template.plan(datetime(2027, 3, 23, 13, 0, tzinfo=UTC)):
        if session.kind == "meetings":
            assert session.rounds == len(rounds(starts_at, ends_at, minutes=MEETING, gap=GAP))


@given(st.dates(date(2026, 1, 1), date(2031, 1, 1)), st.sampled_from(list(TEMPLATES.values())))
def test_suggested_times_are_kind_ones(today: date, template: Template) -> None:
    found = suggest(template, today, clock.UK)
    start, close = (at.astimezone(clock.UK) for at in (found.starts_at, found.applications_close_at))
    assert (start.weekday(), start.time()) == (1, template.starts)
    assert timedelta(weeks=10) <= start.date() - today < timedelta(weeks=11)
    assert (close.weekday(), close.time(), start.date() - close.date()) == (1, time(17, 0), timedelta(days=14))
    assert found.ends_at - found.starts_at == template.length
