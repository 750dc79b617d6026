"""Who is in the demo, before anything is loaded."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from pitchday.demo.cast import Cast, Paper, make_cast
from pitchday.demo.load import script_of
from pitchday.demo.plan import FULL, SMALL, Calendar, Fate, Size
from pitchday.demo.words import companies as words
from pitchday.demo.words.venues import LONDON, VENUES
from pitchday.startups.enums import Stage


def cast_of(size: Size) -> Cast:
    return make_cast(size, Random(2027))


@pytest.mark.parametrize(
    ("size", "companies", "applications", "again", "drafts", "withdrawn", "screened_out"),
    [(SMALL, 30, 36, 6, 2, 1, 4), (FULL, 240, 294, 54, 18, 6, 30)],
    ids=["small", "full"],
)
def test_the_numbers_add_up(
    size: Size, companies: int, applications: int, again: int, drafts: int, withdrawn: int, screened_out: int
) -> None:
    entries = [entry for entry in cast_of(size).entries if entry.day.programme == "northern"]
    fates = Counter(entry.fate for entry in entries)
    by_company = Counter(entry.company.name for entry in entries)
    assert (len(by_company), len(entries)) == (companies, applications)
    assert Counter(by_company.values()) == {1: companies - again, 2: again}
    assert fates[Fate.DRAFT] == drafts
    assert fates[Fate.WITHDRAWN] + fates[Fate.GIVEN_UP] == withdrawn
    assert fates[Fate.SCREENED_OUT] + fates[Fate.TO_SCREEN_OUT] == screened_out
    assert len({(entry.company.name, entry.day.key) for entry in entries}) == applications


@pytest.mark.parametrize("size", [SMALL, FULL], ids=["small", "full"])
def test_the_second_programme_is_five_companies_of_its_own(size: Size) -> None:
    entries = cast_of(size).entries
    own = [entry.company for entry in entries if entry.day.programme == "spin-out"]
    assert [company.name for company in own] == [name for name, _, _ in words.SPIN_OUTS]
    assert sum(not company.facts["company_number"] for company in own) == 2
    assert not {entry.company.name for entry in entries if entry.day.programme != "spin-out"} & {c.name for c in own}


@pytest.mark.parametrize(("size", "count"), [(SMALL, 24), (FULL, 120)], ids=["small", "full"])
def test_a_quarter_of_the_investors_come_from_abroad(size: Size, count: int) -> None:
    investors = cast_of(size).investors
    assert len(investors) == count
    assert sum("," in investor.firm for investor in investors) == count // 4
    assert {investor.paper for investor in investors} == set(Paper)


def test_every_name_and_address_is_there_once() -> None:
    cast = cast_of(FULL)
    names = [company.name for company in cast.companies]
    founders = [founder.email for company in cast.companies for founder in company.founders]
    investors = [investor.person.email for investor in cast.investors]
    assert len(set(names)) == len(names) == 245
    assert len(set(founders)) == len(founders)
    assert len(set(investors)) == len(investors)
    assert len(set(founders) & set(investors)) == 1, "one founder invests as well"
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", address) for address in founders + investors)


def test_odd_cases_are_among_the_first() -> None:
    cast = cast_of(SMALL)
    by_name = {company.name: company for company in cast.companies}
    assert max(map(len, by_name)) == 90
    assert {words.EMOJI_NAME, words.RIGHT_TO_LEFT_NAME, "Peakthread"} <= by_name.keys()
    assert by_name["Peakthread"].facts["company_number"] == ""
    names = {founder.name for company in cast.companies for founder in company.founders}
    assert {"Nkechi", "Aoife O'Hara-Singh", "سلمى الهاشمي"} <= names


def test_facts_lie_in_the_ranges_of_real_rounds_and_numbers_outside_the_register() -> None:
    for company in cast_of(FULL).companies:
        facts = company.facts
        assert 40_000 <= facts["ask"] <= 5_000_000
        assert facts["valuation"] is None or 4 <= facts["valuation"] / facts["ask"] <= 8
        assert re.fullmatch(r"(99\d{6}|(SC|NI|OC)999001)?", facts["company_number"])
        assert len(facts["one_liner"]) <= 160
        assert facts["stage"] in Stage


def test_only_public_buildings_have_a_postcode() -> None:
    public = {"M2 5PD", "LS1 1UR", "S1 2HH", "L1 1JJ", "NE1 8QH", "SR1 3AA", "TS1 2QQ", "NW1 2DB"}
    assert {venue.postcode for venue in (*VENUES, LONDON)} == public | {""}


@pytest.mark.parametrize("size", [SMALL, FULL], ids=["small", "full"])
@pytest.mark.parametrize("as_of", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2028, 2, 29)])
def test_nothing_is_planned_after_the_evening_before(size: Size, as_of: date) -> None:
    calendar = Calendar(as_of)
    script = script_of(size, cast_of(size), calendar)
    assert max(script.instants()) <= calendar.last
    assert as_of - timedelta(days=1) == calendar.last.date()
