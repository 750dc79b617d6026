"""What a profile says of itself beyond its first facts: registration, figures with their days, a logo, progress."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.startups.enums import Registration, ReliefStatus, Tier, TradingStatus
from pitchday.startups.models import Startup, StartupMember
from pitchday.startups.visibility import declared
from tests.factories import add_person, add_startup
from tests.files.test_images import make_picture
from tests.pages import CheckingClient

SignIn = Callable[..., CheckingClient]
FULL = {
    "name": "Saltmere Diagnostics",
    "video_url": "video.example/saltmere",
    "trading_status": "before_revenue",
    "founded": "March 2024",
    "registration": "overseas",
    "overseas_country": "Norway",
    "overseas_number": "987 654 321",
    "postcode": "m25pd",
    "customers": "1,200",
    "monthly_revenue": "0",
    "traction_on": "2026-12-31",
    "tax_relief": "eis",
    "relief_status": "received",
    "relief_on": "2026-11-02",
    "relief_reference": "WMBC/S77",
    "staff_fte": "2.5",
    "staff_fte_on": "2027-01-12",
    "turnover": "91k",
    "turnover_on": "2026-04-05",
    "raised": "0",
    "raised_on": "2027-01-01",
}


@pytest.fixture
def client(client: CheckingClient, founder: Person, sign_in: SignIn) -> CheckingClient:
    return sign_in(founder)


def only_startup() -> Startup:
    return db.session.scalars(sa.select(Startup)).one()


def test_every_fact_is_entered_once_and_comes_back_as_people_write_it(client: CheckingClient) -> None:
    answer = client.post("/startups/new", data=FULL)
    assert answer.status_code == 303
    startup = only_startup()
    assert (startup.founded, startup.postcode, startup.staff_fte) == ("2024-03", "M2 5PD", 2.5)
    assert (startup.trading_status, startup.registration) == (TradingStatus.BEFORE_REVENUE, Registration.OVERSEAS)
    assert (startup.relief_status, startup.raised, startup.turnover) == (ReliefStatus.RECEIVED, 0, 91_000)
    page = client.get(answer.location).text
    for words in (
        "March 2024",
        "Norway, number 987 654 321",
        "M2 5PD",
        "The founders state: EIS, advance assurance received, Mon 2 Nov 2026, reference WMBC/S77.",
        "2.5 on Tue 12 Jan 2027",
        "£91,000 in the twelve months to Sun 5 Apr 2026",
        "£0 until Fri 1 Jan 2027",
        "https://video.example/saltmere",
        "12 of 24 filled in",
    ):
        assert words in page
    form = client.get(f"/startups/{startup.slug}/edit").text
    for value in ("March 2024", "M2 5PD", "1,200", "2026-12-31", "91,000", "2.5"):
        assert f'value="{value}"' in form
    marks = form.count('class="seen-by"')
    assert marks == sum(form.count(f"{tier.label}.") for tier in Tier)
    assert marks == len(declared()) - 1, "all but the logo, which has its own page"


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"registration": "not_yet"}, "overseas_country", "for companies in another country only"),
        ({"overseas_country": ""}, "overseas_country", "Enter the country"),
        ({"company_number": "12345678"}, "company_number", "one of Companies House"),
        ({"postcode": "LS1"}, "postcode", "Enter a full UK postcode"),
        ({"founded": "2027-02"}, "founded", "that has been"),
        ({"staff_fte": "many"}, "staff_fte", "Enter how many people work for you"),
        ({"staff_fte_on": ""}, "staff_fte_on", "Enter the day that the figure is of."),
        ({"turnover": ""}, "turnover", "Enter the figure, or leave its day empty."),
        ({"raised_on": "2027-01-13"}, "raised_on", "Enter a day that has been."),
        ({"tax_relief": "none"}, "tax_relief", "Choose SEIS or EIS"),
        ({"relief_on": ""}, "relief_on", "on which HMRC was asked or answered"),
        ({"video_url": "javascript:alert(1)"}, "video_url", "starts with https://"),
    ],
)
def test_facts_that_do_not_agree_are_refused_beside_the_field(
    client: CheckingClient, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = client.post("/startups/new", data=FULL | changed)
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert f'href="#{field}"' in answer.text
    assert 'value="WMBC/S77"' in answer.text
    assert not db.session.scalars(sa.select(Startup)).all()


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"company_number": "12345678"}, "number_and_registration_agree"),
        ({"registration": "companies_house"}, "number_and_registration_agree"),
        ({"registration": "overseas"}, "overseas_has_a_country"),
        ({"turnover": 5}, "figures_have_a_date"),
        ({"customers": -1, "traction_on": "2026-01-01"}, "figures_are_not_negative"),
        ({"relief_status": "filed"}, "relief_status_has_a_scheme"),
        ({"trading_status": "rich"}, "tradingstatus"),
    ],
)
def test_the_database_refuses_what_does_not_agree(app: Any, values: dict[str, Any], constraint: str) -> None:
    startup = add_startup()
    table = sa.table("startup", sa.column("id"), *(sa.column(name) for name in values))
    with pytest.raises(sa.exc.IntegrityError, match=f"ck_startup_{constraint}"):
        db.session.execute(sa.update(table).where(table.c.id == startup.id).values(values))


def test_a_logo_is_made_anew_shown_and_taken_away(client: CheckingClient, founder: Person, other_client: Any) -> None:
    startup = add_startup(member=founder, name="Loomgrid")
    path = f"/startups/{startup.slug}/logo"
    assert "Choose a picture first." in client.post(path, data={}).text
    fake = client.post(path, data={"logo": (io.BytesIO(b"<svg onload=alert(1)>"), "logo.png")})
    assert "is not a PNG or JPEG picture" in fake.text
    assert client.post(path, data={"logo": (io.BytesIO(make_picture("JPEG")), "a.jpg")}).status_code == 303
    assert startup.logo is not None
    address = f"{path}/{startup.logo.sha256}"
    assert address in client.get(f"/startups/{startup.slug}").text
    answer = client.get(address)
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/jpeg", "private, no-cache")
    assert other_client().get(address).status_code == 404, "nobody else knows of the startup yet"
    startup.listed = True
    db.session.commit()
    assert other_client().get(address).headers["Cache-Control"].startswith("public")
    assert client.get(f"{path}/{'0' * 64}").status_code == 404
    assert client.post(path, data={"without_logo": "y"}).status_code == 303
    assert client.get(address).status_code == 404


def test_two_people_who_change_different_fields_both_keep_theirs(
    client: CheckingClient, founder: Person, other_client: Any, sign_in: SignIn
) -> None:
    startup = add_startup(member=founder, name="Loomgrid", ask=50_000)
    ann = add_person("Ann")
    db.session.add(StartupMember(startup=startup, person=ann, role="Founder"))
    db.session.commit()
    path = f"/startups/{startup.slug}/edit"
    opened = {"version": str(startup.version), "name": "Loomgrid", "one_liner": startup.one_liner, "ask": "50,000"}
    browser = sign_in(ann, on=other_client())
    assert browser.post(path, data={**opened, "ask": "90k", "founded": "2020-01"}).status_code == 303
    merged = client.post(path, data={**opened, "traction": "Mine"}, follow_redirects=True)
    assert "Ann changed" in merged.text
    assert "Both changes are kept." in merged.text
    assert (startup.ask, startup.founded, startup.traction) == (90_000, "2020-01", "Mine")
    clash = client.post(path, data={**opened, "ask": "70k", "traction": "Other"})
    assert clash.status_code == 422
    assert 'value="70k"' in clash.text
    assert 'value="January 2020"' in clash.text, "what Ann wrote where nothing else was typed"
    assert (startup.ask, startup.traction) == (90_000, "Mine")
