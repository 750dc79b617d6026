"""Registering as an investor, signing a statement, and what it is worth on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.history import HistoryEntry
from pitchday.investors.enums import Basis, InvestorKind
from pitchday.investors.models import InvestorProfile, InvestorStatement, StatementTemplate
from pitchday.investors.permissions import basis_of
from tests.factories import add_investor, add_person, add_statement
from tests.pages import CheckingClient

SIGN = "/me/investor/statement/high_net_worth"
SignIn = Callable[..., CheckingClient]


@pytest.fixture
def investor(app: Any) -> Person:
    return add_investor("Aoife O'Hara-Singh", basis=False)


def filled(**changes: Any) -> dict[str, Any]:
    values = {"edition": "1", "grounds": ["0"], "risk": "y", "signed_name": "Aoife O'Hara-Singh", **changes}
    return {name: value for name, value in values.items() if value is not None}


def statements() -> list[InvestorStatement]:
    return list(db.session.scalars(sa.select(InvestorStatement)))


def test_anyone_with_an_account_registers(app: Any, sign_in: SignIn) -> None:
    person = add_person()
    client = sign_in(person)
    assert "Register as an investor" in client.get("/me/investor").text
    answer = client.post("/me/investor", data={"kind": "venture_capital", "firm": " Larkrigg\u0000 Angels "})
    assert (answer.status_code, answer.location) == (303, "/me/investor/statement")
    profile = db.session.scalars(sa.select(InvestorProfile)).one()
    assert (profile.person_id, profile.kind, profile.firm) == (
        person.id,
        InvestorKind.VENTURE_CAPITAL,
        "Larkrigg Angels",
    )
    assert "Larkrigg Angels" in client.get("/me/investor").text


def test_registering_without_a_kind_keeps_the_firm(app: Any, sign_in: SignIn) -> None:
    answer = sign_in(add_person()).post("/me/investor", data={"firm": "Ninebeck Syndicate"})
    assert answer.status_code == 422
    assert "Choose the kind that fits best." in answer.text
    assert 'value="Ninebeck Syndicate"' in answer.text


def test_the_profile_is_changed_and_a_stale_change_refused(investor: Person, sign_in: SignIn) -> None:
    client = sign_in(investor)
    assert "Penhollow Ventures" in client.get("/me/investor/edit").text
    first = {"version": "1", "kind": "angel", "firm": "Sable Quay"}
    assert client.post("/me/investor/edit", data=first).status_code == 303
    stale = client.post("/me/investor/edit", data={**first, "firm": "Threshwater"})
    assert stale.status_code == 422
    assert "changed firm" in stale.text
    assert 'value="Threshwater"' in stale.text
    assert client.post("/me/investor/edit", data={**first, "version": "2", "firm": "Threshwater"}).status_code == 303


@pytest.mark.parametrize("path", ["/me/investor/statement", SIGN, "/me/investor/edit", "/startups"])
def test_the_pages_of_investors_are_closed_to_others(
    app: Any, client: CheckingClient, sign_in: SignIn, path: str
) -> None:
    assert "/sign-in" in client.get(path).location
    refused = sign_in(add_person()).get(path)
    assert refused.status_code == 403
    assert "/me/investor" in refused.text


def test_each_basis_is_offered_in_words(investor: Person, sign_in: SignIn) -> None:
    page = sign_in(investor).get("/me/investor/statement").text
    for template in db.session.scalars(sa.select(StatementTemplate)):
        assert template.title in page
        assert f"/me/investor/statement/{template.basis.value}" in page
    assert "samples" in page


def test_only_editions_in_force_are_offered_the_newest_first(investor: Person, sign_in: SignIn) -> None:
    old = db.session.scalars(sa.select(StatementTemplate).where(StatementTemplate.basis == Basis.HIGH_NET_WORTH)).one()
    for edition, day in ((2, date(2027, 1, 12)), (3, date(2027, 1, 13))):
        db.session.add(
            StatementTemplate(
                basis=old.basis,
                edition=edition,
                title=f"Edition {edition}",
                summary=old.summary,
                body=old.body,
                grounds=old.grounds,
                months_valid=12,
                effective_from=day,
                is_sample=False,
            )
        )
    db.session.commit()
    client = sign_in(investor)
    page = client.get("/me/investor/statement").text
    assert "Edition 2" in page
    assert "Edition 3" not in page
    assert old.title not in page
    refused = client.post(SIGN, data=filled(edition="1"))
    assert refused.status_code == 422
    assert "The wording has changed" in refused.text
    assert client.post(SIGN, data=filled(edition="2")).status_code == 303


def test_the_page_keeps_the_bold_words_bold_and_ticks_nothing(investor: Person, sign_in: SignIn) -> None:
    page = sign_in(investor).get(SIGN).text
    assert "<strong>I accept that the investments" in page
    assert "<strong>I understand that I can receive financial promotions" in page
    assert "Signed today it holds through Tue 11 Jan 2028." in page
    assert "Sample wording" in page
    assert " checked" not in page


def test_a_signed_statement_keeps_its_exact_words(investor: Person, sign_in: SignIn) -> None:
    client = sign_in(investor)
    answer = client.post(SIGN, data=filled(grounds=["1"], signed_name="aoife  o'hara-singh"))
    assert (answer.status_code, answer.location) == (303, "/me/investor")
    (kept,) = statements()
    template = kept.template
    assert template.body in kept.text
    assert all(ground in kept.text for ground in template.grounds)
    assert kept.grounds == [template.grounds[1]]
    assert (kept.signed_name, kept.basis) == ("aoife  o'hara-singh", Basis.HIGH_NET_WORTH)
    assert (kept.signed_on, kept.last_valid_day) == (date(2027, 1, 12), date(2028, 1, 11))
    assert "Tue 11 Jan 2028</strong>" in client.get("/me/investor").text
    shown = client.get(f"/me/investor/statements/{kept.uid}").text
    assert "<strong>I accept that the investments" in shown
    assert template.grounds[1] in shown


def test_history_says_that_they_signed_and_not_what(investor: Person, sign_in: SignIn) -> None:
    sign_in(investor).post(SIGN, data=filled())
    (kept,) = statements()
    entries = db.session.scalars(sa.select(HistoryEntry).where(HistoryEntry.subject == f"investor_statement:{kept.id}"))
    (entry,) = entries
    assert entry.subject_label == "Statement of Aoife O'Hara-Singh"
    assert kept.grounds[0] not in str(entry.changes)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"grounds": None}, "Tick at least one of the lines"),
        ({"risk": None}, "Tick the box if you accept the risk."),
        ({"signed_name": "Somebody Else"}, "Type your full name as it is in your account: Aoife"),
        ({"signed_name": ""}, "Type your full name to sign."),
        ({"grounds": ["7"]}, "not a valid choice"),
        ({"edition": "0"}, "The wording has changed"),
        ({"edition": None}, "The wording has changed"),
    ],
)
def test_a_statement_with_a_fault_is_refused_and_kept_as_typed(
    investor: Person, sign_in: SignIn, change: dict[str, Any], sentence: str
) -> None:
    sent = filled(**change)
    answer = sign_in(investor).post(SIGN, data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text.replace("&#39;", "'")
    assert not statements()
    if sent.get("signed_name"):
        assert f'value="{sent["signed_name"]}"' in answer.text.replace("&#39;", "'")
    assert answer.text.count(" checked") == ("0" in sent.get("grounds", [])) + ("risk" in sent)


def test_a_double_click_signs_once(investor: Person, sign_in: SignIn) -> None:
    client = sign_in(investor)
    sent = filled(once="0123456789abcdefghjk")
    assert [client.post(SIGN, data=sent).status_code for _ in range(2)] == [303, 303]
    assert len(statements()) == 1


def test_a_professional_signs_for_the_firm_in_the_profile(investor: Person, sign_in: SignIn) -> None:
    client = sign_in(investor)
    path = "/me/investor/statement/investment_professional"
    assert "Penhollow Ventures" in client.get(path).text
    profile = db.session.scalars(sa.select(InvestorProfile)).one()
    profile.firm = ""
    db.session.commit()
    assert "Add your firm first." in client.get(path).text
    refused = client.post(path, data=filled())
    assert refused.status_code == 422
    assert "Name yours in your investor profile first." in refused.text
    profile.firm = "Sable Quay Partners"
    db.session.commit()
    assert client.post(path, data=filled()).status_code == 303
    assert "Firm: Sable Quay Partners" in statements()[0].text


def test_an_unknown_basis_is_not_there(investor: Person, sign_in: SignIn) -> None:
    assert sign_in(investor).get("/me/investor/statement/restricted_investor").status_code == 404


def test_a_withdrawn_statement_is_no_basis_and_stays_on_record(investor: Person, sign_in: SignIn) -> None:
    kept = add_statement(investor)
    client = sign_in(investor)
    path = f"/me/investor/statements/{kept.uid}/withdraw"
    assert "Withdraw your statement?" in client.get(path).text
    assert basis_of(investor, clock.today())
    assert client.post(path).status_code == 303
    assert basis_of(investor, clock.today()) is None
    assert "You withdrew your last one on Tue 12 Jan 2027." in client.get("/me/investor").text
    again = client.post(path)
    assert again.status_code == 422
    assert "withdrawn this statement already" in again.text
    assert statements()[0].withdrawn_at == clock.now()


def test_a_statement_is_nobody_elses_to_read_or_withdraw(investor: Person, sign_in: SignIn) -> None:
    path = f"/me/investor/statements/{add_statement(investor).uid}"
    client = sign_in(add_investor())
    assert client.get(path).status_code == 404
    assert client.post(f"{path}/withdraw").status_code == 404
    assert basis_of(investor, clock.today())


def test_it_holds_through_its_last_day_in_the_united_kingdom(investor: Person) -> None:
    # Signed at 00:30 in London, when it was still 23 June in UTC.
    kept = add_statement(
        investor, signed_at=datetime(2027, 6, 23, 23, 30, tzinfo=UTC), last_valid_day=date(2028, 6, 23)
    )
    assert kept.signed_on == date(2027, 6, 24)
    assert basis_of(investor, date(2027, 6, 23)) is None
    assert basis_of(investor, date(2027, 6, 24)) == kept
    assert basis_of(investor, date(2028, 6, 23)) == kept
    assert basis_of(investor, date(2028, 6, 24)) is None
    with clock.frozen(datetime(2028, 6, 23, 22, 59, tzinfo=UTC)):
        assert basis_of(investor, clock.today()) == kept
    with clock.frozen(datetime(2028, 6, 23, 23, 0, tzinfo=UTC)):
        assert basis_of(investor, clock.today()) is None


def test_the_newest_statement_that_holds_is_the_basis(investor: Person) -> None:
    older = add_statement(investor, signed_at=datetime(2026, 6, 1, 12, 0, tzinfo=UTC))
    newer = add_statement(investor, signed_at=datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    assert basis_of(investor, clock.today()) == newer
    newer.withdrawn_at = clock.now()
    db.session.commit()
    assert basis_of(investor, clock.today()) == older
    assert basis_of(None, clock.today()) is None


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2027, 1, 11), "Your last one ended on Mon 11 Jan 2027."),
        (date(2027, 1, 12), "Your statement ends soon"),
        (date(2027, 2, 10), "Your statement ends soon"),
        (date(2027, 2, 11), "Browse startups"),
    ],
)
def test_the_investors_page_says_in_words_how_things_stand(
    investor: Person, sign_in: SignIn, last: date, words: str
) -> None:
    add_statement(investor, signed_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC), last_valid_day=last)
    assert words in sign_in(investor).get("/me/investor").text
