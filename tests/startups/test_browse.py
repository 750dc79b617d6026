"""The investor's list of startups: filters, pages, the same cost for few and many."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.db import db
from pitchday.startups.enums import Instrument, Stage
from pitchday.startups.models import Sector
from tests.factories import add_investor, add_startup, city
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]


@pytest.fixture
def client(client: CheckingClient, sign_in: SignIn) -> CheckingClient:
    return sign_in(add_investor())


def names(client: CheckingClient, query: str = "") -> list[str]:
    page = client.get(f"/startups{query}").text
    return re.findall(r'<h2 class="row-title"><a href="[^"]*">([^<]*)</a>', page)


def sector(slug: str) -> Sector:
    return db.session.scalars(sa.select(Sector).where(Sector.slug == slug)).one()


@pytest.fixture
def three(app: Any) -> None:
    add_startup(name="Tarnlight Energy", listed=True, city=city("leeds"), sector=sector("clean-energy-industries"))
    add_startup(name="brackenpay 100%", listed=True, stage=Stage.SEED, sector=sector("financial-services"))
    add_startup(name="Loomgrid", listed=True, stage=Stage.SEED, city=city("hull"))
    add_startup(name="Hidden", listed=False, stage=Stage.SEED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["brackenpay 100%", "Loomgrid", "Tarnlight Energy"]),
        ("?q=LOOM", ["Loomgrid"]),
        ("?q=%25", ["brackenpay 100%"]),
        ("?q=hidden", []),
        ("?stage=seed", ["brackenpay 100%", "Loomgrid"]),
        ("?stage=seed&city=hull", ["Loomgrid"]),
        ("?sector=clean-energy-industries", ["Tarnlight Energy"]),
        ("?sector=&stage=&city=&q=", ["brackenpay 100%", "Loomgrid", "Tarnlight Energy"]),
        ("?stage=unicorn", []),
        ("?city=%00'&page=-1", []),
    ],
)
def test_the_list_is_searched_and_filtered_by_public_facts(
    three: None, client: CheckingClient, query: str, found: list[str]
) -> None:
    assert names(client, query) == found


def test_filters_stay_chosen_and_an_empty_list_says_what_to_do(three: None, client: CheckingClient) -> None:
    page = client.get("/startups?q=nobody&stage=seed").text
    assert 'value="nobody"' in page
    assert '<option value="seed" selected>' in page
    assert "No startup fits" in page


def test_an_empty_site_says_when_startups_appear(client: CheckingClient) -> None:
    assert "No startups yet" in client.get("/startups").text


def test_offers_are_shown_while_the_basis_holds_and_otherwise_how_to_get_it(
    client: CheckingClient, sign_in: SignIn
) -> None:
    add_startup(name="Loomgrid", listed=True, ask=150_000, instrument=Instrument.CONVERTIBLE_LOAN)
    add_startup(name="Tarnlight", listed=True)
    page = client.get("/startups").text
    assert page.count("Seeks") == 1
    assert "Seeks £150,000, convertible loan" in page
    assert page.index("Risk warning") < page.index("150,000")
    page = sign_in(add_investor(basis=False)).get("/startups").text
    assert "150,000" not in page
    assert "convertible" not in page
    assert "/me/investor/statement" in page


def test_pages_of_twenty_five_cost_the_same_at_any_length(client: CheckingClient, count_queries: Any) -> None:
    for number in range(3):
        add_startup(name=f"A{number}", listed=True, city=city("leeds"), sector=sector("defence"), ask=5)
    with count_queries() as few:
        assert len(names(client)) == 3
    for number in range(27):
        add_startup(name=f"B{number:02}", listed=True, city=city("hull"), sector=sector("other"), ask=5)
    with count_queries() as many:
        assert len(names(client)) == 25
    assert many.count == few.count
    assert names(client, "?page=2") == ["B22", "B23", "B24", "B25", "B26"]


def test_nothing_on_the_list_ranks_or_praises(three: None, client: CheckingClient) -> None:
    page = client.get("/startups").text.casefold()
    for word in ("recommended", "best", "top pick", "score", "rating", "trending", "popular"):
        assert word not in page
