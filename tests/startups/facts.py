"""A startup with a value of its own in every fact, and how that value may show in a page."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import sqlalchemy as sa
from pypdf import PdfWriter

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.files.services import store
from pitchday.startups import services
from pitchday.startups.enums import Instrument, Registration, ReliefStatus, Stage, TaxRelief, Tier, TradingStatus
from pitchday.startups.models import Deck, Sector, Startup
from pitchday.startups.visibility import declared
from tests.factories import add_startup, city
from tests.files.test_images import make_picture

PROBES = {
    "name": ("Kelderbyte", ["Kelderbyte"]),
    "one_liner": ("Chillers that talk to the grid.", ["Chillers that talk"]),
    "description": ("We make *cellars* clever.", ["<em>cellars</em>"]),
    "website": ("https://kelderbyte.example", ["https://kelderbyte.example"]),
    "city_id": ("leeds", [">Leeds<"]),
    "sector_id": ("clean-energy-industries", ["Clean Energy Industries"]),
    "specialisms": ("Cellartech, IoT", ["Cellartech"]),
    "stage": (Stage.PRE_SEED, ["Pre-seed"]),
    "company_number": ("SC987654", ["SC987654"]),
    "trading_status": (TradingStatus.UNDER_100K, ["Early revenue"]),
    "founded": ("2019-05", ["May 2019"]),
    "registration": (Registration.COMPANIES_HOUSE, ["SC987654"]),
    # A company with a number of ours has none elsewhere: the test of registrations looks for these.
    "overseas_country": ("", []),
    "overseas_number": ("", []),
    "video_url": ("https://video.example/kelder", ["https://video.example/kelder"]),
    "logo_id": ("logo", ["/logo/"]),
    "ask": (173_911, ["173,911", "173911"]),
    "instrument": (Instrument.ADVANCE_SUBSCRIPTION, ["dvance subscription", "advance_subscription"]),
    "valuation": (1_377_913, ["1,377,913", "1377913"]),
    "use_of_funds": ("Two engineers in Hebden Bridge.", ["Hebden Bridge"]),
    "traction": ("Seventeen pilots since May.", ["Seventeen pilots"]),
    "customers": (4_817, ["4,817", "4817"]),
    "monthly_revenue": (28_331, ["28,331", "28331"]),
    "traction_on": (date(2026, 8, 9), ["9 Aug 2026", "2026-08-09"]),
    "tax_relief": (TaxRelief.SEIS, ["SEIS"]),
    "relief_status": (ReliefStatus.RECEIVED, ["dvance assurance received"]),
    "relief_on": (date(2026, 7, 6), ["6 Jul 2026", "2026-07-06"]),
    "relief_reference": ("WMBC/S77", ["WMBC/S77"]),
    "postcode": ("LS11 5QX", ["LS11 5QX"]),
    "staff_fte": (37.25, ["37.25"]),
    "staff_fte_on": (date(2026, 6, 5), ["5 Jun 2026", "2026-06-05"]),
    "turnover": (914_402, ["914,402", "914402"]),
    "turnover_on": (date(2026, 4, 3), ["3 Apr 2026", "2026-04-03"]),
    "raised": (266_017, ["266,017", "266017"]),
    "raised_on": (date(2026, 3, 2), ["2 Mar 2026", "2026-03-02"]),
}
PUBLIC, PROMOTIONAL, ORGANISERS = (
    [fact.attribute for fact in declared() if fact.tier is tier and PROBES[fact.attribute][1]] for tier in Tier
)


def add_probed_startup(member: Person | None = None, **values: Any) -> Startup:
    """Every fact that a column declares is filled: a new one without a probe is a KeyError here."""
    known = {fact.attribute: PROBES[fact.attribute][0] for fact in declared()}
    known["city_id"] = city(str(known["city_id"])).id
    known["sector_id"] = db.session.scalars(sa.select(Sector.id).where(Sector.slug == known["sector_id"])).one()
    known["logo_id"] = store(make_picture("PNG"), "image/png").id
    startup = add_startup(member=member, **{"listed": True, "number_shared": True, **values})
    for name, value in known.items():
        setattr(startup, name, value)
    db.session.commit()
    return startup


def shown(text: str, attributes: list[str]) -> set[str]:
    """Those of the facts that can be found in a page."""
    return {name for name in attributes if any(words in text for words in PROBES[name][1])}


def pdf(pages: int = 3, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def add_deck(startup: Startup, *, name: str = "secret-plan.pdf", pages: int = 3) -> Deck:
    deck = services.add_deck(startup, pdf(pages), name, startup.members[0].person)
    db.session.commit()
    return deck
