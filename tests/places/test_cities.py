"""Cities as organisers add and change them, and the areas in which they lie."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.db import db
from pitchday.places import queries
from pitchday.places.models import CityArea
from tests import factories

DURHAM = {
    "name": "Durham",
    "latitude": "54.78",
    "longitude": "-1.57",
    "hue": "270",
    "summary": "Durham is a city **on a loop** of the Wear.",
    "region": "North East",
    "combined_authority": "North East Combined Authority",
    "valid_from": "2024-05-07",
    "once": "city-1",
}


@pytest.fixture
def editor(app: Any, client: Any, sign_in: Any) -> Any:
    return sign_in(factories.add_person("Ann", may_create_events=True))


def test_a_new_city_is_everywhere_at_once(editor: Any, other_client: Any) -> None:
    answer = editor.post("/organise/cities/new", data=DURHAM)
    assert answer.location == "/organise/cities/durham"
    assert editor.post("/organise/cities/new", data=DURHAM).location == answer.location
    visitor = other_client()
    assert visitor.get("/").text.count("/cities/durham") == 2  # on the map, and in the list beside it
    assert ".city-durham{--city-hue:270}" in visitor.get("/cities.css").text
    assert '<option value="durham">Durham</option>' in visitor.get("/events").text
    page = visitor.get("/cities/durham").text
    assert "In the area of the North East Combined Authority." in page
    assert "Durham is a city <strong>on a loop</strong> of the Wear." in page
    assert "text/calendar" in visitor.get("/cities/durham.ics").content_type
    assert "Durham" in editor.get("/organise/events/new").text
    assert "Durham" in editor.get("/organise/venues/new").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the name of the city."),
        ({"name": "Leeds", "slug": "leeds-again"}, "A city of this name is here already."),
        ({"slug": "leeds"}, "This address belongs to another city already."),
        ({"slug": "new"}, "Use small letters, digits and hyphens only, such as tees-valley."),
        ({"slug": "Great Place"}, "Use small letters, digits and hyphens only, such as tees-valley."),
        ({"latitude": "12"}, "Enter degrees from 49 to 61, such as 55.12."),
        ({"latitude": "NaN"}, "Enter degrees from 49 to 61, such as 55.12."),
        ({"longitude": "1e1"}, "Enter degrees from -9 to 2, such as -3.38."),
        ({"hue": "361"}, "Enter a number from 0 to 360."),
        ({"hue": ""}, "Enter a hue from 0 to 360."),
        ({"region": " "}, "Enter the region."),
        ({"valid_from": "2024-02-30"}, "Enter a date, such as 3 November 2026."),
        ({"valid_from": "0024-02-03"}, "Enter a year between 1900 and 2100."),
    ],
)
def test_refusals_of_a_city(editor: Any, changes: dict[str, str], sentence: str) -> None:
    answer = editor.post("/organise/cities/new", data={**DURHAM, **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "on a loop" in answer.text
    assert queries.city_by_slug("durham") is None


def test_a_city_is_changed_but_keeps_its_address(editor: Any) -> None:
    city = factories.city("hull")
    form = {**DURHAM, "name": "Kingston upon Hull", "slug": "elsewhere", "hue": "61", "version": city.version}
    assert editor.post("/organise/cities/hull", data=form).status_code == 303
    assert (city.slug, city.name, city.hue) == ("hull", "Kingston upon Hull", 61)
    stale = editor.post("/organise/cities/hull", data={**form, "name": "Hull"})
    assert stale.status_code == 422
    assert "Ann changed" in stale.text
    assert editor.get("/organise/cities/atlantis").status_code == 404


def test_each_day_has_its_area(app: Any) -> None:
    def authority(city_slug: str, day: date) -> str | None:
        city = queries.city_page(city_slug, day)
        assert city is not None
        return city.combined_authority

    assert authority("newcastle", date(2024, 5, 6)) == "North of Tyne Combined Authority"
    assert authority("newcastle", date(2024, 5, 7)) == "North East Combined Authority"
    assert authority("hull", date(2025, 2, 4)) == ""
    assert authority("hull", date(2025, 2, 5)) == "Hull and East Yorkshire Combined Authority"
    assert authority("hull", date(1990, 1, 1)) is None


def test_a_newer_area_follows_the_one_before(editor: Any, client: Any) -> None:
    page = "/organise/cities/lancaster"
    form = {"region": "North West", "combined_authority": "Lune Valley", "valid_from": "2027-04-01", "once": "a-1"}
    assert editor.post(f"{page}/areas/new", data=form).status_code == 303
    lancaster = factories.city("lancaster")
    assert [(area.combined_authority, area.valid_to) for area in lancaster.areas[:2]] == [
        ("Lune Valley", None),
        ("Lancashire Combined County Authority", date(2027, 3, 31)),
    ]
    assert "Lancashire" in client.get("/cities/lancaster").text
    with clock.frozen(clock.now().replace(month=5)):
        assert "In the area of the Lune Valley." in client.get("/cities/lancaster").text
    earlier = editor.post(f"{page}/areas/new", data={**form, "valid_from": "2027-03-31", "once": "a-2"})
    assert earlier.status_code == 422
    assert "The newest area begins on Thu 1 Apr 2027." in earlier.text
    corrected = {**form, "combined_authority": "Lune Valley Combined Authority", "once": "a-3"}
    assert editor.post(f"{page}/areas/new", data=corrected).status_code == 303
    assert lancaster.areas[0].combined_authority == "Lune Valley Combined Authority"


def test_an_area_entered_by_mistake_is_taken_back(editor: Any) -> None:
    page = "/organise/cities/york/areas"
    form = {"region": "Yorkshire", "combined_authority": "", "valid_from": "2027-04-01", "once": "a-1"}
    editor.post(f"{page}/new", data=form)
    old = editor.post(f"{page}/take-back", data={"begun": "2023-12-20"}, follow_redirects=True)
    assert "Somebody else has changed the areas." in old.text
    editor.post(f"{page}/take-back", data={"begun": "2027-04-01"})
    areas = factories.city("york").areas
    assert (areas[0].valid_from, areas[0].valid_to) == (date(2023, 12, 20), None)
    editor.post(f"{page}/take-back", data={"begun": "2023-12-20"})
    last = editor.post(f"{page}/take-back", data={"begun": "1994-04-01"}, follow_redirects=True)
    assert "A city needs one area." in last.text
    assert "Look at the areas as they are now." in editor.post(f"{page}/take-back", follow_redirects=True).text


def test_the_database_refuses_two_areas_of_one_day(app: Any) -> None:
    city = factories.city("york")
    db.session.add(CityArea(city=city, region="Elsewhere", valid_from=date(2026, 1, 1), valid_to=date(2026, 1, 2)))
    with pytest.raises(sa.exc.IntegrityError, match="ex_city_area_overlap"):
        db.session.flush()


def test_the_list_costs_the_same_for_many_cities(editor: Any, count_queries: Any) -> None:
    def cost() -> int:
        editor.get("/organise/cities")  # whoever asks is known from here on
        with count_queries() as counter:
            assert editor.get("/organise/cities").status_code == 200
        return int(counter.count)

    few = cost()
    for number in range(20):
        form = {**DURHAM, "name": f"New Town {number}", "hue": number, "once": f"city-{number}"}
        assert editor.post("/organise/cities/new", data=form).status_code == 303
    assert cost() == few
    assert editor.get("/").status_code == 200


def test_cities_belong_to_those_who_may_create_pitch_days(client: Any, sign_in: Any, app: Any) -> None:
    pages = ("", "/new", "/leeds", "/leeds/areas/new")
    for page in pages:
        assert client.get(f"/organise/cities{page}").status_code == 302
    member = factories.add_person()
    factories.add_event(organiser=member)
    sign_in(member)
    for page in pages:
        assert client.get(f"/organise/cities{page}").status_code == 403
