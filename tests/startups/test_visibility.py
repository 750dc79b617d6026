"""Who sees which facts: every fact that a column declares, and every kind of viewer, through the front door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.startups.enums import Tier
from pitchday.startups.models import Startup
from pitchday.startups.visibility import (
    NOBODY,
    Viewer,
    declared,
    facts,
    may_see_promotional,
    public_facts,
    snapshot,
    snapshot_facts,
    viewer,
)
from tests.factories import add_investor, add_person, add_statement
from tests.pages import CheckingClient
from tests.startups.facts import ORGANISERS, PROMOTIONAL, PUBLIC, add_deck, add_probed_startup, shown

SignIn = Callable[..., CheckingClient]
SIGNED = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def _anonymous(_startup: Startup) -> None:
    return None


def _person(_startup: Startup) -> Person:
    return add_person()


def _investor_without_basis(_startup: Startup) -> Person:
    return add_investor(basis=False)


def _expired(_startup: Startup) -> Person:
    person = add_investor(basis=False)
    add_statement(person, signed_at=SIGNED, last_valid_day=date(2027, 1, 11))
    return person


def _not_yet(_startup: Startup) -> Person:
    person = add_investor(basis=False)
    add_statement(person, signed_at=datetime(2027, 1, 13, 9, 0, tzinfo=UTC))
    return person


def _withdrawn(_startup: Startup) -> Person:
    person = add_investor(basis=False)
    add_statement(person, withdrawn_at=clock.now())
    return person


def _founder_of_another(_startup: Startup) -> Person:
    person = add_person()
    add_probed_startup(person, listed=False)
    return person


def _member(startup: Startup) -> Person:
    return startup.members[0].person


def _valid(_startup: Startup) -> Person:
    return add_investor()


def _last_day(_startup: Startup) -> Person:
    person = add_investor(basis=False)
    add_statement(person, signed_at=SIGNED, last_valid_day=date(2027, 1, 12))
    return person


OUTSIDERS = [_anonymous, _person, _investor_without_basis, _expired, _not_yet, _withdrawn, _founder_of_another]
INSIDERS = [_member, _valid, _last_day]


@pytest.fixture
def startup(app: Any) -> Startup:
    return add_probed_startup()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_promotional_facts_are_nowhere_for_those_without_a_basis(
    startup: Startup, client: CheckingClient, sign_in: SignIn, who: Callable[[Startup], Person | None]
) -> None:
    deck = add_deck(startup)
    person = who(startup)
    if person:
        sign_in(person)
    page = client.get(f"/startups/{startup.slug}")
    assert page.status_code == 200
    assert shown(page.text, PUBLIC) == set(PUBLIC)
    assert shown(page.text, PROMOTIONAL + ORGANISERS) == set()
    assert deck.uid not in page.text
    assert "secret-plan" not in page.text
    assert shown(client.get("/startups").text, PROMOTIONAL + ORGANISERS) == set()
    assert client.get(f"/startups/{startup.slug}/decks/{deck.uid}").status_code == 404
    for name in ("edit", "members", "decks"):
        refused = client.get(f"/startups/{startup.slug}/{name}")
        assert refused.status_code in (302, 404)
        assert shown(refused.text, PROMOTIONAL) == set()
    assert set(facts(startup, viewer(person, on=clock.today()))) == set(public_facts(startup))


@pytest.mark.parametrize("who", INSIDERS)
def test_members_and_investors_with_a_basis_see_all_of_them_after_the_warning(
    startup: Startup, sign_in: SignIn, who: Callable[[Startup], Person]
) -> None:
    deck = add_deck(startup)
    person = who(startup)
    client = sign_in(person)
    page = client.get(f"/startups/{startup.slug}").text
    assert shown(page, ORGANISERS) == (set(ORGANISERS) if person is startup.members[0].person else set())
    assert shown(page, PUBLIC + PROMOTIONAL) == set(PUBLIC + PROMOTIONAL)
    before, _, _after = page.partition("Risk warning")
    assert shown(before, PROMOTIONAL) == set()
    answer = client.get(f"/startups/{startup.slug}/decks/{deck.uid}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


def test_an_investor_reads_why_they_see_it_and_until_when(startup: Startup, sign_in: SignIn) -> None:
    page = sign_in(add_investor()).get(f"/startups/{startup.slug}").text
    assert "because you signed “Statement for a high net worth individual” on Tue 12 Jan 2027." in page
    assert "through Tue 11 Jan 2028." in page


def test_the_last_day_ends_at_midnight_in_the_united_kingdom(startup: Startup, sign_in: SignIn) -> None:
    person = add_investor(basis=False)
    add_statement(person, signed_at=SIGNED, last_valid_day=date(2027, 6, 30))
    deck = add_deck(startup)
    client = sign_in(person)
    paths = f"/startups/{startup.slug}", "/startups"
    with clock.frozen(datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC)):
        assert all("173,911" in client.get(path).text for path in paths)
        assert client.get(f"{paths[0]}/decks/{deck.uid}").status_code == 200
    with clock.frozen(datetime(2027, 6, 30, 23, 0, tzinfo=UTC)):
        assert not any("173,911" in client.get(path).text for path in paths)
        assert client.get(f"{paths[0]}/decks/{deck.uid}").status_code == 404


def test_a_startup_that_does_not_pitch_is_known_to_its_members_only(app: Any, client: Any, sign_in: SignIn) -> None:
    startup = add_probed_startup(listed=False)
    deck = add_deck(startup)
    paths = f"/startups/{startup.slug}", f"/startups/{startup.slug}/decks/{deck.uid}"
    assert {client.get(path).status_code for path in paths} == {404}
    sign_in(add_investor())
    assert {client.get(path).status_code for path in paths} == {404}
    assert "Kelderbyte" not in client.get("/startups").text
    sign_in(startup.members[0].person)
    assert {client.get(path).status_code for path in paths} == {200}


def test_every_column_of_a_fact_declares_its_tier() -> None:
    """What is not declared never leaves, so that forgetting shows at once; these hold no facts."""
    plain = {"id", "version", "uid", "slug", "diary_id", "created_at", "listed", "number_shared"}
    columns = {attribute.key for attribute in sa.inspect(Startup).column_attrs}
    assert columns - {fact.attribute for fact in declared()} == plain
    assert {fact.key for fact in declared() if fact.tier is Tier.PROMOTIONAL} >= {"ask", "valuation", "tax_relief"}


def test_a_column_declared_promotional_is_held_back_without_further_ado(startup: Startup) -> None:
    column = Startup.__table__.c.one_liner
    column.info["tier"] = Tier.PROMOTIONAL
    declared.cache_clear()
    try:
        assert "one_liner" not in public_facts(startup)
        assert "one_liner" in snapshot(startup)["promotional"]
    finally:
        column.info["tier"] = Tier.PUBLIC
        declared.cache_clear()


def test_an_assessor_sees_what_they_assess_and_nothing_else(startup: Startup) -> None:
    other = add_probed_startup()
    looking = viewer(add_person(), on=clock.today(), assesses=[startup.id])
    assert may_see_promotional(startup.id, looking)
    assert facts(startup, looking)["ask"] == 173_911
    assert facts(startup, looking)["turnover"] == 914_402
    assert not {"ask", "turnover"} & set(facts(other, looking))
    assert "turnover" not in facts(startup, Viewer(has_basis=True))
    assert not may_see_promotional(startup.id, NOBODY)


def test_a_snapshot_gives_back_what_was_seen_then(startup: Startup) -> None:
    member = Viewer(own=frozenset({startup.id}))
    everything, offer = facts(startup, member), facts(startup, Viewer(has_basis=True))
    stored = json.loads(json.dumps(snapshot(startup)))
    startup.ask, startup.name = 5, "Renamed"
    db.session.commit()
    assert snapshot_facts(stored, startup.id, member) == everything
    assert snapshot_facts(stored, startup.id, Viewer(has_basis=True)) == offer
    assert set(offer) < set(everything)
    del stored["organisers"]
    assert snapshot_facts(stored, startup.id, member) == offer, "one that was sent before there was this tier"
    assert set(snapshot_facts(stored, startup.id, NOBODY)) == set(public_facts(startup))
    assert shown(json.dumps(stored["public"]), PROMOTIONAL) == set()


def test_a_fact_of_a_snapshot_is_promotional_if_it_was_or_is(startup: Startup) -> None:
    stored = snapshot(startup)
    stored["public"]["ask"] = stored["promotional"].pop("ask")
    stored["public"]["postcode"] = stored["organisers"].pop("postcode")
    stored["promotional"]["one_liner"] = stored["public"].pop("one_liner")
    seen = snapshot_facts(stored, startup.id, NOBODY)
    assert "ask" not in seen
    assert "postcode" not in snapshot_facts(stored, startup.id, Viewer(has_basis=True))
    assert "one_liner" not in seen
    assert {"ask", "one_liner"} <= set(snapshot_facts(stored, startup.id, Viewer(has_basis=True)))


def test_an_empty_profile_survives_a_snapshot(app: Any) -> None:
    startup = add_probed_startup()
    for fact in declared():
        if fact.attribute != "name":
            setattr(startup, fact.attribute, None if Startup.__table__.c[fact.attribute].nullable else "")
    db.session.commit()
    looking = Viewer(own=frozenset({startup.id}))
    assert snapshot_facts(snapshot(startup), startup.id, looking) == facts(startup, looking)
