"""From the results of heats to invitations to the final, through the front door."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.enums import EventState, Role
from pitchday.events.models import Event
from pitchday.progression import queries
from pitchday.progression.models import EventResult
from tests import factories
from tests.progression.heats import add_route, enter, heat, in_final, places, tell


def test_the_best_two_go_through_and_one_waits(client: Any, final: Event, mails: Any) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar", "Dogwood")
    add_route(client, event)
    enter(client, event, 2, 1, 3, 4)
    page = client.get("/organise/events/final/progression").text
    assert "The best 2, with 1 reserve" in page and "Look and tell 3 startups" in page
    preview = client.get("/organise/events/final/progression/release").text
    assert "Birch, from Leeds heat: you are through to The final" in preview
    assert "Cedar, from Leeds heat: you are a reserve" in preview and "Write to 3 people" in preview
    assert not mails(), "nobody is told before the release"
    assert tell(client).status_code == 303
    assert {name: (place.is_reserve, place.position) for name, place in places().items()} == {
        "Birch": (False, 1),
        "Ash": (False, 2),
        "Cedar": (True, 1),
    }
    assert sorted((mail.template, mail.values["startup"]) for mail in mails()) == [
        ("reserve_for_final", "Cedar"),
        ("through_to_final", "Ash"),
        ("through_to_final", "Birch"),
    ]
    assert db.session.scalar(sa.select(sa.func.count()).where(Application.event_id == final.id)) == 2


def test_the_application_is_carried_along(client: Any, final: Event, sign_in: Any, other_client: Any) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    enter(client, event, 1)
    tell(client)
    carried = in_final("Ash")
    assert (carried.state, carried.decision) == (ApplicationState.INVITED, Decision.ACCEPT)
    assert carried.carried_from is not None and carried.carried_from.event_id == event.id
    assert carried.submissions[-1].facts["public"]["one_liner"] == "As Ash stood then."
    founder = sign_in(carried.startup.members[0].person, on=other_client())
    at_heat = founder.get(f"/applications/{carried.carried_from.uid}/status").text
    assert "You are through to The final" in at_heat and f"/applications/{carried.uid}/status" in at_heat
    here = founder.get(f"/applications/{carried.uid}/status").text
    assert "Ash came through from Leeds heat" in here and "Confirm our place" in here
    founder.post(f"/applications/{carried.uid}/confirm")
    assert in_final("Ash").state is ApplicationState.CONFIRMED
    assert "Confirmed" in client.get("/organise/events/final/progression").text
    for slug in ("leeds-heat", "final"):
        history = client.get(f"/organise/events/{slug}/history").text
        assert "Zoë Lead" in history and "Ash" in history
    assert "put through" in client.get("/organise/events/leeds-heat/history").text


def test_a_startup_that_is_through_twice_counts_once(client: Any, final: Event, mails: Any) -> None:
    leeds = heat(final, "leeds", "Ash", "Birch", days_ago=9)
    hull = heat(final, "hull", "Cedar", "Dogwood", days_ago=3)
    ash = queries.contenders(leeds.id)[0].startup
    factories.add_application(hull, ash)
    for event in (leeds, hull):
        add_route(client, event, places="1", reserves="1")
    enter(client, leeds, 1, 2)
    tell(client)
    enter(client, hull, 1, 2, 3)
    tell(client)
    assert {name: (place.route.origin, place.is_reserve) for name, place in places().items()} == {
        "Ash": ("Leeds heat", False),
        "Birch": ("Leeds heat", True),
        "Cedar": ("Hull heat", False),
        "Dogwood": ("Hull heat", True),
    }
    assert len([mail for mail in mails() if mail.values["startup"] == "Ash"]) == 1


def test_a_reserve_who_wins_elsewhere_is_through(client: Any, final: Event) -> None:
    leeds = heat(final, "leeds", "Ash", "Birch", days_ago=9)
    hull = heat(final, "hull", "Cedar", days_ago=3)
    factories.add_application(hull, queries.contenders(leeds.id)[1].startup)
    for event in (leeds, hull):
        add_route(client, event, places="1", reserves="1")
    enter(client, leeds, 1, 2)
    tell(client)
    assert places()["Birch"].is_reserve
    enter(client, hull, 1, 2)
    tell(client)
    birch = places()["Birch"]
    assert (birch.is_reserve, birch.route.origin, in_final("Birch").state) == (
        False,
        "Hull heat",
        ApplicationState.INVITED,
    )


def test_picks_and_wild_cards(client: Any, final: Event, mails: Any) -> None:
    leeds = heat(final, "leeds", "Ash", "Birch")
    hopeful = factories.add_application(final, factories.add_startup(name="Yew"), state=ApplicationState.SUBMITTED)
    add_route(client, leeds, rule="pick", places="1", reserves="0")
    add_route(client, None, rule="wild_card", places="1", reserves="1")
    ways = {way.route.origin: way.route.uid for way in queries.ways_into(final)}
    pick = f"/organise/events/final/progression/routes/{ways['Leeds heat']}/pick"
    card = f"/organise/events/final/progression/routes/{ways['Wild cards']}/pick"
    ash, birch = queries.contenders(leeds.id)
    assert "Yew" not in client.get(pick).text and "Yew" in client.get(card).text
    assert client.post(pick, data={"startup": ash.uid, "reason": "The room stood up."}).status_code == 303
    assert "and no more to give" in client.post(pick, data={"startup": birch.uid}).text
    assert "Ash" not in client.get(card).text
    client.post(card, data={"startup": hopeful.uid})
    client.post(card, data={"startup": birch.uid, "as_reserve": "y"})
    assert not mails()
    undone = f"/organise/events/final/progression/places/{places()['Birch'].uid}/undo"
    assert client.post(undone).status_code == 303 and "Birch" not in places()
    tell(client)
    assert in_final("Yew").id == hopeful.id and in_final("Yew").carried_from is None
    assert {mail.values["startup"]: mail.values["wild_card"] for mail in mails()} == {"Ash": False, "Yew": True}
    assert [mail.values["reason"] for mail in mails() if mail.values["startup"] == "Ash"] == ["The room stood up."]
    assert client.post(f"/organise/events/final/progression/places/{places()['Ash'].uid}/undo").status_code == 409


def test_whoever_was_turned_down_in_the_open_call_may_win_a_heat(client: Any, final: Event) -> None:
    leeds = heat(final, "leeds", "Ash")
    startup = queries.contenders(leeds.id)[0].startup
    factories.add_application(final, startup, state=ApplicationState.DECLINED)
    add_route(client, leeds)
    enter(client, leeds, 1)
    tell(client)
    assert in_final("Ash").state is ApplicationState.INVITED


def test_whoever_has_given_the_final_up_is_passed_over(client: Any, final: Event) -> None:
    leeds = heat(final, "leeds", "Ash", "Birch")
    startup = queries.contenders(leeds.id)[0].startup
    factories.add_application(final, startup, state=ApplicationState.WITHDRAWN)
    add_route(client, leeds, places="1", reserves="0")
    enter(client, leeds, 1, 2)
    tell(client)
    assert set(places()) == {"Birch"}


@pytest.mark.parametrize("way", ["declines", "is silent"])
def test_a_reserve_comes_in_on_the_organisers_nod(
    client: Any, final: Event, sign_in: Any, other_client: Any, mails: Any, way: str
) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event)
    enter(client, event, 1, 2, 3)
    tell(client)
    reserve = f"/organise/events/final/progression/places/{places()['Cedar'].uid}/invite"
    assert "is not next, or no place is free any more" in client.post(reserve).text
    if way == "declines":
        founder = sign_in(in_final("Ash").startup.members[0].person, on=other_client())
        founder.post(f"/applications/{in_final('Ash').uid}/withdraw")
    else:
        client.post(f"/organise/events/final/progression/places/{places()['Ash'].uid}/lapse")
    page = client.get("/organise/events/final/progression").text
    assert "1 place free again" in page and "Invite Cedar" in page and "Gave the place up" in page
    assert in_final("Ash").state is ApplicationState.WITHDRAWN
    assert places()["Cedar"].application is None, "nobody is invited by itself"
    assert client.post(reserve).status_code == 303
    assert in_final("Cedar").state is ApplicationState.INVITED
    told = [mail.template for mail in mails() if mail.values["startup"] == "Cedar"]
    assert told == ["reserve_for_final", "through_to_final"]
    assert "free again" not in client.get("/organise/events/final/progression").text


def test_a_place_that_was_confirmed_is_not_taken_back(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    enter(client, event, 1)
    tell(client)
    application = in_final("Ash")
    application.state, application.confirmed_at = ApplicationState.CONFIRMED, clock.now()
    db.session.commit()
    answer = client.post(f"/organise/events/final/progression/places/{places()['Ash'].uid}/lapse")
    assert answer.status_code == 422 and "has no invitation that waits for an answer" in answer.text


def test_what_changed_since_it_was_looked_at_is_looked_at_again(client: Any, final: Event, mails: Any) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event)
    enter(client, event, 1, 2, 3)
    page = client.get("/organise/events/final/progression/release").text
    mark = page.partition('name="mark" type="hidden" value="')[2].partition('"')[0]
    enter(client, event, 3, 2, 1)
    answer = client.post("/organise/events/final/progression/release", data={"mark": mark})
    assert answer.status_code == 422 and "have changed since you opened this page" in answer.text
    assert not places() and not mails()
    tell(client)
    again = client.post("/organise/events/final/progression/release", data={"mark": mark})
    assert again.status_code == 303 and len(mails()) == 3, "nobody is told twice"


def test_a_final_that_is_a_draft_invites_nobody(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    enter(client, event, 1)
    final.state = EventState.DRAFT
    db.session.commit()
    answer = tell(client)
    assert answer.status_code == 422 and "The final is not published." in answer.text
    assert not places()


def test_the_team_of_one_city_sees_nothing_of_the_way_to_the_final(
    client: Any, final: Event, sign_in: Any, other_client: Any
) -> None:
    leeds = heat(final, "leeds", "Ash")
    add_route(client, leeds)
    of_leeds = sign_in(factories.add_person(), on=other_client())
    organiser = factories.add_person()
    factories.add_role(leeds, organiser, Role.ORGANISER)
    factories.add_role(final, organiser, Role.ORGANISER)
    sign_in(organiser, on=of_leeds)
    assert of_leeds.get("/organise/events/leeds-heat/results").status_code == 200
    assert of_leeds.get("/organise/events/final/progression").status_code == 403


def test_pages_cost_the_same_for_many_startups(client: Any, final: Event, count_queries: Any) -> None:
    def queries_of(*pages: str) -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with count_queries() as counter:
                client.get(page)
            found.append(counter.count)
        return found

    few = heat(final, "leeds", "Ash", "Birch")
    add_route(client, few, places="40", reserves="5")
    enter(client, few, 1, 2)
    tell(client)
    ways, results = "/organise/events/final/progression", "/organise/events/leeds-heat/results"
    before = queries_of(ways, results)
    names = [f"Startup {number}" for number in range(12)]
    for name in names:
        factories.add_application(few, factories.add_startup(name=name))
    enter(client, few, *range(1, 15))
    many = heat(final, "hull", *(f"{name} of Hull" for name in names))
    add_route(client, many, places="10")
    enter(client, many, *range(1, 13))
    tell(client)
    assert queries_of(ways, results) == before
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EventResult)) == 2
