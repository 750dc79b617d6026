"""Founders keep one profile, its members and its decks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary import Diary
from pitchday.files.pdf import MAX_BYTES
from pitchday.startups.enums import Instrument, Stage, TaxRelief
from pitchday.startups.forms import StartupForm
from pitchday.startups.models import Deck, Startup, StartupMember
from tests.factories import add_person, add_startup, city
from tests.pages import CheckingClient
from tests.startups.facts import add_deck, pdf

SignIn = Callable[..., CheckingClient]


@pytest.fixture
def client(client: CheckingClient, founder: Person, sign_in: SignIn) -> CheckingClient:
    return sign_in(founder)


def startups() -> list[Startup]:
    return list(db.session.scalars(sa.select(Startup).order_by(Startup.id)))


def test_a_founder_adds_a_startup_and_is_its_first_member(client: CheckingClient, founder: Person) -> None:
    assert client.get("/startups/new").status_code == 200
    answer = client.post(
        "/startups/new",
        data={
            "name": "Wrenfell Robotics",
            "one_liner": "Robots that inspect sewers.",
            "description": "They *swim*.",
            "website": "wrenfell.example",
            "city_id": str(city("leeds").id),
            "sector_id": "",
            "stage": "pre_seed",
            "company_number": "sc 1234",
            "ask": "£150k",
            "instrument": "equity",
            "valuation": "1,200,000",
            "tax_relief": "none",
        },
    )
    assert (answer.status_code, answer.location) == (303, "/startups/wrenfell-robotics")
    (startup,) = startups()
    assert [member.person_id for member in startup.members] == [founder.id]
    assert not startup.listed
    assert (startup.website, startup.company_number) == ("https://wrenfell.example", "SC001234")
    assert (startup.ask, startup.valuation, startup.sector_id) == (150_000, 1_200_000, None)
    assert (startup.stage, startup.instrument, startup.tax_relief) == (
        Stage.PRE_SEED,
        Instrument.EQUITY,
        TaxRelief.NONE,
    )
    assert db.session.get_one(Diary, startup.diary_id).kind.value == "startup"
    page = client.get(answer.location).text
    for words in ("<em>swim</em>", "£150,000", "£1,200,000", "Leeds", "The founders state: None claimed", "Nkechi"):
        assert words in page


def test_only_the_name_is_needed_and_addresses_stay_apart(client: CheckingClient) -> None:
    for name in ("Loomgrid", "LOOMGRID!", "new", "東京"):
        assert client.post("/startups/new", data={"name": name, "is_another": "y"}).status_code == 303
    assert [startup.slug for startup in startups()] == ["loomgrid", "loomgrid-2", "new-2", "startup"]
    for startup in startups():
        assert client.get(f"/startups/{startup.slug}").status_code == 200


def test_a_double_click_adds_one_startup(client: CheckingClient) -> None:
    sent = {"name": "Loomgrid", "once": "0123456789abcdefghjk"}
    first, second = (client.post("/startups/new", data=sent) for _ in range(2))
    assert first.location == second.location == "/startups/loomgrid"
    assert len(startups()) == 1


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name of the startup."),
        ("name", "x" * 121, "Use at most 120 characters."),
        ("one_liner", "x" * 161, "Use at most 160 characters."),
        ("website", "javascript:alert(1)", "Enter an address that starts with https://"),
        ("company_number", "123456789", "A company number has eight characters"),
        ("ask", "a lot", "Enter an amount in pounds, such as 150,000 or 150k."),
        ("valuation", "1.5", "Enter whole pounds, without pence."),
    ],
)
def test_a_fault_is_said_and_everything_typed_is_still_there(
    client: CheckingClient, field: str, typed: str, sentence: str
) -> None:
    sent = {"name": "Loomgrid", "traction": "Two pilots & a half", "ask": "70k", "stage": "seed", field: typed}
    answer = client.post("/startups/new", data=sent)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2, "beside the field and in the summary"
    assert f'href="#{field}"' in answer.text
    assert "Two pilots &amp; a half" in answer.text
    assert f'value="{sent["ask"]}"' in answer.text
    assert f'value="{sent["name"]}"' in answer.text
    assert '<option selected value="seed">' in answer.text
    assert not startups()


@pytest.mark.parametrize(
    ("field", "value"), [("city_id", "999999"), ("city_id", "x"), ("stage", "unicorn"), ("sector_id", "9" * 30)]
)
def test_a_choice_that_was_not_offered_is_refused(client: CheckingClient, field: str, value: str) -> None:
    assert client.post("/startups/new", data={"name": "Loomgrid", field: value}).status_code == 422
    assert not startups()


def test_an_unusual_company_number_is_saved_and_asked_about(client: CheckingClient) -> None:
    answer = client.post("/startups/new", data={"name": "Old Society", "company_number": "ip12345r"})
    assert startups()[0].company_number == "IP12345R"
    assert "please check it" in client.get(answer.location).text


def test_the_profile_is_edited_and_keeps_its_address(client: CheckingClient, founder: Person) -> None:
    startup = add_startup(member=founder, name="Loomgrid", ask=150_000, city=city("leeds"))
    path = f"/startups/{startup.slug}/edit"
    page = client.get(path).text
    assert 'value="150,000"' in page
    assert f'<option selected value="{startup.city_id}">Leeds</option>' in page
    sent = {"version": str(startup.version), "name": "Loomgrid 2", "city_id": str(city("hull").id), "ask": ""}
    assert client.post(path, data=sent).location == f"/startups/{startup.slug}"
    assert (startup.name, startup.ask, startup.city.name if startup.city else "") == ("Loomgrid 2", None, "Hull")


def test_a_stale_edit_says_who_changed_what_and_can_be_saved_again(
    client: CheckingClient, founder: Person, other_client: Any, sign_in: SignIn
) -> None:
    startup = add_startup(member=founder, name="Loomgrid")
    ann = add_person("Ann")
    db.session.add(StartupMember(startup=startup, person=ann, role="Founder"))
    db.session.commit()
    path = f"/startups/{startup.slug}/edit"
    sent = {"version": str(startup.version), "name": "Loomgrid", "ask": "90k"}
    sign_in(ann, on=other_client()).post(path, data=sent)
    stale = client.post(path, data={**sent, "ask": "120k", "traction": "Mine"})
    assert stale.status_code == 422
    assert "Ann changed" in stale.text
    assert 'value="120k"' in stale.text
    assert "Mine" in stale.text
    assert startup.ask == 90_000
    assert f'name="version" type="hidden" value="{startup.version}"' in stale.text
    assert client.post(path, data={**sent, "version": str(startup.version), "ask": "120k"}).status_code == 303
    assert startup.ask == 120_000


def test_two_saves_at_the_same_moment_are_told_apart(app: Flask) -> None:
    """The version is looked at before the save; what happens in between meets the version in the UPDATE."""
    startup = add_startup(name="Loomgrid")
    with app.test_request_context("/", method="POST", data={"name": "Mine"}):
        form = StartupForm(obj=startup)
        with form.refusals():
            db.session.execute(sa.update(Startup.__table__).values(version=7))
            startup.name = "Mine"
        assert "at the same moment" in form.form_errors[0]
        assert form.name.data == "Mine"


@pytest.mark.parametrize("path", ["/startups/a%00b", "/startups/a%00b/edit", "/startups/a/decks/%00"])
def test_an_address_that_no_database_can_look_for_is_not_there(client: CheckingClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_member_is_removed_after_a_question_but_never_the_last(client: CheckingClient, founder: Person) -> None:
    startup = add_startup(member=founder)
    ann = add_person("Ann")
    db.session.add(StartupMember(startup=startup, person=ann, role="Founder"))
    db.session.commit()
    path = f"/startups/{startup.slug}/members"
    assert f"{path}/{ann.uid}/remove" in client.get(path).text
    assert "Remove Ann from" in client.get(f"{path}/{ann.uid}/remove").text
    assert client.post(f"{path}/{ann.uid}/remove").location == path
    assert client.post(f"{path}/{ann.uid}/remove").status_code == 404
    assert "/remove" not in client.get(path).text
    refused = client.post(f"{path}/{founder.uid}/remove")
    assert refused.status_code == 422
    assert "Add somebody else first." in refused.text
    assert [member.person_id for member in startup.members] == [founder.id]


def test_who_removes_themselves_is_out(client: CheckingClient, founder: Person) -> None:
    startup = add_startup(member=founder)
    db.session.add(StartupMember(startup=startup, person=add_person(), role="Founder"))
    db.session.commit()
    assert client.post(f"/startups/{startup.slug}/members/{founder.uid}/remove").location == "/me"
    assert client.get(f"/startups/{startup.slug}/members").status_code == 404


@pytest.mark.parametrize("page", ["edit", "members", "decks"])
def test_the_pages_of_members_are_closed_to_others(
    client: CheckingClient, other_client: Any, sign_in: SignIn, page: str
) -> None:
    startup = add_startup(listed=True)
    for path in (f"/startups/{startup.slug}/{page}", f"/startups/nothing/{page}"):
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
        assert "/sign-in" in other_client().get(path).location
    member = startup.members[0].person
    assert client.post(f"/startups/{startup.slug}/members/{member.uid}/remove").status_code == 404


def upload(client: CheckingClient, startup: Startup, data: bytes, name: str = "deck.pdf") -> Any:
    """The body is written by hand, because the client's own writer leaves a temporary file open for large ones."""
    head = f'--edge\r\nContent-Disposition: form-data; name="deck"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    return client.post(f"/startups/{startup.slug}/decks", data=body, content_type="multipart/form-data; boundary=edge")


def test_a_deck_is_kept_and_read_in_the_browser(client: CheckingClient, founder: Person) -> None:
    startup = add_startup(member=founder)
    assert "No deck yet" in client.get(f"/startups/{startup.slug}/decks").text
    data = pdf(4)
    assert upload(client, startup, data, "slides/Wrenfell (final).pdf").status_code == 303
    deck = db.session.scalars(sa.select(Deck)).one()
    assert (deck.file_name, deck.pages, deck.uploaded_by_id) == ("Wrenfell (final).pdf", 4, founder.id)
    assert "Wrenfell (final).pdf" in client.get(f"/startups/{startup.slug}/decks").text
    path = f"/startups/{startup.slug}/decks/{deck.uid}"
    answer = client.get(path)
    assert answer.data == data
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith(f'inline; filename="{startup.slug}-deck-2027-01-12.pdf"')
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"<html>hello</html>", "is not a PDF, whatever its name says"),
        (b"%PDF-1.7\nbroken", "damaged"),
        (pdf(1, password="secret"), "protected by a password"),
        (b"%PDF-" + b"x" * MAX_BYTES, "15 MB is the most we take"),
    ],
)
def test_what_is_no_usable_pdf_is_refused(client: CheckingClient, founder: Person, data: bytes, sentence: str) -> None:
    startup = add_startup(member=founder)
    answer = upload(client, startup, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not db.session.scalars(sa.select(Deck)).all()


def test_sending_no_file_asks_for_one(client: CheckingClient, founder: Person) -> None:
    startup = add_startup(member=founder)
    answer = client.post(f"/startups/{startup.slug}/decks")
    assert answer.status_code == 422
    assert "Choose a PDF file first." in answer.text


def test_a_deck_belongs_to_the_startup_in_its_address(client: CheckingClient, founder: Person) -> None:
    mine, other = add_startup(member=founder), add_startup(listed=True)
    deck = add_deck(other)
    assert client.get(f"/startups/{mine.slug}/decks/{deck.uid}").status_code == 404
    assert client.get(f"/startups/{other.slug}/decks/{deck.uid}").status_code == 404
