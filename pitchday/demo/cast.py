"""Who is in the demo: companies with their applications, investors with their papers."""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass, replace
from random import Random

from pitchday.demo.companies import Company, Register, Someone
from pitchday.demo.plan import Day, Fate, Size
from pitchday.demo.words import companies as words
from pitchday.demo.words import people as names
from pitchday.investors.enums import Basis, InvestorKind
from pitchday.web.urls import slug

# Startups that have a part to play, in the order in which places are given
PARTS: dict[tuple[str, Fate], tuple[tuple[str, str], ...]] = {
    ("leeds", Fate.CONFIRMED): (
        (words.LONG_NAME, "other"),
        *(pair for pair in words.KNOWN_COMPANIES if pair[0] in {"Kelderbyte", "Loomgrid", "Fellbright Audio"}),
        *(pair for pair in words.KNOWN_COMPANIES if pair[0] in {"Brackenpay", "Gantryline", "Harbourloop"}),
        ("Ironvale Sensors", "defence"),
    ),
    ("manchester", Fate.CONFIRMED): (
        *words.KNOWN_COMPANIES[:1],
        (words.RIGHT_TO_LEFT_NAME, "creative-industries"),
        (words.EMOJI_NAME, "other"),
        *words.KNOWN_COMPANIES[1:4],
        ("Ousefold Materials", "advanced-manufacturing"),
        ("Quillstaithe", "professional-and-business-services"),
    ),
    ("manchester", Fate.GIVEN_UP): (("Saltmere Diagnostics", "life-sciences"),),
    ("newcastle", Fate.TO_ACCEPT): (
        ("Peakthread", "creative-industries"),
        ("Dunlinworks", "digital-and-technologies"),
    ),
}
NOT_REGISTERED = "Peakthread"
HERO = words.KNOWN_COMPANIES[0][0]
ALSO_INVESTS = "Loomgrid"


class Paper(enum.Enum):
    """What an investor has signed."""

    VALID = "valid"
    RENEWED = "renewed"
    NONE = "none"
    ENDS_ON_THE_EVE = "ends on the eve of the next pitch day"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Investor:
    person: Someone
    firm: str
    kind: InvestorKind
    basis: Basis
    paper: Paper


@dataclass(frozen=True)
class Entry:
    """An application: it was begun on day `not_before` or later, and is the company's first or not."""

    company: Company
    day: Day
    fate: Fate
    not_before: int
    is_first: bool


@dataclass(frozen=True)
class Cast:
    companies: tuple[Company, ...]
    entries: tuple[Entry, ...]
    investors: tuple[Investor, ...]

    def of(self, day: Day, *fates: Fate) -> list[Company]:
        return [entry.company for entry in self.entries if entry.day is day and entry.fate in fates]


def demo_person(role: str) -> Someone:
    return Someone(names.DEMO_PEOPLE[role], f"{role}@pitchday.example")


def make_cast(size: Size, chance: Random) -> Cast:
    casting = _Casting(size, Register(chance))
    for day in size.days:
        casting.fill(day)
    companies = {entry.company.name: entry.company for entry in casting.entries}
    return Cast(tuple(companies.values()), tuple(casting.entries), tuple(_investors(size, casting)))


class _Casting:
    """Gives the places of each pitch day away: to those with a part, to some who were declined before, to new ones."""

    def __init__(self, size: Size, register: Register) -> None:
        self.size = size
        self.register = register
        self.entries: list[Entry] = []
        self._spin_outs = deque(words.SPIN_OUTS)
        self._declined: deque[Entry] = deque()

    def fill(self, day: Day) -> None:
        again = day.again
        for fate, count in day.fates:
            for number in range(count):
                entry = self._entry(day, fate, number, may_return=again > 0)
                again -= not entry.is_first
                self.entries.append(entry)
        self._declined.extend(
            entry for entry in self.entries if entry.day is day and entry.fate is Fate.DECLINED and entry.is_first
        )

    def _entry(self, day: Day, fate: Fate, number: int, *, may_return: bool) -> Entry:
        part = PARTS.get((day.key, fate), ())
        if number < len(part):
            return Entry(self._with_a_part(*part[number], day), day, fate, day.opens + 1, True)
        if day.programme == "spin-out":
            # Those who are invited, and one of those who are coming, have no company yet.
            registered = fate is not Fate.INVITED and number == 0
            company = self.register.add(*self._spin_outs.popleft(), is_registered=registered)
            return Entry(company, day, fate, day.opens + 1, True)
        if day.key == self.size.open_call and fate is Fate.DRAFT and number == 0:
            return Entry(self.named(HERO), day, fate, day.opens + 1, False)
        if may_return and self._declined and fate in _OPEN_TO_RETURNS:
            earlier = self._declined.popleft()
            told = earlier.day.told or earlier.day.opens
            return Entry(earlier.company, day, fate, max(day.opens, told) + 1, False)
        return Entry(self.register.next(day.city), day, fate, day.opens + 1, True)

    def named(self, name: str) -> Company:
        return next(entry.company for entry in self.entries if entry.company.name == name)

    def _with_a_part(self, name: str, sector: str, day: Day) -> Company:
        company = self.register.add(name, sector, day.city, is_registered=name != NOT_REGISTERED)
        if name == HERO:
            founder = replace(demo_person("founder"), role=names.FOUNDER_ROLES[0])
            return replace(company, founders=(founder, *company.founders[1:]))
        return company


_OPEN_TO_RETURNS = frozenset({Fate.SUBMITTED, Fate.WITHDRAWN, Fate.DECLINED, Fate.TO_DECLINE})

_BASES = {
    InvestorKind.VENTURE_CAPITAL: (Basis.INVESTMENT_PROFESSIONAL,),
    InvestorKind.PUBLIC_FUND: (Basis.INVESTMENT_PROFESSIONAL,),
    InvestorKind.CORPORATE: (Basis.HIGH_NET_WORTH_COMPANY,),
    InvestorKind.FAMILY_OFFICE: (Basis.HIGH_NET_WORTH_COMPANY,),
    InvestorKind.ANGEL: (Basis.HIGH_NET_WORTH, Basis.SELF_CERTIFIED_SOPHISTICATED),
}


def _investors(size: Size, casting: _Casting) -> list[Investor]:
    """The demo's own first, then a founder who invests as well, then papers that do not hold, then the rest."""
    register, chance = casting.register, casting.register.chance
    firsts = deque([demo_person("investor"), casting.named(ALSO_INVESTS).founders[0]])
    kinds = [InvestorKind(name) for name, count in size.investors for _ in range(count)]
    found: list[Investor] = []
    for number, kind in enumerate(kinds):
        last = chance.choice(names.LAST_WORDS_OF_FUNDS[kind.value])
        firm = f"{chance.choice(names.FIRST_WORDS_OF_FUNDS)} {last}"
        person = firsts.popleft() if firsts else register.someone(slug(firm))
        if number % 4 == 2:
            firm = f"{firm}, {chance.choice(names.CITIES_ABROAD)}"
        found.append(Investor(person, firm, kind, chance.choice(_BASES[kind]), _paper(number)))
    return found


def _paper(number: int) -> Paper:
    """All kinds among the first, then one investor in seventeen without any."""
    firsts = (Paper.VALID, Paper.RENEWED, Paper.NONE, Paper.ENDS_ON_THE_EVE, Paper.WITHDRAWN, Paper.EXPIRED)
    if number < len(firsts):
        return firsts[number]
    return Paper.NONE if number % 17 == 16 else Paper.VALID
