"""Applications and meetings as they grew, drawn and as tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pitchday import clock
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.home import trends
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.services import release
from tests import factories, world
from tests.home.test_desk import overview

SUMMER = datetime(2027, 7, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def event(app: Any, sign_in: Any) -> Event:
    """In summer: applications close on Tue 13 July, 13:00 by the clock on the wall."""
    organiser = factories.add_person(may_create_events=True)
    sign_in(organiser)
    return factories.add_event(organiser=organiser, starts_at=SUMMER)


def apply(event: Event, at: datetime, state: ApplicationState = ApplicationState.SUBMITTED) -> None:
    factories.add_application(event, factories.add_startup(), state=state, submitted_at=at)


def test_days_are_those_of_the_wall_clock_in_summer(event: Event) -> None:
    """23:30 UTC on the 5th is half past midnight on the 6th in Manchester."""
    organiser = factories.add_person(is_administrator=True)
    apply(event, datetime(2027, 7, 5, 23, 30, tzinfo=UTC))
    apply(event, datetime(2027, 7, 5, 22, 30, tzinfo=UTC))
    apply(event, datetime(2027, 7, 6, 22, 59, tzinfo=UTC))
    with clock.frozen(datetime(2027, 7, 6, 23, 30, tzinfo=UTC)):
        plot = trends.applications(event, organiser)
    assert plot is not None
    assert [(row.day, row.that_day, list(row.sums)) for row in plot.rows] == [("6 Jul", 2, [3]), ("5 Jul", 1, [1])]
    assert plot.title == "Applications sent, up to the deadline on Tue 13 Jul"


def test_a_change_of_clocks_on_the_way_moves_no_day(app: Any) -> None:
    event = factories.add_event(starts_at=datetime(2027, 11, 9, 13, 0, tzinfo=UTC))
    apply(event, datetime(2027, 10, 30, 23, 30, tzinfo=UTC))
    apply(event, datetime(2027, 10, 31, 23, 30, tzinfo=UTC))
    with clock.frozen(event.applications_close_at):
        plot = trends.applications(event, factories.add_person(is_administrator=True))
    assert plot is not None
    assert [row.day for row in plot.rows] == ["31 Oct"]
    assert plot.totals == [2]


def test_what_was_never_sent_is_not_drawn(client: Any, event: Event) -> None:
    factories.add_application(event, factories.add_startup(), state=ApplicationState.DRAFT)
    assert "Applications sent, up to" not in overview(client, event)
    assert "are drawn here as they come in" in overview(client, event)


def test_beside_the_last_comparable_day_that_is_theirs(client: Any, event: Event) -> None:
    with clock.frozen(SUMMER - timedelta(days=10)):
        apply(event, clock.now())
        page = overview(client, event)
        assert "Applications sent, up to the deadline on Tue 13 Jul" in page
        assert "as many days before its deadline" not in page
        foreign = factories.add_event(starts_at=SUMMER - timedelta(days=100), title="Foreign heat")
        apply(foreign, foreign.applications_close_at - timedelta(days=3))
        assert "Foreign heat" not in overview(client, event)
        organiser = factories.add_person(is_administrator=True)
        assert trends.comparable(event, organiser) == foreign
        old = factories.add_event(starts_at=SUMMER - timedelta(days=200), city_slug="leeds", title="Old heat")
        assert trends.comparable(event, organiser) == foreign
        db.session.delete(old)


def test_my_own_earlier_day_is_drawn_by_days_before_its_deadline(client: Any, event: Event) -> None:
    from pitchday.events.enums import Role
    from pitchday.events.team_queries import members

    mine = factories.add_event(starts_at=SUMMER - timedelta(days=150), title="Winter heat")
    factories.add_role(mine, members(event)[0].person, Role.ORGANISER)
    apply(mine, mine.applications_close_at - timedelta(days=2))
    apply(mine, mine.applications_close_at - timedelta(days=1), ApplicationState.WITHDRAWN)
    with clock.frozen(event.applications_close_at - timedelta(days=2)):
        apply(event, clock.now())
        page = overview(client, event)
    assert "Winter heat, as many days before its deadline: <strong>2</strong>" in page
    table = re.findall(r"<tr>(.*?)</tr>", page[page.index("As a table") :], re.DOTALL)
    cells = [[re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in table]
    assert ["11 Jul", "1", "1", "1"] in cells
    assert ["12 Jul", "0", "–", "2"] in cells


def test_meetings_under_what_the_tables_hold(client: Any, sign_in: Any, app: Any) -> None:
    built = world.build()
    organiser = built.people["organiser"]
    assert organiser is not None
    sign_in(organiser)
    page = overview(client, built.event)
    assert "Meetings booked" in page
    # Two hours of 20 minutes with gaps of 5 are 5 rounds, at 2 tables.
    assert "Room for <strong>10</strong>" in page
    assert re.search(r"Booked: <strong>1</strong>", page)
    assert "With a statement that holds: 1" in page


def test_more_rows_cost_no_more_queries(client: Any, event: Event, count_queries: Any) -> None:
    factories.add_sitting(event, kind=SessionKind.MEETINGS, table_count=3)
    release(event, note="First")
    db.session.commit()

    def cost() -> int:
        with count_queries() as counter:
            overview(client, event)
        return int(counter.count)

    apply(event, event.applications_close_at - timedelta(days=9))
    one = cost()
    for day in range(12):
        apply(event, event.applications_close_at - timedelta(days=day))
    assert cost() == one
