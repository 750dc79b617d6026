"""Invented startups, their founders and the facts they tell, drawn from one source of chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from pitchday.demo.words import companies as words
from pitchday.demo.words import people as names
from pitchday.demo.words import sectors
from pitchday.startups.enums import Instrument, Registration, Stage, TaxRelief, TradingStatus
from pitchday.web.urls import slug

# Letters that have no plain letter inside them
_PLAIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o"})

# What startups of each stage ask for, in pounds from, to and in steps of, and how they would take it
_ASKS: dict[Stage, tuple[tuple[int, int, int], tuple[Instrument, ...], tuple[TaxRelief, ...]]] = {
    Stage.IDEA: (
        (40_000, 150_000, 10_000),
        (Instrument.UNDECIDED, Instrument.ADVANCE_SUBSCRIPTION),
        (TaxRelief.SEIS, TaxRelief.NONE),
    ),
    Stage.PRE_SEED: (
        (120_000, 250_000, 10_000),
        (Instrument.ADVANCE_SUBSCRIPTION, Instrument.EQUITY),
        (TaxRelief.SEIS, TaxRelief.BOTH),
    ),
    Stage.SEED: (
        (250_000, 900_000, 50_000),
        (Instrument.EQUITY, Instrument.CONVERTIBLE_LOAN),
        (TaxRelief.EIS, TaxRelief.BOTH),
    ),
    Stage.SERIES_A: ((1_000_000, 3_000_000, 250_000), (Instrument.EQUITY,), (TaxRelief.EIS, TaxRelief.NONE)),
    Stage.GROWTH: ((2_500_000, 5_000_000, 500_000), (Instrument.EQUITY,), (TaxRelief.NONE,)),
}
_TRADES = {
    Stage.IDEA: TradingStatus.BEFORE_REVENUE,
    Stage.PRE_SEED: TradingStatus.BEFORE_REVENUE,
    Stage.SEED: TradingStatus.UNDER_100K,
    Stage.SERIES_A: TradingStatus.UNDER_1M,
    Stage.GROWTH: TradingStatus.OVER_1M,
}
_STAGES = (Stage.IDEA, Stage.PRE_SEED, Stage.SEED, Stage.SERIES_A, Stage.GROWTH)
_STAGE_WEIGHTS = (14, 34, 36, 12, 4)


@dataclass(frozen=True)
class Someone:
    """A name and an address."""

    name: str
    email: str
    role: str = ""


@dataclass(frozen=True)
class Company:
    """A startup before it is in the database: `facts` lack the city and the sector, which are slugs here."""

    name: str
    sector: str
    city: str
    facts: dict[str, Any]
    founders: tuple[Someone, ...]
    answers: tuple[str, ...]


def address(name: str, domain: str) -> str:
    """`aoife.ohara-singh` at an invented domain that can never exist."""
    parts = [slug(part.replace("'", "").translate(_PLAIN), otherwise="") for part in name.split()]
    return f"{'.'.join(filter(None, parts)) or 'hello'}@{domain}.example"


class Register:
    """Makes companies one by one, no two of one name."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.made = 0
        self._names = self._draw_names()
        self._unusual = list(names.UNUSUAL_NAMES)
        self._addresses = {f"{role}@pitchday.example" for role in names.DEMO_PEOPLE}

    def _draw_names(self) -> Iterator[tuple[str, str]]:
        """Every pair of words once, in an order that depends on nothing but the seed, with a sector."""
        pairs = [first + last for first in words.FIRST_WORDS for last in words.LAST_WORDS]
        kinds = list(words.SECTOR_WEIGHTS)
        for pair in self.chance.sample(pairs, len(pairs)):
            sector = self.chance.choices(kinds, list(words.SECTOR_WEIGHTS.values()))[0]
            yield f"{pair} {self.chance.choice(words.SECTOR_WORDS[sector])}", sector

    def next(self, city: str) -> Company:
        """A company of which nobody has heard."""
        return self.add(*next(self._names), self.chance.choice(words.NEARBY.get(city, tuple(words.NEARBY))))

    def add(self, name: str, sector: str, city: str, *, is_registered: bool | None = None) -> Company:
        """A company of this name. Without `is_registered` some of those that have but an idea are none yet."""
        self.made += 1
        stage = self.chance.choices(_STAGES, _STAGE_WEIGHTS)[0] if is_registered is not False else Stage.IDEA
        founders = self._founders(name)
        trade = sectors.TRADES[sector]
        drawn = self.chance.choice(trade.products), self.chance.choice(trade.customers)
        product, customers = words.KNOWN_OFFERS.get(name, drawn)
        problem, gain = self.chance.choice(trade.problems), self.chance.choice(trade.gains)
        registered = self.chance.random() < 0.7 if is_registered is None and stage is Stage.IDEA else is_registered
        return Company(
            name=name,
            sector=sector,
            city=city,
            founders=founders,
            facts={
                "name": name,
                "one_liner": f"{product} for {customers}.",
                "description": f"{problem}\n\n{name} makes {product[0].lower()}{product[1:]}, built with and for "
                f"{customers}. {gain}",
                "website": f"https://www.{_domain(name)}.example",
                "specialisms": ", ".join(sectors.SPECIALISMS[sector][len(name) % 3 :][:2]),
                "stage": stage,
                "trading_status": _TRADES[stage] if registered is not False else TradingStatus.BEFORE_INCORPORATION,
                "registration": Registration.COMPANIES_HOUSE if registered is not False else Registration.NOT_YET,
                "company_number": self._number(name) if registered is not False else "",
                **self._offer(stage),
            },
            answers=(
                f"{problem} We heard it from {customers} again and again. {gain}",
                self.chance.choice(sectors.TEAMS).format(founder=founders[0].name),
                self.chance.choice(sectors.WISHES),
            ),
        )

    def _number(self, name: str) -> str:
        """Outside what Companies House has given out; a Scottish one and a partnership's are among them."""
        return {"Dunlinworks": "SC999001", "Millrace Health": "OC999001", "Cobblestack": "NI999001"}.get(
            name, f"{99_000_000 + self.made}"
        )

    def _offer(self, stage: Stage) -> dict[str, Any]:
        (least, most, step), instruments, reliefs = _ASKS[stage]
        ask = self.chance.randrange(least, most + 1, step)
        return {
            "ask": ask,
            "valuation": ask * self.chance.randint(4, 8) if stage is not Stage.IDEA else None,
            "instrument": self.chance.choice(instruments),
            "tax_relief": self.chance.choice(reliefs),
            "use_of_funds": self.chance.choice(sectors.USES_OF_FUNDS),
            "traction": self.chance.choice(sectors.TRACTIONS[stage.value]),
        }

    def _founders(self, company: str) -> tuple[Someone, ...]:
        count = self.chance.choices((1, 2, 3), (45, 40, 15))[0]
        roles = names.FOUNDER_ROLES[:count]
        return tuple(self.someone(_domain(company), role=role) for role in roles)

    def someone(self, domain: str, *, role: str = "") -> Someone:
        """Somebody whose address nobody else has; the first few have names that forms stumble over."""
        while True:
            unusual = self._unusual.pop(0) if self._unusual else ""
            name = unusual or f"{self.chance.choice(names.FIRST_NAMES)} {self.chance.choice(names.SURNAMES)}"
            email = address(name, domain)
            if email not in self._addresses:
                self._addresses.add(email)
                return Someone(name, email, role)


def _domain(company: str) -> str:
    return slug(company.translate(_PLAIN), otherwise="nasij")[:40].strip("-")
