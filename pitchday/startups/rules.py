"""Reading what founders type (money, staff, company numbers, when it was founded), and which facts agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pitchday.errors import DomainError
from pitchday.startups.enums import Registration, ReliefStatus, TaxRelief

MOST_MONEY = 1_000_000_000
MOST_STAFF = 100_000
FIRST_FOUNDED = 1900

_MONEY = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(\.[0-9]{1,6})?\s*([kKmM])?")
_MULTIPLES = {"": 1, "k": 1_000, "m": 1_000_000}

MOST_SPECIALISMS, LONGEST_SPECIALISM = 5, 30
_USUAL = {
    word.casefold(): word
    for word in (
        *("AI", "Cyber", "Semiconductors", "Quantum", "Engineering biology", "Connectivity", "Healthtech", "Medtech"),
        *("Edtech", "Fintech", "Proptech", "Martech", "Gaming", "Createch", "Agritech", "Spacetech", "Materials"),
        *("Mobility", "Industrial software", "Circular economy", "Govtech", "Legaltech", "Hardware", "IoT"),
    )
}

# The shapes that Companies House gives out, matched whole: a search would let longer numbers through.
_COMPANY_NUMBER = re.compile(
    r"[0-9]{8}|R0[0-9]{6}|(?:SC|NI|OC|SO|NC|LP|SL|NL|FC|SF|NF|RS|SR|NO|CE|CS|IP|SP|NP|AC|SA|NA|ZC|SZ|NZ|SE|ES|EN|GE|"
    r"GS|GN|IC|SI|PC|RC|OE|SG|FE)[0-9]{6}"
)


def read_money(text: str, *, field: str) -> int | None:
    """Whole pounds: `150,000`, `£150000`, `150k` and `1.5m` are understood; None for nothing.

    Raises DomainError beside `field` for anything else.
    """
    if not text.strip():
        return None
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise DomainError("Enter an amount in pounds, such as 150,000 or 150k.", field=field)
    number = Decimal(found[1].replace(",", "") + (found[2] or ""))
    pounds = number * _MULTIPLES[(found[3] or "").lower()]
    if pounds != int(pounds):
        raise DomainError("Enter whole pounds, without pence.", field=field)
    if pounds > MOST_MONEY:
        raise DomainError(f"Enter an amount up to £{MOST_MONEY:,}.", field=field)
    return int(pounds)


def read_specialisms(text: str, *, field: str) -> str:
    """Words between commas, each once and those we know as they are usually written: `AI, Medtech, Looms`.

    Raises DomainError beside `field` for more than five, or for one that is a sentence.
    """
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", text):
        word = " ".join(part.split())
        if word:
            found.setdefault(word.casefold(), _USUAL.get(word.casefold(), word[0].upper() + word[1:]))
    if len(found) > MOST_SPECIALISMS:
        raise DomainError(f"Name {MOST_SPECIALISMS} at most: those that say most about you.", field=field)
    if any(len(word) > LONGEST_SPECIALISM for word in found.values()):
        raise DomainError("Put a comma between them, and use a word or two for each.", field=field)
    return ", ".join(found.values())


def read_company_number(text: str, *, field: str) -> str:
    """The number as Companies House writes it: capitals, no spaces, dots or hyphens, filled up with zeros.

    Raises DomainError beside `field` when it is longer than eight characters. Shapes we do not know pass, since
    some old societies have them; see `known_company_number`.
    """
    number = re.sub(r"[\s.\-]", "", text).upper()
    if len(number) > 8:
        raise DomainError("A company number has eight characters, such as 12345678 or SC123456.", field=field)
    if shape := re.fullmatch(r"([A-Z]{2})?([0-9]+)", number):
        prefix = shape[1] or ""
        return prefix + shape[2].zfill(8 - len(prefix))
    return number


def known_company_number(number: str) -> bool:
    """Whether the number has a shape that Companies House gives out; there is no check digit to go by."""
    return _COMPANY_NUMBER.fullmatch(number) is not None


_STAFF = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,6})(\.[0-9]{1,2})?")


def read_staff(text: str, *, field: str) -> float | None:
    """People in full-time equivalents, such as `2.5`; None for nothing. Raises DomainError beside `field`."""
    if not text.strip():
        return None
    found = _STAFF.fullmatch(text.strip())
    staff = float(found[1].replace(",", "") + (found[2] or "")) if found else None
    if staff is None or staff > MOST_STAFF:
        raise DomainError("Enter how many people work for you in full-time equivalents, such as 2.5.", field=field)
    return staff


def staff_in_words(staff: float) -> str:
    """`2.5`, which `read_staff` understands."""
    return f"{staff:,.2f}".rstrip("0").rstrip(".")


def read_count(text: str, *, field: str) -> int | None:
    """A whole number such as `1,200`; None for nothing. Raises DomainError beside `field`."""
    if not text.strip():
        return None
    found = _STAFF.fullmatch(text.strip())
    if found is None or found[2]:
        raise DomainError("Enter a whole number, such as 1,200.", field=field)
    return int(found[1].replace(",", ""))


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FOUNDED = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})[/.])?(?P<month>[0-9]{1,2})[/.](?P<year>[0-9]{4})"),
    re.compile(r"(?:(?P<day>[0-9]{1,2})\s+)?(?P<month>[a-z]{3,9}),?\s+(?P<year>[0-9]{4})"),
)


def read_founded(text: str, *, field: str) -> str:
    """A month or a day as ISO 8601 writes it: `March 2024`, `3/2024` and `14 Mar 2024` are understood.

    Days come before months, as British people write them. Raises DomainError beside `field` for anything else.
    """
    plain = text.strip().lower()
    if not plain:
        return ""
    refusal = DomainError("Enter a month or a day, such as March 2024 or 14/03/2024.", field=field)
    found = next((match for shape in _FOUNDED if (match := shape.fullmatch(plain))), None)
    if found is None:
        raise refusal
    month = _month(found["month"])
    try:
        day = date(int(found["year"]), month, int(found["day"] or 1))
    except ValueError:
        raise refusal from None
    if day.year < FIRST_FOUNDED:
        raise DomainError(f"Enter a year from {FIRST_FOUNDED} on.", field=field)
    return day.isoformat() if found["day"] else f"{day:%Y-%m}"


def _month(text: str) -> int:
    """Its number; 0, which no calendar has, for a word that is none."""
    if text.isdigit():
        return int(text)
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(text)), 0)


def founded_in_words(founded: str) -> str:
    """`March 2024` or `14 March 2024`, which `read_founded` understands."""
    if not founded:
        return ""
    year, month, *day = founded.split("-")
    name = f"{_MONTHS[int(month) - 1].capitalize()} {year}"
    return f"{int(day[0])} {name}" if day else name


def settled_registration(facts: Mapping[str, Any]) -> Registration | None:
    """Where the company is registered: as said, or at Companies House if there is a number and nothing was said.

    Raises DomainError when number, country and what was said do not agree.
    """
    said: Registration | None = facts["registration"]
    if said is None and facts["company_number"]:
        said = Registration.COMPANIES_HOUSE
    if said is Registration.COMPANIES_HOUSE and not facts["company_number"]:
        raise DomainError("Enter the number that Companies House has given you.", field="company_number")
    if said is not Registration.COMPANIES_HOUSE and facts["company_number"]:
        raise DomainError(
            "This number is one of Companies House. Choose “At Companies House” above, or leave it empty.",
            field="company_number",
        )
    if said is Registration.OVERSEAS and not facts["overseas_country"]:
        raise DomainError("Enter the country in which you are registered.", field="overseas_country")
    for name in ("overseas_country", "overseas_number"):
        if facts[name] and said is not Registration.OVERSEAS:
            raise DomainError("This is for companies in another country only. Leave it empty.", field=name)
    return said


# Each figure, and what it is a figure of a day by.
DATED = {
    "traction_on": ("customers", "monthly_revenue"),
    "staff_fte_on": ("staff_fte",),
    "turnover_on": ("turnover",),
    "raised_on": ("raised",),
}


def check_figures(facts: Mapping[str, Any], *, today: date) -> None:
    """Raise DomainError for a figure without the day it is of, a day without a figure, and one that is to come."""
    for day, figures in DATED.items():
        has_figure = any(facts[name] is not None for name in figures)
        if has_figure and facts[day] is None:
            raise DomainError("Enter the day that the figure is of.", field=day)
        if facts[day] is not None and not has_figure:
            raise DomainError("Enter the figure, or leave its day empty.", field=figures[0])
    for day in (*DATED, "relief_on"):
        if facts[day] is not None and facts[day] > today:
            raise DomainError("Enter a day that has been.", field=day)
    if facts["founded"] and facts["founded"] > today.isoformat()[: len(facts["founded"])]:
        raise DomainError("Enter a month or day that has been, or leave it empty until then.", field="founded")


def check_relief(facts: Mapping[str, Any]) -> None:
    """Raise DomainError for a status of a scheme that was not named, and for one without the day it is of."""
    status = facts["relief_status"]
    if status is not None and facts["tax_relief"] in (None, TaxRelief.NONE):
        raise DomainError("Choose SEIS or EIS, or leave the status empty.", field="tax_relief")
    if status not in (None, ReliefStatus.SELF_ASSESSED) and facts["relief_on"] is None:
        raise DomainError("Enter the day on which HMRC was asked or answered.", field="relief_on")
