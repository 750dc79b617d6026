"""A pitch day, and a whole programme, set up like one that was there before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.models import Application, Question
from pitchday.db import db
from pitchday.events.cloning import Carry, clone_programme, lost_times
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.events.models import Event, EventRole, Programme
from pitchday.events.programmes import ProgrammeFacts, create_programme
from pitchday.events.signals import event_cloned
from pitchday.history import HistoryEntry
from pitchday.progression.enums import RouteRule
from pitchday.progression.models import Route
from pitchday.progression.services import RouteFacts, add_route
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.models import PitchSlot, Sitting
from tests import factories

EVERYTHING = [part.value for part in Carry]


@pytest.fixture
def organiser(app: Any, sign_in: Any) -> Person:
    person = factories.add_person("Olive Organiser", may_create_events=True)
    sign_in(person)
    return person


@pytest.fixture
def source(organiser: Person) -> Event:
    """16 February 2027, 13:00 to 19:00, with a startup in its schedule, a question, a judge and a break."""
    event = factories.add_event(organiser=organiser, guests_expected=90)
    factories.add_role(event, factories.add_person("Judge Jo"), Role.JUDGE)
    application = factories.add_application(event, factories.add_startup())
    factories.add_slot(factories.add_sitting(event, title="Pitches"), application)
    at = {"starts_at": event.starts_at + timedelta(hours=2), "ends_at": event.starts_at + timedelta(hours=3)}
    factories.add_sitting(event, kind=SessionKind.BREAK, title="Tea", **at)
    db.session.add(Question(event_id=event.id, position=1, label="Why the North?"))
    db.session.commit()
    return event


def clone_at(event: Event) -> str:
    return f"/organise/events/{event.slug}/clone"


def typed(**changes: Any) -> dict[str, Any]:
    return {"title": "Next year", "starts_on": "2027-06-15", "carry": EVERYTHING, "once": "once-1", **changes}


def made() -> Event:
    return db.session.scalars(sa.select(Event).where(Event.title == "Next year")).one()


def test_everything_that_can_come_along(client: Any, source: Event) -> None:
    answer = client.post(clone_at(source), data=typed())
    clone = made()
    assert answer.location == f"/organise/events/{clone.slug}/cloned"
    assert clone.state is EventState.DRAFT and clone.slug == "next-year-2027-06-15"
    assert clone.starts_at == datetime(2027, 6, 15, 12, 0, tzinfo=UTC), "13:00 in British Summer Time"
    assert clone.ends_at - clone.starts_at == timedelta(hours=6)
    assert clone.applications_close_at == datetime(2027, 6, 8, 12, 0, tzinfo=UTC)
    assert (clone.venue, clone.rooms, clone.guests_expected) == (source.venue, source.rooms, 90)
    questions = db.session.scalars(sa.select(Question.label).where(Question.event_id == clone.id)).all()
    assert questions == ["Why the North?"]
    sittings = db.session.scalars(sa.select(Sitting).where(Sitting.event_id == clone.id).order_by(Sitting.starts_at))
    assert [(sitting.title, sitting.starts_at) for sitting in sittings] == [
        ("Pitches", datetime(2027, 6, 15, 12, 0, tzinfo=UTC)),
        ("Tea", datetime(2027, 6, 15, 14, 0, tzinfo=UTC)),
    ]
    roles = {(given.person.name, given.role) for given in roles_of(clone)}
    assert roles == {("Olive Organiser", Role.LEAD), ("Judge Jo", Role.JUDGE)}
    entry = db.session.scalars(sa.select(HistoryEntry).where(HistoryEntry.action == "cloned")).one()
    assert entry.changes == {"cloned from": [None, source.title]}


def roles_of(event: Event) -> list[EventRole]:
    return list(db.session.scalars(sa.select(EventRole).where(EventRole.event_id == event.id)))


def test_what_belongs_to_the_other_day_stays_there(client: Any, source: Event) -> None:
    client.post(clone_at(source), data=typed())
    clone = made()
    for model in (Application, PitchSlot):
        found = sa.select(sa.func.count()).select_from(model).where(model.event_id == clone.id)
        assert db.session.scalar(found) == 0
    page = client.get(f"/organise/events/{clone.slug}/cloned").text
    assert "Applications, decisions, pitches and meetings" in page and "Nobody is invited yet." in page
    assert "The team" not in page


def test_nothing_comes_along_unless_it_is_chosen(client: Any, source: Event) -> None:
    client.post(clone_at(source), data=typed(carry=[]))
    clone = made()
    assert (clone.description, clone.guests_expected) == ("", None)
    assert [given.role for given in roles_of(clone)] == [Role.LEAD]
    page = client.get(f"/organise/events/{clone.slug}/cloned").text
    for what in ("The description", "Questions of the call", "Sessions of the schedule", "The team"):
        assert what in page


def test_the_form_offers_the_same_weekday_a_year_later(client: Any, source: Event) -> None:
    page = client.get(clone_at(source)).text
    assert 'value="2028-02-15"' in page, "a Tuesday, as 16 February 2027 is"
    assert date(2028, 2, 15).weekday() == source.starts_at.weekday()


def test_twice_is_once_and_bad_dates_are_refused(client: Any, source: Event) -> None:
    assert client.post(clone_at(source), data=typed(starts_on="soon")).status_code == 422
    for _ in range(2):
        assert client.post(clone_at(source), data=typed()).status_code == 303
    assert made().title == "Next year"


def test_a_receiver_that_fails_leaves_no_clone(client: Any, app: Any, source: Event) -> None:
    def broken(_event: object, **_: object) -> None:
        raise RuntimeError("no")

    with event_cloned.connected_to(broken), pytest.raises(RuntimeError):
        client.post(clone_at(source), data=typed())
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Event)) == 1


@pytest.fixture
def programme(organiser: Person) -> Programme:
    """Two heats and a final in the autumn of 2027, before and after clocks go back on 31 October; all at 18:00."""
    found = create_programme(ProgrammeFacts(name="Northern Pitch 2027", starts_on=date(2027, 9, 1)), by=organiser)
    db.session.commit()
    for title, day in (("Leeds heat", (2027, 10, 5)), ("Hull heat", (2027, 10, 26)), ("The final", (2027, 11, 16))):
        starts_at = clock.instant(date(*day), datetime.min.time().replace(hour=18), clock.UK)
        factories.add_event(title=title, starts_at=starts_at, programme=found, organiser=organiser)
    return found


def test_a_programme_over_the_october_change_stays_at_six(client: Any, programme: Programme) -> None:
    address = f"/organise/programmes/{programme.slug}/clone"
    events = db.session.scalars(sa.select(Event.slug).where(Event.title != "Hull heat")).all()
    form = {"name": "Northern Pitch 2028", "weeks": "54", "events": events, "carry": EVERYTHING, "once": "once-2"}
    assert "Hull heat" in client.get(address).text
    assert client.post(address, data=form).status_code == 303
    clone = db.session.scalars(sa.select(Programme).where(Programme.name == "Northern Pitch 2028")).one()
    assert clone.starts_on == date(2028, 9, 13)
    days = db.session.scalars(sa.select(Event).where(Event.programme_id == clone.id).order_by(Event.starts_at)).all()
    local = [day.starts_at.astimezone(clock.UK) for day in days]
    assert [f"{at:%a %d %b %Y %H:%M %Z}" for at in local] == [
        "Tue 17 Oct 2028 18:00 BST",
        "Tue 28 Nov 2028 18:00 GMT",
    ]
    assert [f"{day.applications_close_at.astimezone(clock.UK):%H:%M}" for day in days] == ["18:00", "18:00"]
    assert {day.state for day in days} == {EventState.DRAFT}


zones = st.sampled_from(["Europe/London", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC"])
quarters = st.integers(0, 3 * 365 * 96)


@given(quarters, zones, st.integers(1, 520))
def test_weekday_and_clock_stay_or_are_told(quarter: int, zone_name: str, weeks: int) -> None:
    zone, shift = ZoneInfo(zone_name), timedelta(weeks=weeks)
    value = datetime(2026, 1, 1, tzinfo=UTC) + quarter * timedelta(minutes=15)
    before, after = (at.astimezone(zone) for at in (value, clock.moved(value, zone, shift)))
    kept = (after.weekday(), after.hour, after.minute) == (before.weekday(), before.hour, before.minute)
    told = list(lost_times({"it starts": value, "it ends": None}, zone, shift))
    assert kept or [time.after for time in told] == [after.astimezone(UTC)]
    assert after.replace(tzinfo=None, hour=0, minute=0) - before.replace(tzinfo=None, hour=0, minute=0) in (
        shift,
        shift + timedelta(days=1),
    )


def test_a_time_that_does_not_exist_is_told(client: Any, source: Event) -> None:
    """Clocks go forward on 28 March 2027 at 01:00."""
    source.starts_at = datetime(2027, 2, 16, 1, 30, tzinfo=UTC)
    source.applications_close_at = source.starts_at - timedelta(days=7)
    db.session.commit()
    answer = client.post(clone_at(source), data=typed(starts_on="2027-03-28"))
    page = client.get(answer.location).text
    assert "Clocks change that night: it starts at Sun 28 Mar 2027, 02:30 now." in page


def test_only_those_who_may_create_may_clone(client: Any, source: Event, sign_in: Any, other_client: Any) -> None:
    helper = factories.add_person("Helper Hal")
    factories.add_role(source, helper, Role.ORGANISER)
    browser = sign_in(helper, on=other_client())
    assert browser.get(clone_at(source)).status_code == 403
    assert clone_at(source) not in browser.get(f"/organise/events/{source.slug}").text
    assert clone_at(source) in client.get(f"/organise/events/{source.slug}").text


def test_many_pitch_days_at_once(programme: Programme, organiser: Person) -> None:
    events = db.session.scalars(sa.select(Event)).all()
    clone = clone_programme(programme, name="Again", weeks=52, events=events, carry=frozenset(Carry), by=organiser)
    db.session.commit()
    made = db.session.scalars(sa.select(Event).where(Event.programme_id == clone.id)).all()
    assert len(made) == 3 and len({event.slug for event in made}) == 3


def test_the_way_to_the_final_comes_along(programme: Programme, organiser: Person) -> None:
    leeds, hull, final = db.session.scalars(sa.select(Event).order_by(Event.starts_at)).all()
    final.kind = EventKind.FINAL
    add_route(final, RouteFacts(RouteRule.TOP, leeds, 2, 1, None))
    add_route(final, RouteFacts(RouteRule.TOP, hull, 2, 1, None))
    db.session.commit()
    clone_programme(programme, name="Again", weeks=52, events=[leeds, final], carry=frozenset(Carry), by=organiser)
    db.session.commit()
    routes = db.session.scalars(sa.select(Route).where(Route.event_id != final.id)).all()
    assert [(route.event.title, route.from_event and route.from_event.title, route.places) for route in routes] == [
        ("The final", "Leeds heat", 2)
    ]
