"""Changing, publishing and cancelling a pitch day, and its team and history, through the front door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.events import life
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event
from pitchday.events.signals import event_cancelled
from tests import factories
from tests.events.setting_up import moment, typed


@pytest.fixture
def organiser(app: Any, sign_in: Any) -> Person:
    person = factories.add_person("Zoë Organiser", may_create_events=True)
    sign_in(person)
    return person


@pytest.fixture
def event(organiser: Person) -> Event:
    return factories.add_event(organiser=organiser, title="Leeds heat", city_slug="leeds")


def as_it_is(event: Event, **changes: Any) -> dict[str, Any]:
    """The edit form as the browser holds it, with some of it changed."""
    zone = event.zone
    times = {
        name: f"{getattr(event, name).astimezone(zone):%Y-%m-%d %H:%M}"
        for name in ("starts_at", "ends_at", "applications_close_at")
    }
    values = typed(
        title=event.title,
        city=event.city.slug,
        description=event.description,
        venue=event.venue.uid,
        rooms=[room.uid for room in event.rooms],
        grace_minutes=str(event.grace_minutes),
        version=event.version,
        once=None,
        **dict.fromkeys(("name", "address", "postcode", "new_rooms-0-name", "new_rooms-0-capacity"), ""),
    )
    for name, text in times.items():
        values |= moment(name, text)
    return values | changes


def at(event: Event, page: str) -> str:
    return f"/organise/events/{event.slug}/{page}".rstrip("/")


def test_what_calendars_hold_gets_a_new_sequence(client: Any, event: Event) -> None:
    with clock.frozen(clock.now() + timedelta(hours=1)):
        later = clock.now()
        answer = client.post(at(event, "edit"), data=as_it_is(event, **moment("ends_at", "2027-02-16 18:00")))
    assert answer.status_code == 303
    assert event.ends_at == datetime(2027, 2, 16, 18, 0, tzinfo=UTC)
    assert (event.calendar_sequence, event.changed_at) == (1, later)


@pytest.mark.parametrize("changes", [{}, {"kind": "final"}, moment("applications_close_at", "2027-02-01 09:00")])
def test_what_no_calendar_holds_leaves_the_sequence_alone(client: Any, event: Event, changes: dict[str, str]) -> None:
    assert client.post(at(event, "edit"), data=as_it_is(event, **changes)).status_code == 303
    assert event.calendar_sequence == 0


def test_a_draft_is_in_no_calendar_and_its_address_follows(client: Any, organiser: Person) -> None:
    event = factories.add_event(organiser=organiser, state=EventState.DRAFT)
    answer = client.post(at(event, "edit"), data=as_it_is(event, title="Hull heat"))
    assert answer.location == "/organise/events/hull-heat-2027-02-16"
    assert event.calendar_sequence == 0


def test_the_address_of_a_published_one_stays(client: Any, event: Event) -> None:
    slug = event.slug
    client.post(at(event, "edit"), data=as_it_is(event, title="Leeds grand heat"))
    assert (event.title, event.slug) == ("Leeds grand heat", slug)


def test_a_stale_edit_says_who_changed_what_and_can_be_saved_again(
    client: Any, event: Event, other_client: Any, sign_in: Any
) -> None:
    colleague = factories.add_person("Wei Ling Tan")
    factories.add_role(event, colleague, Role.ORGANISER)
    old = as_it_is(event, description="Mine.")
    theirs = sign_in(colleague, on=other_client())
    assert theirs.post(at(event, "edit"), data=as_it_is(event, title="Their title")).status_code == 303
    refused = client.post(at(event, "edit"), data=old)
    assert refused.status_code == 422
    assert "Wei Ling Tan changed title at 10:00." in refused.text
    assert "Mine." in refused.text
    assert event.title == "Their title"
    assert f'name="version" type="hidden" value="{event.version}"' in refused.text
    assert client.post(at(event, "edit"), data={**old, "version": event.version}).status_code == 303


def test_without_a_version_nothing_is_saved(client: Any, event: Event) -> None:
    assert client.post(at(event, "edit"), data=as_it_is(event, title="Other", version="")).status_code == 422
    assert event.title == "Leeds heat"


def test_rooms_can_be_left_out_and_the_history_says_so(client: Any, organiser: Person) -> None:
    event = factories.add_event(organiser=organiser, rooms=("Attic", "Cellar"))
    client.post(at(event, "edit"), data=as_it_is(event, rooms=[event.rooms[0].uid]))
    assert [room.name for room in event.rooms] == ["Attic"]
    assert "Attic, Cellar" in client.get(at(event, "history")).text
    assert "at least one room" in client.post(at(event, "edit"), data=as_it_is(event, rooms=[])).text


def test_moving_to_another_venue_takes_its_rooms(client: Any, event: Event) -> None:
    venue = factories.add_venue(city_slug="leeds", rooms=("Gallery", "Library"))
    client.post(at(event, "edit"), data=as_it_is(event, venue=venue.uid))
    assert [room.name for room in event.rooms] == ["Gallery", "Library"]
    assert event.calendar_sequence == 1


def test_a_cancelled_one_cannot_be_changed(client: Any, organiser: Person) -> None:
    event = factories.add_event(organiser=organiser, state=EventState.CANCELLED)
    answer = client.post(at(event, "edit"), data=as_it_is(event, title="Other"))
    assert answer.status_code == 422
    assert "This pitch day is cancelled. Nothing about it can be changed." in answer.text


def test_publishing(client: Any, organiser: Person) -> None:
    event = factories.add_event(organiser=organiser, state=EventState.DRAFT, title="Hull heat")
    assert client.get(at(event, "")).text.count("This pitch day is a draft") == 1
    assert "Publish the pitch day" in client.get(at(event, "publish")).text
    assert client.post(at(event, "publish")).status_code == 303
    assert event.state is EventState.PUBLISHED
    assert client.post(at(event, "publish")).status_code == 422


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"description": " "}, "A description tells founders what to expect"),
        ({"starts_at": datetime(2027, 1, 11, 9, 0, tzinfo=UTC)}, "This pitch day starts in the past."),
        (
            {"applications_close_at": datetime(2027, 1, 11, 9, 0, tzinfo=UTC)},
            "Still needed: Applications close in the future.",
        ),
    ],
)
def test_what_publishing_takes(client: Any, organiser: Person, values: dict[str, Any], sentence: str) -> None:
    event = factories.add_event(organiser=organiser, state=EventState.DRAFT, **values)
    page = client.get(at(event, "publish")).text
    assert "Missing" in page
    assert "Publish the pitch day" not in page
    answer = client.post(at(event, "publish"))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert event.state is EventState.DRAFT


def test_cancelling_tells_everybody_in_one_transaction(client: Any, event: Event, mails: Any) -> None:
    judge = factories.add_person("Judge Jo")
    factories.add_role(event, judge, Role.JUDGE)
    founder = factories.add_person("Founder Fay")
    factories.add_application(event, factories.add_startup(member=founder), state=ApplicationState.SUBMITTED)
    page = client.get(at(event, "cancel")).text
    assert "We write to 1 startup with an application and 1 other person in the team." in page
    assert client.post(at(event, "cancel")).status_code == 303
    assert (event.state, event.calendar_sequence) == (EventState.CANCELLED, 1)
    assert {mail.to_address for mail in mails()} == {judge.email, founder.email}
    assert client.post(at(event, "cancel")).status_code == 422
    assert "There is nothing to cancel" in client.get(at(event, "cancel")).text
    assert "This pitch day is cancelled" in client.get(f"/events/{event.slug}").text


def test_a_cancellation_that_fails_above_is_none(event: Event, organiser: Person, mails: Any) -> None:
    def broken(_event: Event) -> None:
        raise RuntimeError

    with event_cancelled.connected_to(broken), pytest.raises(RuntimeError):
        life.cancel_event(event, by=organiser)
    db.session.rollback()
    assert event.state is EventState.PUBLISHED
    assert not mails()


def test_other_organisers_are_refused(client: Any, event: Event, other_client: Any, sign_in: Any) -> None:
    draft = factories.add_event(state=EventState.DRAFT)
    for page in ("", "edit", "publish", "cancel", "team", "history", "preview"):
        assert client.get(at(draft, page)).status_code == 404, page
        assert other_client().get(at(event, page)).location.startswith("/sign-in?next="), page
    stranger = sign_in(factories.add_person(may_create_events=True), on=other_client())
    for page in ("", "edit", "publish", "cancel", "team", "history", "preview"):
        assert stranger.get(at(event, page)).status_code == 403, page
    for page in ("edit", "publish", "cancel", "team"):
        assert stranger.post(at(event, page), data=as_it_is(event)).status_code == 403, page
    assert event.state is EventState.PUBLISHED


def test_a_judge_is_no_organiser(event: Event, other_client: Any, sign_in: Any) -> None:
    judge = factories.add_person()
    factories.add_role(event, judge, Role.JUDGE)
    assert sign_in(judge, on=other_client()).get(at(event, "")).status_code == 403


def test_organisers_of_a_programme_and_administrators_run_its_days(
    organiser: Person, other_client: Any, sign_in: Any
) -> None:
    lead = factories.add_person()
    programme = factories.add_programme("Northern Pitch", lead=lead)
    event = factories.add_event(organiser=organiser, programme=programme)
    for person in (lead, factories.add_person(is_administrator=True)):
        browser = sign_in(person, on=other_client())
        assert browser.get(at(event, "")).status_code == 200
        assert event.title in browser.get("/organise").text
        assert browser.get("/organise/events/new").status_code == 200


def test_history_in_words(client: Any, event: Event, organiser: Person, other_client: Any, sign_in: Any) -> None:
    colleague = factories.add_person("Wei Ling Tan")
    factories.add_role(event, colleague, Role.ORGANISER)
    venue = factories.add_venue(city_slug="leeds")
    old_place = event.venue.name
    client.post(at(event, "edit"), data=as_it_is(event, **moment("starts_at", "2027-02-16 14:00")))
    theirs = sign_in(colleague, on=other_client())
    theirs.post(at(event, "edit"), data=as_it_is(event, venue=venue.uid, kind="semi_final"))
    page = client.get(at(event, "history")).text
    assert "Starts: <del>Tue 16 Feb 2027, 13:00</del>" in page
    assert "</span> Tue 16 Feb 2027, 14:00</li>" in page
    assert f"Venue: <del>{old_place}</del>" in page
    assert f"</span> {venue.name}</li>" in page
    assert "</span> semi final</li>" in page
    assert page.index(venue.name) < page.index("14:00</li>")
    mine = client.get(at(event, f"history?by={organiser.uid}")).text
    assert "14:00</li>" in mine
    assert "semi final" not in mine


def test_history_costs_the_same_for_many_entries(client: Any, event: Event, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as counter:
            assert client.get(at(event, "history")).status_code == 200
        return int(counter.count)

    def change(number: int) -> None:
        event.title = f"Leeds heat {number}"
        event.venue = factories.add_venue(city_slug="leeds")
        db.session.commit()

    change(0)
    few = cost()
    for number in range(1, 30):
        change(number)
    assert cost() <= few  # the first page held more kinds of rows, among them the making of the pitch day
    assert "Page 1 of 3" in client.get(at(event, "history")).text


def test_rooms_that_a_colleague_changed_are_not_written_over(
    client: Any, organiser: Person, other_client: Any, sign_in: Any
) -> None:
    event = factories.add_event(organiser=organiser, rooms=("Attic", "Cellar"))
    colleague = factories.add_person("Wei Ling Tan")
    factories.add_role(event, colleague, Role.ORGANISER)
    attic, cellar = (room.uid for room in event.rooms)
    old = as_it_is(event, rooms=[attic])
    theirs = sign_in(colleague, on=other_client())
    assert theirs.post(at(event, "edit"), data=as_it_is(event, rooms=[cellar])).status_code == 303
    assert client.post(at(event, "edit"), data=old).status_code == 422
    assert [room.name for room in event.rooms] == ["Cellar"]
