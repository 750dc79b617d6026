"""Programmes and their funders, set up and changed through the front door."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Funder, Programme, ProgrammeRole
from tests import factories
from tests.files.test_images import make_picture

NEW = "/organise/programmes/new"
PAGE = "/organise/programmes/northern-pitch-2027"


@pytest.fixture
def lead(app: Any, sign_in: Any) -> Person:
    person = factories.add_person("Zoë Lead", may_create_events=True)
    sign_in(person)
    return person


def typed(**changes: Any) -> dict[str, Any]:
    """A sound programme with a new funder; a change to None leaves the field out."""
    values = {
        "name": "Northern Pitch 2027",
        "summary": "Heats in the North, and a final.",
        "description": "Seven cities, **one** final.",
        "starts_on": "2027-01-11",
        "ends_on": "2027-11-30",
        "cities": ["leeds", "sheffield"],
        "sectors": ["clean-energy-industries"],
        "funder": "",
        "funder_name": "The Growth Fund",
        "funder_website": "fund.example",
        "funder_acknowledgement": "Paid for by the Growth Fund.",
        "once": "once-1",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def programme() -> Programme:
    return db.session.scalars(sa.select(Programme)).one()


def edited(**changes: Any) -> dict[str, Any]:
    """The form as its page shows it, with changes."""
    funder = {"funder": programme().funder.uid} if programme().funder else {}
    blank = dict.fromkeys(("funder_name", "funder_website", "funder_acknowledgement", "once"))
    return typed(**{**blank, **funder, "version": str(programme().version), **changes})


def test_a_programme_with_a_new_funder(client: Any, lead: Person) -> None:
    answer = client.post(NEW, data=typed())
    assert (answer.status_code, answer.location) == (303, PAGE)
    made = programme()
    assert (made.slug, made.starts_on, made.ends_on) == ("northern-pitch-2027", date(2027, 1, 11), date(2027, 11, 30))
    assert [city.slug for city in made.cities] == ["leeds", "sheffield"]
    assert [sector.name for sector in made.sectors] == ["Clean Energy Industries"]
    assert made.funder is not None
    assert (made.funder.name, made.funder.website) == ("The Growth Fund", "https://fund.example")
    assert db.session.scalars(sa.select(ProgrammeRole.role)).all() == [Role.LEAD]
    page = client.get("/organise/programmes").text
    assert "Northern Pitch 2027" in page and "Funded by The Growth Fund" in page and "0 pitch days" in page


def test_a_name_is_all_it_takes(client: Any, lead: Person) -> None:
    assert client.post(NEW, data={"name": "New"}).status_code == 303
    assert programme().slug == "new-2", "the address of the page that makes programmes stays free"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Enter a name, such as Northern Pitch 2027."),
        ({"starts_on": "soon"}, "Enter a date, such as 3 November 2026."),
        ({"ends_on": "1927-01-01"}, "Enter a year between 2000 and 2100."),
        ({"ends_on": "2027-01-10"}, "The programme cannot end before it starts."),
        ({"cities": ["atlantis"]}, "Choose cities from the list."),
        ({"sectors": ["magic"]}, "Choose sectors from the list."),
        ({"funder": "nobody"}, "Choose a funder from the list."),
        ({"funder_name": ""}, "Enter the name of the new funder as well."),
        ({"funder_website": "javascript:alert(1)"}, "Enter an address that starts with https://"),
    ],
)
def test_refusals_say_what_to_do_and_keep_what_was_typed(
    client: Any, lead: Person, changes: dict[str, Any], sentence: str
) -> None:
    answer = client.post(NEW, data=typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text and "Seven cities, **one** final." in answer.text
    assert not db.session.scalars(sa.select(Programme)).all()
    assert not db.session.scalars(sa.select(Funder)).all(), "a refused form adds no funder"


def test_a_funder_that_is_there_is_to_be_chosen(client: Any, lead: Person) -> None:
    factories.add_programme(funder="The Growth Fund")
    answer = client.post(NEW, data=typed())
    assert answer.status_code == 422
    assert "The Growth Fund is in the list of funders already." in answer.text


def test_the_preview_saves_nothing(client: Any, lead: Person) -> None:
    answer = client.post(NEW, data=typed(again="preview"))
    assert "<strong>one</strong>" in answer.text
    assert not db.session.scalars(sa.select(Programme)).all()


def test_posted_twice_there_is_one(client: Any, lead: Person) -> None:
    for _ in range(2):
        assert client.post(NEW, data=typed()).status_code == 303
    assert programme().name == "Northern Pitch 2027"


def test_a_change_keeps_the_address_and_stands_in_the_history(client: Any, lead: Person) -> None:
    client.post(NEW, data=typed())
    assert client.post(f"{PAGE}/edit", data=edited(name="Pitch North", cities=["leeds", "hull"])).status_code == 303
    assert (programme().name, programme().slug) == ("Pitch North", "northern-pitch-2027")
    history = client.get(f"{PAGE}/history").text
    assert "Zoë Lead" in history and "Pitch North" in history and "Hull, Leeds" in history


def test_a_stale_edit_is_refused_even_where_only_cities_changed(
    client: Any, lead: Person, sign_in: Any, other_client: Any
) -> None:
    client.post(NEW, data=typed())
    colleague = factories.add_person("Bilal Colleague")
    db.session.add(ProgrammeRole(programme=programme(), person=colleague, role=Role.ORGANISER))
    db.session.commit()
    before = edited(summary="My sentence.")
    browser = sign_in(colleague, on=other_client())
    assert browser.post(f"{PAGE}/edit", data=edited(cities=["hull"])).status_code == 303
    answer = client.post(f"{PAGE}/edit", data=before)
    assert answer.status_code == 422
    assert "Bilal Colleague changed cities at" in answer.text and "My sentence." in answer.text
    assert [city.slug for city in programme().cities] == ["hull"]


def logo_sent(kind: str = "PNG", **changes: Any) -> dict[str, Any]:
    return {**changes, "logo": (io.BytesIO(make_picture(kind)), "logo.svg")}


def test_a_logo_is_for_the_organisers_until_the_programme_is_public(
    client: Any, lead: Person, other_client: Any
) -> None:
    client.post(NEW, data=logo_sent(**typed()))
    logo = programme().logo
    assert logo is not None
    address = f"/programmes/northern-pitch-2027/logo/{logo.sha256}"
    assert address in client.get(f"{PAGE}/edit").text
    mine = client.get(address)
    assert (mine.mimetype, mine.headers["Cache-Control"]) == ("image/png", "private, no-cache")
    assert mine.headers["X-Content-Type-Options"] == "nosniff"
    assert other_client().get(address).status_code == 404
    factories.add_event(programme=programme())
    theirs = other_client().get(address)
    assert (theirs.status_code, theirs.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert other_client().get(address, headers={"If-None-Match": theirs.headers["ETag"]}).status_code == 304
    assert other_client().get(address[:-1] + "x").status_code == 404


def test_a_logo_is_replaced_and_taken_away(client: Any, lead: Person) -> None:
    client.post(NEW, data=logo_sent(**typed()))
    first = programme().logo_id
    client.post(f"{PAGE}/edit", data=logo_sent("JPEG", **edited()))
    assert programme().logo_id not in (None, first)
    client.post(f"{PAGE}/edit", data=edited(without_logo="y"))
    assert programme().logo_id is None


def test_a_logo_that_is_no_picture_is_refused(client: Any, lead: Person) -> None:
    drawing = (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "logo.png")
    answer = client.post(NEW, data=typed(logo=drawing))
    assert answer.status_code == 422 and "not a PNG or JPEG picture" in answer.text
    assert not db.session.scalars(sa.select(Programme)).all()


def test_removing_takes_a_programme_without_pitch_days(client: Any, lead: Person) -> None:
    client.post(NEW, data=typed())
    event = factories.add_event(programme=programme(), state=EventState.DRAFT)
    assert "This programme stays" in client.get(f"{PAGE}/remove").text
    answer = client.post(f"{PAGE}/remove")
    assert answer.status_code == 422 and "This programme has pitch days" in answer.text
    event.programme = None
    db.session.commit()
    assert client.post(f"{PAGE}/remove").status_code == 303
    assert not db.session.scalars(sa.select(Programme)).all()
    assert db.session.scalars(sa.select(Funder.name)).all() == ["The Growth Fund"]


def test_a_funder_is_changed_by_those_it_pays_for(client: Any, lead: Person, sign_in: Any, other_client: Any) -> None:
    client.post(NEW, data=typed())
    funder = db.session.scalars(sa.select(Funder)).one()
    address = f"/organise/funders/{funder.uid}"
    other = sign_in(factories.add_person(may_create_events=True), on=other_client())
    assert "The Growth Fund" in other.get("/organise/funders").text
    assert address not in other.get("/organise/funders").text
    assert other.get(address).status_code == 403
    assert address in client.get("/organise/funders").text
    values = {"name": "The Growth Fund", "website": "", "acknowledgement": "With thanks."}
    answer = client.post(address, data={**values, "version": funder.version})
    assert answer.status_code == 303
    assert db.session.scalars(sa.select(Funder.acknowledgement)).one() == "With thanks."
    assert client.post(address, data={**values, "version": "1"}).status_code == 422


def test_two_funders_do_not_share_a_name(client: Any, lead: Person) -> None:
    factories.add_programme(funder="Other Fund")
    client.post(NEW, data=typed())
    funder = db.session.scalars(sa.select(Funder).where(Funder.name == "The Growth Fund")).one()
    values = {"name": "Other Fund", "website": "", "acknowledgement": "", "version": funder.version}
    answer = client.post(f"/organise/funders/{funder.uid}", data=values)
    assert answer.status_code == 422 and "A funder of this name is here already." in answer.text


@pytest.mark.parametrize("page", ["/organise/programmes", "/organise/funders"])
def test_lists_cost_the_same_for_many_rows(client: Any, sign_in: Any, count_queries: Any, page: str) -> None:
    person = factories.add_person(is_administrator=True)
    sign_in(person)

    def queries(more: int) -> int:
        for number in range(more):
            factories.add_programme(funder=f"Fund {page} {more} {number}")
        client.get(page)
        with count_queries() as counter:
            client.get(page)
        return int(counter.count)

    assert queries(1) == queries(6)


def test_only_those_who_may_create_pitch_days_create_programmes(client: Any, sign_in: Any) -> None:
    sign_in(factories.add_person())
    assert client.get(NEW).status_code == 403
    page = client.get("/organise/programmes")
    assert "You run no programme yet" in page.text and NEW not in page.text
