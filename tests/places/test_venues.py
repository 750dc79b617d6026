"""Venues and rooms through the front door, and the colours of the cities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.db import db
from pitchday.diary.models import Diary, DiaryKind
from pitchday.errors import DomainError
from pitchday.places import services
from pitchday.places.models import Room, Venue
from pitchday.places.rules import VenueFacts
from tests import factories

HALL = {
    "city": "leeds",
    "name": "Mill Hall",
    "address": "1 Sample Street",
    "postcode": "ls1 1ur",
    "nearest_station": "Leeds",
    "step_free": "yes",
    "hearing_loop": "no",
    "quiet_room": "unknown",
    "access_notes": "Ramp at the side.",
    "once": "venue-1",
}


@pytest.fixture
def editor(app: Any, client: Any, sign_in: Any) -> Any:
    return sign_in(factories.add_person(may_create_events=True))


def test_colours_come_from_data_and_are_kept_by_caches(client: Any) -> None:
    answer = client.get("/cities.css")
    assert answer.mimetype == "text/css"
    assert ".city-leeds{--city-hue:250}" in answer.text
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    again = client.get("/cities.css", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    factories.city("leeds").hue = 251
    db.session.commit()
    assert client.get("/cities.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_a_venue_with_its_rooms(editor: Any) -> None:
    facts = {"latitude": "53.8", "longitude": "-1.5487", "capacity": "300"}
    answer = editor.post("/organise/venues/new", data=HALL | facts)
    assert editor.post("/organise/venues/new", data=HALL | facts).location == answer.location
    venue = db.session.scalars(sa.select(Venue)).one()
    assert (venue.postcode, venue.capacity, venue.latitude, venue.longitude) == ("LS1 1UR", 300, 53.8, -1.5487)
    assert (venue.step_free, venue.hearing_loop, venue.quiet_room) == (True, False, None)
    page = editor.get(answer.location).text
    assert "No rooms yet" in page
    assert "https://www.openstreetmap.org/?mlat=53.80000&amp;mlon=-1.54870#map=17/53.80000/-1.54870" in page
    room = {"name": "Attic", "capacity": "40", "screen": "16:10", "seats_theatre": "36", "seats_standing": "40"}
    added = editor.post(f"{answer.location}/rooms/new", data={**room, "most_tables": "6", "once": "room-1"})
    assert added.location == answer.location
    page = editor.get(answer.location).text
    for words in ("Holds 40 people", "Screen 16:10", "Theatre 36", "Standing 40", "6 tables for meetings"):
        assert f"<li>{words}</li>" in page
    assert "Cabaret" not in page
    (kept,) = venue.rooms
    shown = editor.get(f"{answer.location}/rooms/{kept.uid}").text
    assert '<option selected value="16:10">' in shown
    assert ">Mill Hall</a>" in editor.get("/organise/venues?city=leeds").text
    assert "No venue fits" in editor.get("/organise/venues?city=hull").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the name of the venue."),
        ({"city": "paris"}, "Choose a city from the list."),
        ({"postcode": "LS1 1CC"}, "Enter a full UK postcode, such as M2 5PD."),
        ({"postcode": "no idea at all"}, "Enter a full UK postcode, such as M2 5PD."),
        ({"latitude": "53.8"}, "Enter the longitude as well, or neither of the two."),
        ({"longitude": "-1.5"}, "Enter the latitude as well, or neither of the two."),
        ({"latitude": "5.38", "longitude": "1"}, "Enter degrees from 49 to 61, such as 55.12."),
        ({"step_free": "perhaps"}, "Choose yes, no or not known."),
        ({"capacity": "0"}, "Enter a number from 1 to 100,000."),
    ],
)
def test_refusals_of_a_venue(editor: Any, changes: dict[str, str], sentence: str) -> None:
    answer = editor.post("/organise/venues/new", data={**HALL, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ramp at the side." in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "Main hall"}, "This venue has a room of that name already."),
        ({"capacity": "0"}, "Enter a number from 1 to 20,000."),
        ({"capacity": "-3"}, "Enter a number from 1 to 20,000."),
        ({"capacity": "9999999999"}, "Enter a number from 1 to 20,000."),
        ({"capacity": ""}, "Enter how many people the room holds."),
        ({"capacity": "20001"}, "Enter a number from 1 to 20,000."),
        ({"seats_cabaret": "41"}, "The room holds 40, so this cannot be more."),
        ({"screen": "3:2"}, "Choose a screen from the list."),
        ({"most_tables": "201"}, "Enter a number from 1 to 200."),
    ],
)
def test_refusals_of_a_room(editor: Any, changes: dict[str, str], sentence: str) -> None:
    venue = factories.add_venue()
    form = {"name": "Attic", "capacity": "40", "once": "room-1", **changes}
    answer = editor.post(f"/organise/venues/{venue.uid}/rooms/new", data=form)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_stale_change_of_a_venue_is_refused_once(editor: Any) -> None:
    venue = factories.add_venue()
    venue.quiet_room = False
    db.session.commit()
    page = editor.get(f"/organise/venues/{venue.uid}/edit").text
    for name, answer in (("quiet_room", "no"), ("step_free", "unknown")):
        assert f'name="{name}" value="{answer}" checked' in page
    old = {**HALL, "version": venue.version}
    assert editor.post(f"/organise/venues/{venue.uid}/edit", data={**old, "name": "First"}).status_code == 303
    refused = editor.post(f"/organise/venues/{venue.uid}/edit", data={**old, "name": "Second"})
    assert refused.status_code == 422
    assert "What you typed is still here" in refused.text
    assert venue.name == "First"
    new = {**old, "name": "Second", "version": venue.version}
    assert editor.post(f"/organise/venues/{venue.uid}/edit", data=new).status_code == 303


def test_a_room_can_be_renamed(editor: Any) -> None:
    room = factories.add_venue().rooms[0]
    page = f"/organise/venues/{room.venue.uid}/rooms/{room.uid}"
    assert editor.post(page, data={"name": "Attic", "capacity": "12", "version": room.version}).status_code == 303
    assert (room.name, room.capacity) == ("Attic", 12)


def test_a_venue_that_moves_stands_anew_in_calendars_of_days_to_come(editor: Any) -> None:
    venue = factories.add_venue(city_slug="leeds")
    coming = factories.add_event(venue=venue, city_slug="leeds")
    over = factories.add_event(venue=venue, city_slug="leeds", starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    form = {"name": venue.name, "address": venue.address, "postcode": venue.postcode, "version": venue.version}
    editor.post(f"/organise/venues/{venue.uid}/edit", data={**form, "access_notes": "Ramp"})
    assert coming.calendar_sequence == 0
    editor.post(f"/organise/venues/{venue.uid}/edit", data={**form, "address": "Elsewhere", "version": venue.version})
    assert (coming.calendar_sequence, over.calendar_sequence) == (1, 0)


def test_venues_belong_to_those_who_may_create_pitch_days(client: Any, sign_in: Any, app: Any) -> None:
    room = factories.add_venue().rooms[0]
    pages = ("", "/new", f"/{room.venue.uid}", f"/{room.venue.uid}/rooms/new", f"/{room.venue.uid}/rooms/{room.uid}")
    for page in pages:
        assert client.get(f"/organise/venues{page}").status_code == 302
    member = factories.add_person()
    factories.add_event(organiser=member)
    sign_in(member)
    for page in pages:
        assert client.get(f"/organise/venues{page}").status_code == 403
    sign_in(factories.add_person(is_administrator=True))
    for page in pages:
        assert client.get(f"/organise/venues{page}").status_code == 200
    other = factories.add_venue()
    assert client.get(f"/organise/venues/{other.uid}/rooms/{room.uid}").status_code == 404
    assert client.get("/organise/venues/nowhere").status_code == 404


def test_the_list_costs_the_same_for_many_venues(editor: Any, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as counter:
            assert editor.get("/organise/venues").status_code == 200
        return int(counter.count)

    factories.add_venue()
    one = cost()
    for _ in range(11):
        factories.add_venue(city_slug="leeds", rooms=("Attic", "Cellar"))
    assert cost() == one


def test_tables_are_set_up_once_each_with_a_diary(app: Any) -> None:
    room = factories.add_venue().rooms[0]
    first = [table.id for table in services.ensure_tables(room, 3)]
    assert [table.name for table in services.ensure_tables(room, 5)] == [f"Table {number}" for number in range(1, 6)]
    assert [table.id for table in services.ensure_tables(room, 3)] == first
    diaries = sa.select(sa.func.count()).where(Diary.kind == DiaryKind.TABLE)
    assert db.session.scalar(diaries) == 5
    assert services.ensure_tables(room, 0) == []


def test_a_service_refuses_a_postcode_without_the_shape_of_one(app: Any) -> None:
    with pytest.raises(DomainError):
        services.add_venue(VenueFacts(name="Hall", postcode="nowhere"), city=factories.city())
    assert not db.session.scalars(sa.select(Room)).all()
