"""From the results of heats to invitations to the final, through the front door."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application, Submission
from pitchday.db import commits, db
from pitchday.events.cloning import Carry, clone_programme
from pitchday.events.enums import EventKind, EventState, Role
from pitchday.events.models import Event
from pitchday.progression import queries, services
from pitchday.progression.models import EventResult, Place, Route
from tests import factories
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def lead(app: Flask, sign_in: Any) -> Person:
    person = factories.add_person("Zoë Lead", may_create_events=True)
    sign_in(person)
    return person


@pytest.fixture
def final(lead: Person) -> Event:
    """Of a programme whose heats are over."""
    programme = factories.add_programme("Northern Pitch", lead=lead)
    return factories.add_event(
        programme=programme, kind=EventKind.FINAL, title="The final", slug="final", starts_at=NOW + 60 * DAY
    )


def heat(final: Event, city: str = "leeds", *names: str, days_ago: int = 3) -> Event:
    """A heat that is over, with these startups on its stage."""
    event = factories.add_event(
        programme=final.programme,
        title=f"{city.title()} heat",
        slug=f"{city}-heat",
        city_slug=city,
        starts_at=NOW - days_ago * DAY,
    )
    for name in names:
        application = factories.add_application(event, factories.add_startup(name=name))
        facts = {"public": {"name": name, "one_liner": f"As {name} stood then."}, "promotional": {}}
        application.submissions.append(Submission(number=1, submitted_at=NOW - 9 * DAY, facts=facts, answers=[]))
    db.session.commit()
    return event


def enter(client: Any, event: Event, *places: Any, field: str = "rank") -> Any:
    """Places, or scores, of the startups by name, in the order of the page."""
    contenders = queries.contenders(event.id)
    result = queries.result_of(event.id)
    data: dict[str, Any] = {"version": result.version if result else 0}
    for row, place in zip(contenders, places, strict=False):
        data[f"{field}_{row.uid}"] = place
    return client.post(f"/organise/events/{event.slug}/results", data=data)


def add_route(client: Any, begins: Event | None, **values: Any) -> Any:
    data = {"source": begins.slug if begins else "", "rule": "top", "places": "2", "reserves": "1", **values}
    return client.post("/organise/events/final/progression/new", data=data)


def tell(client: Any) -> Any:
    page = client.get("/organise/events/final/progression/release")
    mark = page.text.partition('name="mark" type="hidden" value="')[2].partition('"')[0]
    return client.post("/organise/events/final/progression/release", data={"mark": mark})


def places() -> dict[str, Place]:
    return {place.startup.name: place for place in db.session.scalars(sa.select(Place))}


def in_final(name: str) -> Application:
    application = places()[name].application
    assert application is not None
    return application


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


def test_a_tie_at_the_cut_waits_for_a_decision(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event)
    enter(client, event, 1, 2, 2)
    page = client.get("/organise/events/final/progression").text
    assert "Birch and Cedar share place 2" in page
    assert "Look and tell" not in page, "with a tie open nobody of this heat is told"
    assert client.get("/organise/events/final/progression/release").status_code == 303
    address = "/organise/events/leeds-heat/results/ties"
    birch, cedar = (row.startup_id for row in queries.contenders(event.id)[1:])
    decided = {f"order_{birch}": "002", f"order_{cedar}": "001"}
    assert "Write how it was decided." in client.post(address, data=decided).text
    both_first = {f"order_{birch}": "001", f"order_{cedar}": "001", "reason": "By lot."}
    assert "Give each of them a place of its own" in client.post(address, data=both_first).text
    assert client.post(address, data={**decided, "reason": "The judges voted four to one."}).status_code == 303
    assert "The judges voted four to one." in client.get("/organise/events/leeds-heat/results").text
    tell(client)
    assert {name: place.is_reserve for name, place in places().items()} == {"Ash": False, "Cedar": False, "Birch": True}
    assert "four to one" in client.get("/organise/events/leeds-heat/history").text


def test_a_decision_ends_when_others_tie(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    enter(client, event, 1, 1, 3)
    ash, birch, _ = (row.startup_id for row in queries.contenders(event.id))
    data = {f"order_{ash}": "001", f"order_{birch}": "002", "reason": "By lot."}
    client.post("/organise/events/leeds-heat/results/ties", data=data)
    enter(client, event, 1, 1, 3)
    assert "By lot." in client.get("/organise/events/leeds-heat/results").text
    enter(client, event, 1, 1, 1)
    page = client.get("/organise/events/leeds-heat/results").text
    assert "By lot." not in page and "Place 1: Ash, Birch, Cedar" in page


def test_scores_alone_make_the_places(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch", "Cedar")
    add_route(client, event, rule="above", above="6,5", places="5", reserves="0")
    enter(client, event, "6.5", "9", "7", field="score")
    result = queries.result_of(event.id)
    assert result is not None
    assert {row.application.startup.name: row.rank for row in result.placings} == {"Birch": 1, "Cedar": 2, "Ash": 3}
    tell(client)
    assert set(places()) == {"Birch", "Cedar"}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("rank", "first", "Enter a place from 1 on."),
        ("rank", "0", "Enter a place from 1 on."),
        ("score", "-1", "Enter a score from 0 on, such as 7.5."),
        ("score", "nan", "Enter a score from 0 on, such as 7.5."),
    ],
)
def test_results_that_make_no_sense(client: Any, final: Event, field: str, value: str, sentence: str) -> None:
    event = heat(final, "leeds", "Ash")
    answer = enter(client, event, value, field=field)
    assert answer.status_code == 422
    assert sentence in answer.text and f'value="{value}"' in answer.text


def test_an_older_page_of_results_is_refused(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", "Birch")
    enter(client, event, 1, 2)
    row = queries.contenders(event.id)[0]
    answer = client.post("/organise/events/leeds-heat/results", data={"version": "0", f"rank_{row.uid}": "7"})
    assert answer.status_code == 422 and "What you typed is still here" in answer.text
    assert client.get("/organise/events/leeds-heat/results").text.count('value="7"') == 0


def test_results_are_entered_from_the_start_of_the_day(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash", days_ago=-3)
    page = client.get("/organise/events/leeds-heat/results").text
    assert "They are entered here once the pitch day has begun" in page
    assert "Results can be entered once the pitch day has begun." in enter(client, event, 1).text


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


def test_a_route_stays_as_it_is_once_somebody_was_told(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    route = db.session.scalars(sa.select(Route)).one()
    address = f"/organise/events/final/progression/routes/{route.uid}"
    changed = {"places": "1", "reserves": "0", "above": ""}
    assert client.post(address, data={**changed, "version": str(route.version)}).status_code == 303
    assert "Zoë Lead changed" in client.post(address, data={**changed, "version": "1"}).text
    enter(client, event, 1)
    tell(client)
    for page, data in ((address, {**changed, "version": "2"}), (f"{address}/remove", {})):
        answer = client.post(page, data=data)
        assert answer.status_code == 422 and "so it stays as it is" in answer.text


def test_a_route_can_be_removed_with_its_picks(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event, rule="pick")
    route = db.session.scalars(sa.select(Route)).one()
    address = f"/organise/events/final/progression/routes/{route.uid}"
    client.post(f"{address}/pick", data={"startup": queries.contenders(event.id)[0].uid})
    assert client.post(f"{address}/remove").status_code == 303
    assert not db.session.scalars(sa.select(Route)).all() and not places()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"places": "0"}, "Enter a number from 1 to 50."),
        ({"reserves": ""}, "Enter how many wait as reserves, 0 for none."),
        ({"rule": "luck"}, "Choose a rule from the list."),
        ({"source": "elsewhere"}, "Choose a pitch day from the list."),
        ({"rule": "above"}, "Enter the score that is needed."),
        ({"above": "7"}, "A score counts only for the rule that asks for one."),
        ({"rule": "wild_card"}, "A wild card may come from any pitch day, so leave this empty."),
        ({"source": ""}, "Choose the pitch day that it comes from."),
    ],
)
def test_routes_that_make_no_sense(client: Any, final: Event, values: dict[str, str], sentence: str) -> None:
    answer = add_route(client, heat(final), **values)
    assert answer.status_code == 422 and sentence in answer.text
    assert not db.session.scalars(sa.select(Route)).all()


def test_the_same_route_twice_is_refused(client: Any, final: Event) -> None:
    event = heat(final)
    add_route(client, event)
    assert "There is such a route already." in add_route(client, event, places="3").text


def test_a_heat_that_is_cancelled_sends_nobody(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    add_route(client, event)
    enter(client, event, 1)
    event.state = EventState.CANCELLED
    db.session.commit()
    page = client.get("/organise/events/final/progression").text
    assert "Leeds heat is cancelled, so nobody comes from it." in page and "Look and tell" not in page


def test_results_become_public_at_the_chosen_moment(client: Any, final: Event) -> None:
    event = heat(final, "leeds", "Ash")
    enter(client, event, 1)
    when = {"public_from-date": "2027-01-13", "public_from-time": "09:00"}
    assert client.post("/organise/events/leeds-heat/results/publish", data=when).status_code == 303
    assert "They become public on Wed 13 Jan 2027, 09:00" in client.get("/organise/events/leeds-heat/results").text
    assert client.post("/organise/events/leeds-heat/results/hide").status_code == 303
    assert not queries.is_public(queries.result_of(event.id))
    client.post("/organise/events/leeds-heat/results/publish", data=when)
    with clock.frozen(NOW + DAY):
        assert queries.is_public(queries.result_of(event.id))
        assert "These results are public" in client.get("/organise/events/leeds-heat/results").text
        assert client.post("/organise/events/leeds-heat/results/hide").status_code == 409


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


def test_routes_are_copied_between_the_copies(client: Any, final: Event) -> None:
    leeds, hull = heat(final, "leeds"), heat(final, "hull")
    for event in (leeds, hull, None):
        add_route(client, event, rule="wild_card" if event is None else "top")
    later = {
        "programme": final.programme,
        "starts_at": NOW + 400 * DAY,
    }
    copies = {
        final.id: factories.add_event(**{**later, "starts_at": NOW + 500 * DAY}, kind=EventKind.FINAL),
        leeds.id: factories.add_event(**later),
    }
    made = commits(services.copy_routes)(copies)
    assert {(route.origin, route.words) for route in made} == {
        (copies[leeds.id].title, "The best 2, with 1 reserve"),
        ("Wild cards", "2 wild cards, with 1 reserve"),
    }


def test_the_clone_of_a_programme_leads_the_same_way(client: Any, final: Event, lead: Person) -> None:
    leeds = heat(final, "leeds", "Ash")
    add_route(client, leeds)
    assert final.programme is not None
    clone = commits(clone_programme)(
        final.programme, name="Again", weeks=52, events=[leeds, final], carry=frozenset(Carry), by=lead
    )
    (route,) = db.session.scalars(
        sa.select(Route).join(Event, Route.event_id == Event.id).where(Event.programme_id == clone.id)
    )
    assert (route.origin, route.event.title, route.words) == ("Leeds heat", "The final", "The best 2, with 1 reserve")
    assert not places(), "nobody who is through comes along"


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
