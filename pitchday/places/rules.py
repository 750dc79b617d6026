"""Decisions about places made from values alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pitchday.errors import DomainError


@dataclass(frozen=True)
class CityFacts:
    """What organisers say of a city. `hue` is in degrees of oklch, `summary` Markdown."""

    name: str
    latitude: float
    longitude: float
    hue: int
    summary: str = ""


@dataclass(frozen=True)
class AreaFacts:
    """Region and combined authority, none where the text is empty, from a day on."""

    region: str
    combined_authority: str
    valid_from: date


# The shape of a postcode in the United Kingdom, without its blank; whether it exists is for Royal Mail to know.
_POSTCODE = re.compile(
    r"GIR0AA|[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9ABEHMNPRV-Y])?|[0-9][A-HJKPSTUW])[0-9][ABD-HJLNP-UW-Z]{2}"
)


def postcode(text: str) -> str:
    """The postcode in capitals with one space, or an empty text for an empty one.

    Raises DomainError when it has not the shape of one.
    """
    compact = re.sub(r"\s+", "", text).upper()
    if not compact:
        return ""
    if not _POSTCODE.fullmatch(compact):
        raise DomainError("Enter a full UK postcode, such as M2 5PD.", field="postcode")
    return f"{compact[:-3]} {compact[-3:]}"
