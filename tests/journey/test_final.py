"""Heats in three cities, run by three teams, lead to one final: each team in a browser of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from pitchday import clock
from pitchday.accounts.queries import person_by_email
from pitchday.db import db
from pitchday.events.enums import EventKind
from tests import factories
from tests.conftest import make_app
from tests.journey.browser import Visitor
from tests.journey.site import Site

# Startups in the order of the alphabet, with the places they get. In Leeds two share the second.
HEATS = {
    "leeds": {"Ash": 1, "Birch": 2, "Cedar": 2, "Dogwood": 4},
    "sheffield": {"Elm": 1, "Fir": 2, "Gorse": 3},
    "hull": {"Hazel": 3, "Ivy": 1, "Juniper": 2},
}
LEAD = "lead@northern.example"
FOUNDERS = ("Ash", "Elm", "Gorse")


@dataclass
class Cast:
    """The lead, and whoever runs each heat."""

    site: Site
    lead: Visitor
    cities: dict[str, Visitor] = field(default_factory=dict)


def heat_page(city: str) -> str:
    return f"/organise/events/{city}-heat"


def prepare(site: Site) -> dict[str, str]:
    """People with an account each, three heats that took place days ago, and a final; their links to sign in."""
    links = {LEAD: site.command("user", "add", LEAD, "--name", "Zoë Lead", "--organiser")}
    for name in (*HEATS, *FOUNDERS):
        email = f"{name.lower()}@people.example"
        links[name] = site.command("user", "add", email, "--name", f"{name} Person")
    app = make_app(site.environment["DATABASE_URL"], site.var)
    with app.app_context(), clock.frozen(datetime.now(UTC)):
        _fill(clock.now())
        db.session.remove()
        db.engine.dispose()
    return links


def _fill(now: datetime) -> None:
    programme = factories.add_programme("Northern Pitch", lead=person_by_email(LEAD))
    for city, startups in HEATS.items():
        heat = factories.add_event(
            programme=programme,
            organiser=person_by_email(f"{city}@people.example"),
            title=f"{city.capitalize()} heat",
            slug=f"{city}-heat",
            city_slug=city,
            starts_at=now - timedelta(days=3),
        )
        for name in startups:
            founder = person_by_email(f"{name.lower()}@people.example")
            factories.add_application(heat, factories.add_startup(member=founder, name=name, listed=True))
    values = {"title": "The final", "slug": "final", "starts_at": now + timedelta(days=60)}
    factories.add_event(programme=programme, kind=EventKind.FINAL, **values)


def lay_the_routes(cast: Cast) -> None:
    her = cast.lead
    her.open("/organise/programmes")
    her.follow("Northern Pitch", within=her.main)
    her.sees("Cities side by side")
    her.open("/organise/events/final/progression")
    her.sees("No way leads here yet")
    for city in HEATS:
        her.follow("Add a route")
        her.choose("From", f"{city.capitalize()} heat")
        her.choose("Rule", "The best of the results")
        her.press("Add the route")
        her.sees(f"{city.capitalize()} heat: The best 2, with 1 reserve.")
    her.follow("Add a route")
    her.choose("Rule", "Wild card")
    her.write("How many go through", "1")
    her.press("Add the route")
    her.sees("Wild cards: 1 wild card, with 1 reserve.")


def enter_the_results(cast: Cast, city: str) -> None:
    them = cast.cities[city]
    them.open(f"{heat_page(city)}/results")
    for name, place in HEATS[city].items():
        them.page.get_by_label(f"Place of {name}", exact=True).fill(str(place))
    them.press("Save the results")
    them.sees("The results are saved.")
    for other in HEATS:
        if other != city:
            assert them.get(f"{heat_page(other)}/results").status == 403
    assert them.get("/organise/events/final/progression").status == 403
    assert them.get("/organise/programmes/northern-pitch").status == 403


def settle_and_pick(cast: Cast) -> None:
    cast.cities["leeds"].follow("Decide between them")
    cast.cities["leeds"].choose("Cedar", "1")
    cast.cities["leeds"].choose("Birch", "2")
    cast.cities["leeds"].write("How was it decided?", "The judges voted again, four to one.")
    cast.cities["leeds"].press("Record the decision")
    her = cast.lead
    her.open("/organise/events/final/progression")
    her.follow("Pick a startup for 1 wild card, with 1 reserve")
    her.choose("Startup", "Dogwood, Leeds heat")
    her.write("Why", "The room stood up.")
    her.press("Pick")
    her.sees("Dogwood is picked. Nobody is told until you release.")


def tell_everybody(cast: Cast) -> None:
    her = cast.lead
    her.follow("Look and tell 10 startups")
    her.sees("Cedar, from Leeds heat: you are through to The final", "Birch, from Leeds heat: you are a reserve")
    her.press("Write to 10 people")
    her.sees("7 startups told to be through.")


def one_comes_and_one_does_not(cast: Cast, founders: dict[str, Visitor]) -> None:
    for name in ("Ash", "Elm"):
        assert cast.site.mail(f"{name.lower()}@people.example", f"{name} is through to The final")
    ash, elm = founders["Ash"], founders["Elm"]
    for them in (ash, elm):
        them.open("/me")
        them.follow("Look and confirm", within=them.main)
        them.sees("You are through to The final")
    ash.press("Confirm our place")
    ash.sees("Your place at The final is confirmed.")
    elm.follow("Give up our place")
    elm.press("Give up our place")
    her = cast.lead
    her.open("/organise/events/final/progression")
    her.sees("1 place free again", "Gorse is next in line.")
    her.follow("Invite Gorse")
    her.press("Invite Gorse")
    her.sees("Gorse is through.")
    assert cast.site.mail("gorse@people.example", "Gorse is through to The final")
    founders["Gorse"].open("/me")
    founders["Gorse"].sees("The final")


def everybody_reads_it(cast: Cast, public: Visitor) -> None:
    public.open("/programmes/northern-pitch")
    public.sees_nothing_of("Ash", "Ivy")
    for city, them in cast.cities.items():
        them.open(f"{heat_page(city)}/results")
        them.follow("Choose when they become public")
        them.press("Make the results public then")
        them.sees("These results are public")
    public.open("/programmes/northern-pitch")
    public.sees("Who is through to the final", "Ash", "Cedar", "Fir", "Gorse", "Ivy", "Juniper")
    public.sees_nothing_of("Elm", "Birch", "Hazel", "Dogwood")


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_heats_in_three_cities_lead_to_a_final(
    kind: str, site_on: Callable[..., Site], visitor: Callable[..., Visitor]
) -> None:
    site = site_on(kind)
    links = prepare(site)
    cast = Cast(site, visitor(site), {city: visitor(site) for city in HEATS})
    cast.lead.use_link(links[LEAD])
    for city, them in cast.cities.items():
        them.use_link(links[city])
    founders = {name: visitor(site) for name in FOUNDERS}
    for name, them in founders.items():
        them.use_link(links[name])
    lay_the_routes(cast)
    for city in HEATS:
        enter_the_results(cast, city)
    settle_and_pick(cast)
    tell_everybody(cast)
    one_comes_and_one_does_not(cast, founders)
    everybody_reads_it(cast, visitor(site))
