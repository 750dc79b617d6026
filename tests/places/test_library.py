"""Who looks after a venue, what becomes of it, and the list of all of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.diary.models import Diary, DiaryKind
from pitchday.events.enums import EventState, Role
from pitchday.events.models import ProgrammeRole
from pitchday.mail.compose import compose
from pitchday.places import travel
from pitchday.places.models import Room, TravelTime, Venue
from pitchday.places.services import ensure_tables
from tests import factories

EDITING = ("edit", "hand-over", "retire", "remove", "rooms/new")


def add_owner(name: str = "Olive Owner") -> Person:
    return factories.add_person(name, may_create_events=True)


@pytest.fixture
def venue(app: Any) -> Venue:
    found = factories.add_venue(city_slug="leeds")
    found.owner = add_owner()
    db.session.commit()
    return found


def address(venue: Venue, part: str = "") -> str:
    return f"/organise/venues/{venue.uid}" + (f"/{part}" if part else "")


def test_only_who_looks_after_a_venue_changes_it(venue: Venue, sign_in: Any, other_client: Any) -> None:
    room = f"rooms/{venue.rooms[0].uid}"
    colleague, stranger = add_owner(), add_owner("Stan Stranger")
    programme = factories.add_programme(lead=venue.owner)
    db.session.add(ProgrammeRole(programme=programme, person=colleague, role=Role.ORGANISER))
    db.session.add(ProgrammeRole(programme=programme, person=stranger, role=Role.JUDGE))
    db.session.commit()
    for person in (venue.owner, colleague, factories.add_person(is_administrator=True)):
        theirs = sign_in(person, on=other_client())
        assert {theirs.get(address(venue, part)).status_code for part in (*EDITING, room)} == {200}
        assert "Change venue" in theirs.get(address(venue)).text
    theirs = sign_in(stranger, on=other_client())
    page = theirs.get(address(venue)).text
    assert "Olive Owner" in page
    assert not [part for part in EDITING if address(venue, part) in page]
    for part in (*EDITING, room):
        refused = theirs.get(address(venue, part))
        assert refused.status_code == 403
        assert "Olive Owner looks after this venue. Ask them." in refused.text


def test_whoever_adds_a_venue_with_a_pitch_day_owns_it(app: Any, sign_in: Any) -> None:
    """Also a member of the team who may not create pitch days, and so does not see the library."""
    member = factories.add_person()
    event = factories.add_event(city_slug="leeds")
    factories.add_role(event, member, Role.ORGANISER)
    client = sign_in(member)
    form = {
        "title": event.title, "kind": "heat", "city": "leeds", "version": event.version, "venue": "",
        "name": "The Shed", "new_rooms-0-name": "Loft", "new_rooms-0-capacity": "30",
        "starts_at-date": "2027-02-16", "starts_at-time": "13:00", "ends_at-date": "", "ends_at-time": "19:00",
        "applications_close_at-date": "2027-02-09", "applications_close_at-time": "13:00",
    }  # fmt: skip
    assert client.post(f"/organise/events/{event.slug}/edit", data=form).status_code == 303
    assert event.venue.owner is member
    assert client.get(address(event.venue)).status_code == 200
    assert client.get("/organise/venues").status_code == 403
    event.venue.owner = add_owner()
    db.session.commit()
    again = form | {"name": "", "venue": event.venue.uid, "version": event.version, "new_rooms-0-name": "Attic"}
    refused = client.post(f"/organise/events/{event.slug}/edit", data=again)
    assert refused.status_code == 422
    assert "Olive Owner looks after The Shed and adds its rooms." in refused.text
    assert [room.name for room in event.venue.rooms] == ["Loft"]


def test_a_venue_is_handed_over(venue: Venue, sign_in: Any, mails: Any) -> None:
    client = sign_in(venue.owner)
    heir = add_owner("Hope Heir")
    nobody = factories.add_person()
    for email, words in (
        ("", "Enter their email address."),
        ("unknown@pitchday.example", "Nobody who may create pitch days has this address."),
        (nobody.email, "Nobody who may create pitch days has this address."),
        (venue.owner.email if venue.owner else "", "Olive Owner looks after this venue already."),
    ):
        refused = client.post(address(venue, "hand-over"), data={"email": email})
        assert refused.status_code == 422
        assert words in refused.text
    assert client.post(address(venue, "hand-over"), data={"email": heir.email.upper()}).status_code == 303
    assert venue.owner is heir
    assert client.get(address(venue, "edit")).status_code == 403
    (mail,) = [mail for mail in mails() if mail.template == "venue_handed_over"]
    assert mail.to_address == heir.email
    text = str(compose(mail))
    assert f"Olive Owner has handed {venue.name} in Leeds over to you." in text.replace("\n", " ")
    assert f"https://pitchday.test{address(venue)}" in text


def test_a_venue_that_nobody_owns_is_taken_on(venue: Venue, sign_in: Any, mails: Any) -> None:
    venue.owner = None
    db.session.commit()
    keeper = add_owner("Kim Keeper")
    client = sign_in(keeper)
    assert f'value="{keeper.email}"' in client.get(address(venue, "hand-over")).text
    client.post(address(venue, "hand-over"), data={"email": keeper.email})
    assert venue.owner is keeper
    assert mails() == []


def test_a_retired_venue_is_no_longer_offered(venue: Venue, sign_in: Any) -> None:
    client, event = sign_in(venue.owner), factories.add_event(venue=venue, city_slug="leeds")
    factories.add_role(event, venue.owner, Role.ORGANISER)  # type: ignore[arg-type]
    new, edit, city = "/organise/events/new", f"/organise/events/{event.slug}/edit", "/cities/leeds"
    assert "1 pitch day still to come has it and keeps it" in client.get(address(venue, "retire")).text
    assert [venue.name in client.get(page).text for page in (new, edit, city)] == [True, True, True]
    assert "is retired" not in client.get(f"/organise/events/{event.slug}").text
    client.post(address(venue, "retire"))
    client.post(address(venue, "retire"))
    assert "This venue is retired" in client.get(address(venue)).text
    in_text = [venue.name in client.get(page).text.partition("Where they are held")[2] for page in (city,)]
    assert [venue.name in client.get(page).text for page in (new, edit)] + in_text == [False, True, False]
    assert f"{venue.name} is retired" in client.get(f"/organise/events/{event.slug}").text
    assert venue.name not in client.get("/organise/venues").text
    assert venue.name in client.get("/organise/venues?state=retired").text
    client.post(address(venue, "bring-back"))
    assert venue.retired_at is None
    assert venue.name in client.get(new).text


def test_only_a_venue_that_was_never_used_is_removed(venue: Venue, sign_in: Any) -> None:
    client = sign_in(venue.owner)
    room, other = venue.rooms[0], factories.add_venue(city_slug="leeds")
    event = factories.add_event(venue=other, city_slug="leeds", starts_at=datetime(2026, 6, 1, 9, tzinfo=UTC))
    sitting = factories.add_sitting(event, room=room)
    for _ in range(2):  # a draft that names a room of it, then a pitch day there, though long over
        assert "This venue stays" in client.get(address(venue, "remove")).text
        assert client.post(address(venue, "remove")).status_code == 422
        sitting.room, event.venue = None, venue
        db.session.commit()
    event.venue = other
    ensure_tables(room, 2)
    travel.set_way(venue, other, minutes=7)
    db.session.commit()
    assert "This cannot be undone." in client.get(address(venue, "remove")).text
    assert client.post(address(venue, "remove")).location == "/organise/venues"
    assert db.session.scalars(sa.select(Venue)).all() == [other]
    assert db.session.scalars(sa.select(Room)).all() == other.rooms
    assert db.session.scalars(sa.select(TravelTime)).all() == []
    assert db.session.scalar(sa.select(sa.func.count()).where(Diary.kind == DiaryKind.TABLE)) == 0


def test_its_page_names_the_pitch_days_that_the_reader_may_know(
    venue: Venue, sign_in: Any, other_client: Any, count_queries: Any
) -> None:
    for title, state in (("Open heat", EventState.PUBLISHED), ("Secret final", EventState.DRAFT)):
        factories.add_event(venue=venue, city_slug="leeds", title=title, state=state, organiser=venue.owner)
    mine, theirs = sign_in(venue.owner), sign_in(add_owner(), on=other_client())
    assert "Secret final" in mine.get(address(venue)).text
    assert "Open heat" in theirs.get(address(venue)).text
    assert "Secret final" not in theirs.get(address(venue)).text

    def cost() -> int:
        with count_queries() as counter:
            theirs.get(address(venue))
        return int(counter.count)

    one = cost()
    for _ in range(8):
        factories.add_event(venue=venue, city_slug="leeds")
    assert cost() == one


def test_the_list_is_searched_narrowed_and_taken_away(venue: Venue, sign_in: Any) -> None:
    client = sign_in(venue.owner)
    other = factories.add_venue(city_slug="hull", rooms=("Attic", "Cellar"))
    venue.step_free, venue.postcode, venue.rooms[0].capacity = True, "LS1 1UR", 150
    other.quiet_room = False
    db.session.commit()

    def names(query: str) -> set[str]:
        lines = client.get(f"/organise/venues.csv?{query}").text.splitlines()[1:]
        return {line.split(",")[0] for line in lines}

    both = {venue.name, other.name}
    for query, found in (
        ("", both),
        ("q=ls1", {venue.name}),
        ("city=hull", {other.name}),
        ("access=step-free", {venue.name}),
        ("access=quiet-room", set()),
        ("size=100", {venue.name}),
        ("size=50", both),
        ("owner=me", {venue.name}),
        ("owner=nobody", {other.name}),
        ("state=retired", set()),
    ):
        assert names(query) == found, query
    row = client.get("/organise/venues.csv?city=hull&columns=rooms,largest,step_free,quiet,owner").text
    assert f"{other.name},2,80,Not known,No,Nobody yet" in row
    assert client.get("/organise/venues.xlsx").status_code == 303
