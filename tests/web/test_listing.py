"""Lists of organisers: what is found, in which order, with which columns, and what it costs; at the door of each."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pitchday.accounts.models import Person
from pitchday.applications.enums import ApplicationState
from pitchday.db import db
from pitchday.events.models import Event
from pitchday.web.listing import LISTS, Listing
from tests import factories, world
from tests.meetings.days import Day, make_day
from tests.pages import CheckingClient
from tests.test_fuzz import VALUE

SignIn = Callable[..., CheckingClient]


@pytest.fixture
def organiser(app: Flask) -> Person:
    return factories.add_person("Olive Organiser")


@pytest.fixture
def event(organiser: Person) -> Event:
    return factories.add_event(organiser=organiser, slug="leeds-heat-2027-02-16")


@pytest.fixture
def desk(event: Event, organiser: Person, sign_in: SignIn) -> Callable[..., str]:
    """The page of applications for an address, as one line of what a reader sees."""
    browser = sign_in(organiser)
    return lambda **query: browser.get(f"/organise/events/{event.slug}/applications", query_string=query).text


def sent(event: Event, *names: str, **values: Any) -> None:
    for name in names:
        startup = factories.add_startup(name=name, **values)
        factories.add_application(event, startup, state=ApplicationState.SUBMITTED)


def heads(page: str) -> list[str]:
    """What stands at the beginning of each row of the list."""
    listed = page.partition('<table class="table table-cards">')[2]
    return [unescape(re.sub("<[^>]+>", "", found)) for found in re.findall(r'<th scope="row">(.*?)</th>', listed, re.S)]


def links(page: str, words: str) -> str:
    """The address of the link with these words."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*?{re.escape(words)}', page, re.S)
    assert found, words
    return unescape(found[1])


def test_every_word_of_a_search_must_be_found_in_any_of_its_columns(event: Event, desk: Any) -> None:
    sent(event, "Loomgrid", member=factories.add_person("Ada Lovelock"))
    sent(event, "Tarnlight", member=factories.add_person("Ada Moor"))
    assert heads(desk(q="ada")) == ["Loomgrid", "Tarnlight"]
    assert heads(desk(q="  lovelock   LOOM ")) == ["Loomgrid"]
    assert heads(desk(q="lovelock tarn")) == []


@pytest.mark.parametrize(
    ("q", "found"),
    [("éclair", ["Éclair Énergie"]), ("ÉNERGIE", ["Éclair Énergie"]), ("100%", ["100% Wool"]), ("_", ["Snake_case"]),
     ("\\", ["Back\\slash"]), ("ŁÓDŹ", ["łódź Robotics"]), ("/", [])],
)  # fmt: skip
def test_a_search_takes_letters_of_any_script_and_signs_for_what_they_are(
    event: Event, desk: Any, q: str, found: list[str]
) -> None:
    sent(event, "Éclair Énergie", "100% Wool", "Snake_case", "Back\\slash", "łódź Robotics", "Plain")
    assert heads(desk(q=q)) == found


def test_rows_that_are_alike_keep_one_order_over_the_pages(event: Event, desk: Any) -> None:
    names = [f"Startup {number:02}" for number in range(60)]
    sent(event, *names)
    for direction in ("asc", "desc"):
        for sort in ("sent", "city", "state"):
            query = {"sort": sort, "dir": direction}
            shown = [name for page in (1, 2, 3) for name in heads(desk(**query, page=page))]
            assert sorted(shown) == names, "each once"
    assert heads(desk(sort="startup", dir="desc"))[:2] == ["Startup 59", "Startup 58"]
    assert heads(desk(page=99)) == heads(desk(page=3)), "the last page stands for those after it"


def test_what_is_missing_comes_last_whichever_way_one_sorts(event: Event, desk: Any) -> None:
    sent(event, "Nowhere")
    sent(event, "In Leeds", city=factories.city("leeds"))
    sent(event, "In Hull", city=factories.city("hull"))
    assert heads(desk(sort="city")) == ["In Hull", "In Leeds", "Nowhere"]
    assert heads(desk(sort="city", dir="desc")) == ["In Leeds", "In Hull", "Nowhere"]


def test_the_head_of_a_column_sorts_and_says_how_it_is_sorted(event: Event, desk: Any, client: Any) -> None:
    sent(event, "Birch", "Alder")
    page = desk()
    assert page.count("aria-sort") == page.count('aria-sort="ascending"') == 1
    page = client.get(links(page, "Startup</a>" if "Startup</a>" in page else "Startup <svg")).text
    assert heads(page) == ["Birch", "Alder"]
    assert 'aria-sort="descending"' in page
    assert '<option value="startup.desc" selected>Startup, Z to A</option>' in page, "the same on a phone"
    assert heads(desk(sort="startup.desc")) == ["Birch", "Alder"], "as the select sends it"


def test_chips_say_what_narrows_and_take_it_away(event: Event, desk: Any, client: Any) -> None:
    sent(event, "Loomgrid", city=factories.city("leeds"))
    sent(event, "Tarnlight", city=factories.city("hull"))
    page = desk(q="loom", city="hull")
    assert heads(page) == []
    assert "No application fits" in page and "none of 2 applications" in page
    assert heads(client.get(links(page, "City: Hull")).text) == ["Loomgrid"]
    assert heads(client.get(links(page, "“loom”")).text) == ["Tarnlight"]
    for words in ("Clear all", "Clear search and filters"):
        assert heads(client.get(links(page, words)).text) == ["Loomgrid", "Tarnlight"]
    assert "<strong>1</strong> of 2 applications" in desk(q="loom")
    assert "2 applications" in desk() and "chip" not in desk()


def test_columns_are_chosen_by_boxes_and_kept_in_every_link(event: Event, desk: Any, client: Any) -> None:
    sent(event, *(f"Startup {number:02}" for number in range(30)), city=factories.city("leeds"))
    page = desk(columns=["startup", "stage", "sent"])
    assert re.findall(r'data-label="([^"]*)"', page)[:2] == ["Stage", "Sent"]
    assert '<th scope="col">' in page and ">Founders</a>" not in page
    for link in (links(page, "Next"), links(page, "Stage"), links(desk(columns="startup,sent", city="leeds"), "City:")):
        assert "columns=startup" in link
        assert client.get(link).text.count(">City</a>") == 0
    assert ">City</a>" in client.get(links(page, "Back to the usual columns")).text
    assert re.findall(r'data-label="([^"]*)"', desk(columns="startup")) == [], (
        "the heading alone, when no box is ticked"
    )
    assert ">City</a>" in desk(columns="nonsense")


def test_a_filter_that_narrows_by_itself_can_be_opened(day: Day, sign_in: SignIn) -> None:
    day.book(factories.add_investor("Ines Investor"))
    browser = sign_in(day.organiser)
    assert "State: Booked" in browser.get(day.desk).text
    page = browser.get(f"{day.desk}?state=cancelled").text
    assert "No meeting fits" in page
    assert "Ines Investor" in browser.get(links(page, "Clear search and filters")).text
    assert "Ines Investor" in browser.get(links(page, "State: Cancelled")).text
    assert "Ines Investor" in browser.get(f"{day.desk}?state=nonsense").text


@pytest.fixture
def day(app: Flask) -> Day:
    return make_day()


def test_my_pitch_days_are_found_by_place_time_and_numbers(organiser: Person, sign_in: SignIn) -> None:
    leeds = factories.add_event(organiser=organiser, city_slug="leeds", title="Leeds heat")
    factories.add_event(organiser=organiser, city_slug="hull", title="Hull heat")
    factories.add_event(city_slug="leeds", title="Somebody else's")
    sent(leeds, "Loomgrid", "Tarnlight")
    factories.add_application(leeds, factories.add_startup())
    browser = sign_in(organiser)
    assert heads(browser.get("/organise?city=leeds").text) == ["Leeds heat"]
    assert heads(browser.get("/organise?when=past").text) == []
    assert heads(browser.get("/organise?sort=applications&dir=desc").text) == ["Leeds heat", "Hull heat"]
    row = next(csv.DictReader(io.StringIO(browser.get("/organise.csv?q=leeds").data.decode("utf-8-sig"))))
    assert (row["Pitch day"], row["Applications"], row["Confirmed"], row["Meetings"]) == ("Leeds heat", "3", "1", "0")
    assert row["Phase"] == "Applications open"


def test_history_is_narrowed_by_person_thing_action_and_time(event: Event, organiser: Person, sign_in: SignIn) -> None:
    browser = sign_in(organiser)
    browser.post(
        f"/organise/events/{event.slug}/team",
        data={"name": "Cora Colleague", "email": "cora@pitchday.example", "role": "organiser"},
    )

    def rows(query: str) -> list[dict[str, str]]:
        answer = browser.get(f"/organise/events/{event.slug}/history.csv?{query}")
        return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    (added,) = rows(f"by={organiser.uid}")
    assert (added["Who"], added["Did what"], added["Kind"]) == ("Olive Organiser", "invited", "team")
    assert added["To what"] == "Cora Colleague as organiser"
    assert rows("kind=event_role&action=other&when=day&q=cora") == [added]
    assert rows("action=deleted") == []
    assert len(rows("kind=event")) == 1
    assert len(rows("action=nonsense&kind=x&when=&by=nobody")) == len(rows("")) == len(rows("when=day"))


def add_row(listing: str, event: Event, organiser: Person) -> None:
    """One more row of a list, with all that its columns read."""
    if listing == "pitch-days":
        factories.add_event(organiser=organiser, city_slug="leeds")
    elif listing == "investors":
        factories.add_role(event, factories.add_investor(), world.Role.INVESTOR)
    elif listing == "history":
        event.title = f"{event.title}."
        db.session.commit()
    else:
        sent(event, "Loomgrid", city=factories.city("leeds"))


@pytest.mark.parametrize("listing", ["applications", "history", "investors", "pitch-days"])
def test_a_list_and_its_file_cost_the_same_for_many_rows(
    event: Event, organiser: Person, sign_in: SignIn, count_queries: Callable[[], Any], listing: str
) -> None:
    browser = sign_in(organiser)
    address = {"history": "history", "investors": "investors", "applications": "applications"}.get(listing)
    page = f"/organise/events/{event.slug}/{address}" if address else "/organise"

    def cost() -> list[int]:
        found = []
        for opened in (page, f"{page}.csv"):
            with count_queries() as counter:
                assert browser.get(opened).status_code == 200
            found.append(int(counter.count))
        return found

    for _ in range(2):
        add_row(listing, event, organiser)
    few = cost()
    for _ in range(28):
        add_row(listing, event, organiser)
    assert "Page 1 of 2" in browser.get(page).text
    assert all(now <= then for now, then in zip(cost(), few, strict=True))


def pages_of_lists(app: Flask, visitor: world.Visitor) -> Iterator[tuple[str, Listing]]:
    """Each list of the world as an administrator has it, and the address of its page."""
    rules = {rule.endpoint: rule for rule in world.rules(app) if "GET" in (rule.methods or ())}
    for kind in LISTS.values():
        rule = rules[kind.endpoint]
        address = {name: str(visitor.world.values[name]) for name in rule.arguments}
        yield visitor.address(rule), kind.opened(visitor.world.people["administrator"], **address)


def test_every_list_is_drawn_with_all_its_columns_filters_and_orders(app: Flask, visitor: world.Visitor) -> None:
    browser = visitor.as_role("administrator")
    for page, listing in pages_of_lists(app, visitor):
        everything = urlencode({"columns": ",".join(column.key for column in listing.columns)})
        head = next(csv.reader(io.StringIO(browser.get(f"{page}.csv?{everything}").data.decode("utf-8-sig"))))
        assert [re.sub(r" \(.*/.*\)$", "", words) for words in head] == [column.label for column in listing.columns]
        shown = browser.get(f"{page}?{everything}")
        assert shown.status_code == 200
        for name, options in re.findall(r'<select[^>]* name="(\w+)">(.*?)</select>', shown.text, re.S):
            for value in re.findall(r'<option value="([^"]+)"', options):
                assert browser.get(page, query_string={name: unescape(value)}).status_code == 200


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(data=st.data())
def test_no_junk_in_the_address_of_a_list_makes_a_500(app: Flask, visitor: world.Visitor, data: st.DataObject) -> None:
    browser = visitor.as_role("administrator")
    for page, listing in pages_of_lists(app, visitor):
        keys = ["q", "sort", "dir", "columns", "page", *(known.key for known in listing.filters)]
        query = data.draw(st.dictionaries(st.sampled_from(keys), st.lists(VALUE, min_size=1, max_size=2)))
        for ending in ("", ".csv"):
            assert browser.get(page + ending, query_string=query).status_code == 200, (page, query)
