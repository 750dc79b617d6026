"""What a profile is made of, in the order in which people read and fill it in, and how much of it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of the profile. `asks` are the facts that count as one step each; others only belong to one of them."""

    key: str
    title: str
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """How much of a section is there."""

    section: Section
    done: int

    @property
    def of(self) -> int:
        return len(self.section.asks)


SECTIONS = (
    Section("company", "The company", ("name", "one_liner", "description", "website", "video_url", "logo")),
    Section(
        "standing",
        "Where it stands",
        ("city", "postcode", "sector", "stage", "trading_status", "founded", "registration"),
    ),
    Section(
        "offer",
        "For investors",
        ("ask", "instrument", "valuation", "use_of_funds", "traction", "customers", "monthly_revenue", "tax_relief"),
    ),
    Section("figures", "Figures to begin with", ("staff_fte", "turnover", "raised")),
)


def filled(facts: Mapping[str, Any]) -> list[Filled]:
    """By section, from facts that a member may see. A figure of nought is an answer."""
    return [Filled(section, sum(facts.get(name) not in (None, "") for name in section.asks)) for section in SECTIONS]
