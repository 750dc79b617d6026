"""Setting up a pitch day through the front door."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.db import db
from pitchday.events import services
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event, EventRole
from pitchday.places.models import Room, Venue
from tests import factories
from tests.events.setting_up import moment, typed

NEW = "/organise/events/new"


@pytest.fixture
def organiser(app: Any, sign_in: Any) -> Any:
    person = factories.add_person("Zoë Organiser", may_create_events=True)
    sign_in(person)
    return person


def events() -> list[Event]:
    return list(db.session.scalars(sa.select(Event)))


def test_a_pitch_day_with_a_new_venue(client: Any, organiser: Any) -> None:
    answer = client.post(NEW, data=typed())
    assert answer.status_code == 303
    assert answer.location == "/organise/events/leeds-heat-2027-03-03"
    (event,) = events()
    assert event.state is EventState.DRAFT
    assert event.starts_at == datetime(2027, 3, 3, 18, 0, tzinfo=UTC)
    assert event.venue.name == "Mill Hall"
    assert event.venue.postcode == "LS1 1UR"
    assert [(room.name, room.capacity) for room in event.rooms] == [("Main hall", 120)]
    assert db.session.scalars(sa.select(EventRole.role)).all() == [Role.LEAD]
    page = client.get(answer.location).text
    assert "Leeds heat is a draft" in page


def test_times_are_those_of_the_clock_on_the_wall_in_summer(client: Any, organiser: Any) -> None:
    client.post(NEW, data=typed(**moment("starts_at", "2027-06-03 18:00"), **moment("ends_at", "2027-06-03 20:00")))
    assert events()[0].starts_at == datetime(2027, 6, 3, 17, 0, tzinfo=UTC)


def test_an_end_without_a_date_is_on_the_day_of_the_start(client: Any, organiser: Any) -> None:
    assert client.post(NEW, data=typed(**{"ends_at-date": ""})).status_code == 303
    assert events()[0].ends_at == datetime(2027, 3, 3, 20, 30, tzinfo=UTC)
    nowhere = typed(**{"ends_at-date": "", "starts_at-date": "", "once": "once-2"})
    refused = client.post(NEW, data=nowhere)
    assert refused.status_code == 422
    assert refused.text.count("Enter a date and a time, such as") >= 2


def test_a_known_venue_brings_its_rooms_and_takes_more(client: Any, organiser: Any) -> None:
    venue = factories.add_venue(city_slug="leeds", rooms=("Albert Room", "Brown Room"))
    form = typed(venue=venue.uid, name="", **{"new_rooms-0-name": "Cellar", "new_rooms-0-capacity": "30"})
    assert client.post(NEW, data=form).status_code == 303
    assert {room.name for room in events()[0].rooms} == {"Albert Room", "Brown Room", "Cellar"}
    assert {room.name for room in db.session.get(Venue, venue.id).rooms} == {"Albert Room", "Brown Room", "Cellar"}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": "  "}, "Enter a title, such as Leeds heat."),
        ({"title": "x" * 121}, "Use at most 120 characters."),
        ({"kind": "party"}, "Choose a kind from the list."),
        ({"city": "london"}, "Choose a city from the list."),
        ({"city": None}, "Choose a city from the list."),
        ({"programme": "somebody-elses"}, "Choose a programme from the list."),
        (moment("starts_at", "2027-03-28 01:30"), "01:30 does not exist on Sun 28 Mar 2027"),
        (moment("ends_at", "2027-03-03 17:00"), "The end must be after the start."),
        (moment("ends_at", "2027-04-03 17:00"), "A pitch day lasts seven days at most."),
        (moment("applications_close_at", "2027-03-03 18:01"), "Applications must close before the pitch day starts."),
        ({"starts_at-date": "", "starts_at-time": ""}, "Enter the date and time it starts."),
        ({"starts_at-date": "soon"}, "Enter a date and a time, such as 3 November 2026 and 18:00."),
        ({"starts_at-time": ""}, "Enter a date and a time, such as 3 November 2026 and 18:00."),
        ({"venue": "nowhere", "name": ""}, "Choose a venue from the list."),
        ({"name": ""}, "Choose a venue, or enter the name of a new one below."),
        ({"postcode": "LS1 1CC"}, "Enter a full UK postcode, such as M2 5PD."),
        ({"new_rooms-0-name": "", "new_rooms-0-capacity": ""}, "A pitch day needs at least one room"),
        ({"new_rooms-0-name": ""}, "Enter the name of this room as well."),
        ({"new_rooms-0-capacity": ""}, "Enter how many people it holds"),
        ({"new_rooms-0-capacity": "many"}, "Enter how many people it holds"),
        ({"new_rooms-0-capacity": "0"}, "Enter how many people it holds"),
        ({"new_rooms-0-capacity": "99999999999999999999"}, "Enter how many people it holds"),
        (
            {"new_rooms-1-name": "main HALL", "new_rooms-1-capacity": "5"},
            "There is a room called main HALL already. Give each room its own name.",
        ),
    ],
)
def test_refusals_say_what_to_do_and_keep_what_was_typed(
    client: Any, organiser: Any, changes: dict[str, Any], sentence: str
) -> None:
    answer = client.post(NEW, data=typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "1 Sample Street" in answer.text
    assert not events()
    assert not db.session.scalars(sa.select(Venue)).all()


def test_an_hour_that_happens_twice_is_asked_about(client: Any, organiser: Any) -> None:
    night = typed(**moment("starts_at", "2027-10-31 01:30"), **moment("ends_at", "2027-10-31 09:00"))
    asked = client.post(NEW, data=night)
    assert asked.status_code == 422
    assert "01:30 happens twice on Sun 31 Oct 2027" in asked.text
    assert 'name="starts_at-fold"' in asked.text
    assert client.post(NEW, data={**night, "starts_at-fold": "1"}).status_code == 303
    assert events()[0].starts_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)


def test_a_venue_of_another_city_is_refused(client: Any, organiser: Any) -> None:
    venue = factories.add_venue(city_slug="hull")
    answer = client.post(NEW, data=typed(venue=venue.uid, name=""))
    assert answer.status_code == 422
    assert f"{venue.name} is not in Leeds. Choose another venue." in answer.text


def test_a_venue_and_a_new_one_at_once_is_refused(client: Any, organiser: Any) -> None:
    venue = factories.add_venue(city_slug="leeds")
    assert "Choose a venue or add a new one, not both." in client.post(NEW, data=typed(venue=venue.uid)).text


def test_a_new_venue_with_the_name_of_a_known_one_is_refused(client: Any, organiser: Any) -> None:
    venue = factories.add_venue(city_slug="leeds")
    answer = client.post(NEW, data=typed(name=venue.name))
    assert answer.status_code == 422
    assert "This city has a venue of that name already." in answer.text


def test_the_same_form_twice_creates_one(client: Any, organiser: Any) -> None:
    first, second = (client.post(NEW, data=typed()) for _ in range(2))
    assert first.location == second.location
    assert len(events()) == 1
    assert len(db.session.scalars(sa.select(Room)).all()) == 1


def test_two_of_one_title_and_date_have_addresses_of_their_own(client: Any, organiser: Any) -> None:
    client.post(NEW, data=typed())
    venue = db.session.scalars(sa.select(Venue)).one()
    again = typed(venue=venue.uid, name="", once="once-2", **{"new_rooms-0-name": "", "new_rooms-0-capacity": ""})
    answer = client.post(NEW, data=again)
    assert answer.location == "/organise/events/leeds-heat-2027-03-03-2"


def test_another_row_and_the_preview_save_nothing(client: Any, organiser: Any) -> None:
    more = client.post(NEW, data=typed(again="room"))
    assert more.status_code == 200
    assert 'name="new_rooms-1-name"' in more.text
    assert "Mill Hall" in more.text
    seen = client.post(NEW, data=typed(again="preview", description="**Bold** <script>alert(1)</script>"))
    assert "<strong>Bold</strong>" in seen.text
    assert "<script>alert" not in seen.text
    assert not events()


def test_rows_for_rooms_have_an_end(client: Any, organiser: Any) -> None:
    rows = {f"new_rooms-{number}-name": f"Room {number}" for number in range(40)}
    answer = client.post(NEW, data=typed(again="room", **rows))
    assert 'name="new_rooms-19-name"' in answer.text
    assert 'name="new_rooms-20-name"' not in answer.text


def test_a_programme_of_ones_own_can_be_chosen(client: Any, organiser: Any) -> None:
    programme = factories.add_programme("Northern Pitch 2027", lead=organiser)
    client.post(NEW, data=typed(programme="northern-pitch-2027"))
    assert events()[0].programme_id == programme.id


def test_only_those_who_may_create_pitch_days_do(client: Any, sign_in: Any, app: Any) -> None:
    assert client.get(NEW).location.startswith("/sign-in?next=")
    sign_in(factories.add_person())
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, data=typed()).status_code == 403
    assert not events()


def test_sectors_guests_and_a_later_opening(client: Any, organiser: Any) -> None:
    facts = {"sectors": ["life-sciences", "defence", "witchcraft"], "guests_expected": "120"}
    client.post(NEW, data=typed(**facts, **moment("applications_open_at", "2027-01-20 09:00")))
    (event,) = events()
    assert [sector.name for sector in event.sectors] == ["Defence", "Life Sciences"]
    assert event.guests_expected == 120
    services.publish(event)
    db.session.commit()
    assert "Applications open on Wed 20 Jan 2027, 09:00" in client.get(f"/events/{event.slug}/apply").text
    desk = client.get(f"/organise/events/{event.slug}").text
    assert "Announced" in desk and "Changes by itself: applications open Wed 20 Jan 2027, 09:00" in desk


def test_applications_do_not_open_after_they_close(client: Any, organiser: Any) -> None:
    page = client.post(NEW, data=typed(**moment("applications_open_at", "2027-02-19 17:00")))
    assert page.status_code == 422 and "Applications must open before they close." in page.text
