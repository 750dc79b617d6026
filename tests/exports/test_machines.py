"""What machines read: the feed of announcements, schema.org on pages, the map of the site and its rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import extruct
import feedparser
import pytest
from bs4 import BeautifulSoup

from pitchday.db import commits, db
from pitchday.events.enums import EventKind, EventState
from pitchday.events.models import Programme
from pitchday.schedule import services as schedule
from tests import factories
from tests.conftest import NOW
from tests.pages import CheckingClient

SITE = "https://pitchday.test"


def announced(client: CheckingClient) -> list[tuple[str, str]]:
    feed = feedparser.parse(client.get("/events.atom").data)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    ids = [entry.id for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    assert all(entry.id.startswith("tag:pitchday.test,2026:") for entry in feed.entries)
    assert feed.feed.updated == max((entry.updated for entry in feed.entries), default="2026-01-01T00:00:00Z")
    return [(entry.title, entry.content[0].value) for entry in feed.entries]


def test_an_empty_feed_is_sound(client: CheckingClient) -> None:
    assert announced(client) == []


def test_the_feed_tells_what_is_new_moved_and_cancelled(app: Any, client: CheckingClient, at: Any) -> None:
    event = factories.add_event(title="Leeds & Co <heat>", city_slug="leeds", state=EventState.DRAFT)
    assert announced(client) == []

    def change(day: int, **values: Any) -> None:
        with at(NOW + timedelta(days=day)):
            for name, value in values.items():
                setattr(event, name, value)
            event.changed_at = NOW + timedelta(days=day)
            db.session.commit()

    change(1, title="Leeds & Co <pitch>")
    change(2, state=EventState.PUBLISHED)
    change(3, description="Other words only.")
    change(4, starts_at=event.starts_at + timedelta(days=1), ends_at=event.ends_at + timedelta(days=1))
    old, new = event.venue.name, factories.add_venue(city_slug="leeds")
    change(5, venue_id=new.id)
    change(6, state=EventState.CANCELLED, notice="The hall is flooded.")
    first = client.get("/events.atom")
    assert announced(client) == [
        ("Cancelled: Leeds & Co <pitch>", "The hall is flooded."),
        ("New place: Leeds & Co <pitch>", f"It takes place at {new.name}, no longer at {old}."),
        (
            "New date or time: Leeds & Co <pitch>",
            "It was Tue 16 Feb 2027, 13:00–19:00. Look at its page for the time now.",
        ),
        ("New: Leeds & Co <pitch>", f"Heat: Wed 17 Feb 2027, 13:00–19:00, {new.name}, Leeds."),
    ]
    again = client.get("/events.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_feed_tells_of_schedules(app: Any, client: CheckingClient) -> None:
    event = factories.add_event(title="Leeds heat")
    factories.add_slot(factories.add_sitting(event), factories.add_application(event, factories.add_startup()))
    commits(schedule.release)(event, note="Rooms are fixed")
    titles = dict(announced(client))
    assert titles["Schedule: Leeds heat"] == "Rooms are fixed"
    assert set(titles) == {"Schedule: Leeds heat", "New: Leeds heat"}


def test_the_feed_costs_the_same_for_many(client: CheckingClient, count_queries: Any) -> None:
    def cost() -> int:
        with count_queries() as counter:
            client.get("/events.atom")
        return int(counter.count)

    factories.add_event()
    one = cost()
    for _ in range(8):
        factories.add_event()
    assert cost() == one


@pytest.fixture
def at() -> Any:
    from pitchday import clock

    return clock.frozen


def structured(client: CheckingClient, page: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The schema.org block and the Open Graph properties of a page."""
    found = extruct.extract(client.get(page).text, base_url=SITE, syntaxes=["json-ld", "opengraph"])
    (data,) = found["json-ld"]
    return data, dict(found["opengraph"][0]["properties"])


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (EventState.PUBLISHED, "https://schema.org/EventScheduled"),
        (EventState.POSTPONED, "https://schema.org/EventPostponed"),
        (EventState.CANCELLED, "https://schema.org/EventCancelled"),
    ],
)
def test_a_pitch_day_is_a_schema_org_event(client: CheckingClient, state: EventState, status: str) -> None:
    programme = Programme(slug="north", name="Northern Pitch")
    event = factories.add_event(
        title="Leeds </script><b>heat",
        city_slug="leeds",
        state=state,
        starts_at=datetime.fromisoformat("2027-06-03T12:00:00+00:00"),
        description="Six *startups* & friends.</script>",
        programme=programme,
    )
    data, shown = structured(client, f"/events/{event.slug}")
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Event")
    # Required: name, startDate, location with address; the rest is recommended.
    assert data["name"] == "Leeds </script><b>heat"
    assert (data["startDate"], data["endDate"]) == ("2027-06-03T13:00:00+01:00", "2027-06-03T19:00:00+01:00")
    assert data["location"]["@type"] == "Place"
    assert data["location"]["address"] == {
        "@type": "PostalAddress",
        "streetAddress": "1 Sample Street",
        "addressLocality": "Leeds",
        "postalCode": "M2 5PD",
        "addressCountry": "GB",
    }
    assert "geo" not in data["location"], "nobody has said where on a map"
    assert data["eventStatus"] == status
    assert data["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert data["organizer"] == {"@type": "Organization", "name": "Northern Pitch", "url": f"{SITE}/programmes/north"}
    assert data["url"] == shown["og:url"] == f"{SITE}/events/{event.slug}"
    assert data["description"] == shown["og:description"] == "Six startups & friends.</script>"
    assert shown["og:title"] == data["name"]
    assert f'<link rel="canonical" href="{SITE}/events/{event.slug}">' in client.get(f"/events/{event.slug}").text


def test_a_venue_on_the_map_has_its_coordinates(client: CheckingClient) -> None:
    event = factories.add_event()
    event.venue.latitude, event.venue.longitude, event.venue.capacity = 53.5, -2.25, 300
    db.session.commit()
    place = structured(client, f"/events/{event.slug}")[0]["location"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 53.5, "longitude": -2.25}
    assert place["maximumAttendeeCapacity"] == 300


def test_a_long_description_is_cut_after_a_word(client: CheckingClient) -> None:
    event = factories.add_event(description="Startups pitch. " * 60)
    data, _ = structured(client, f"/events/{event.slug}")
    assert len(data["description"]) <= 302
    assert data["description"].endswith(("pitch. …", "Startups …"))


def test_a_session_is_a_part_of_its_day(client: CheckingClient) -> None:
    event = factories.add_event(title="Leeds heat")
    slot = factories.add_slot(
        factories.add_sitting(event), factories.add_application(event, factories.add_startup(name="Millrace"))
    )
    commits(schedule.release)(event, note="")
    data, _ = structured(client, f"/events/{event.slug}/sessions/{slot.uid}")
    assert (data["@type"], data["name"], data["startDate"]) == ("Event", "Millrace", "2027-02-16T13:00:00+00:00")
    assert data["superEvent"]["url"] == f"{SITE}/events/{event.slug}"


def test_a_draft_tells_machines_nothing(client: CheckingClient, sign_in: Any) -> None:
    organiser = factories.add_person()
    event = factories.add_event(organiser=organiser, state=EventState.DRAFT, title="Hidden")
    sign_in(organiser)
    for page in (f"/events/{event.slug}", f"/organise/events/{event.slug}/preview"):
        assert "ld+json" not in client.get(page).text
        assert "canonical" not in client.get(page).text


def test_the_map_of_the_site_names_what_is_public(client: CheckingClient) -> None:
    programme = Programme(slug="north", name="Northern Pitch")
    event = factories.add_event(programme=programme, kind=EventKind.FINAL)
    draft = factories.add_event(state=EventState.DRAFT, programme=Programme(slug="secret", name="Secret"))
    listed = factories.add_startup(listed=True)
    hidden = factories.add_startup()
    answer = client.get("/sitemap.xml")
    urls = BeautifulSoup(answer.data, "xml").find_all("url")
    found = {url.loc.text: url.lastmod.text if url.lastmod else None for url in urls}
    assert found[f"{SITE}/events/{event.slug}"] == "2027-01-12T10:00:00Z"
    assert {f"{SITE}/", f"{SITE}/events", f"{SITE}/cities/leeds", f"{SITE}/programmes/north"} <= set(found)
    assert f"{SITE}/startups/{listed.slug}" in found
    for secret in (draft.slug, hidden.slug, "secret"):
        assert not any(secret in address.rpartition("/")[2] for address in found), secret
    for address in found:
        assert client.get(urlsplit(address).path).status_code == 200, address


def test_robots_keep_out_of_what_is_private(client: CheckingClient) -> None:
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").text.splitlines())
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    for page in ("/organise", "/organise/events/x", "/me/agenda", "/sign-in", "/feeds/abc.ics"):
        assert not rules.can_fetch("anything", page), page
    for page in ("/", "/events", "/events/leeds-heat", "/cities/leeds", "/events.ics", "/startups/x"):
        assert rules.can_fetch("anything", page), page
