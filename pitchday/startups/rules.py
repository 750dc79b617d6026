"""Reading what founders type: money, company numbers, addresses of websites."""

from __future__ import annotations

import re
from decimal import Decimal

from pitchday.errors import DomainError

MOST_MONEY = 1_000_000_000

_MONEY = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(\.[0-9]{1,6})?\s*([kKmM])?")
_MULTIPLES = {"": 1, "k": 1_000, "m": 1_000_000}

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
