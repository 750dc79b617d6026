"""Kinds of investor, and the bases on which they may see financial promotions."""

from __future__ import annotations

import enum


class InvestorKind(enum.Enum):
    ANGEL = "angel"
    SYNDICATE = "syndicate"
    VENTURE_CAPITAL = "venture_capital"
    CORPORATE = "corporate"
    FAMILY_OFFICE = "family_office"
    PUBLIC_FUND = "public_fund"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Basis(enum.Enum):
    """Articles of the Financial Services and Markets Act 2000 (Financial Promotion) Order 2005."""

    HIGH_NET_WORTH = "high_net_worth"  # article 48
    SELF_CERTIFIED_SOPHISTICATED = "self_certified_sophisticated"  # article 50A
    INVESTMENT_PROFESSIONAL = "investment_professional"  # article 19
    HIGH_NET_WORTH_COMPANY = "high_net_worth_company"  # article 49

    @property
    def is_for_a_firm(self) -> bool:
        """Whether the person signs for the firm that the profile names, not for themselves."""
        return self in {Basis.INVESTMENT_PROFESSIONAL, Basis.HIGH_NET_WORTH_COMPANY}

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").replace("self c", "self-c").capitalize()
