"""Words for what a startup is and does."""

from __future__ import annotations

import enum


class Stage(enum.Enum):
    IDEA = "idea"
    PRE_SEED = "pre_seed"
    SEED = "seed"
    SERIES_A = "series_a"
    GROWTH = "growth"

    @property
    def label(self) -> str:
        return {"pre_seed": "Pre-seed", "series_a": "Series A"}.get(self.value, self.value.capitalize())


class TradingStatus(enum.Enum):
    """How far the trade has come, by what was sold in the last twelve months."""

    BEFORE_INCORPORATION = "before_incorporation"
    BEFORE_REVENUE = "before_revenue"
    UNDER_100K = "under_100k"
    UNDER_1M = "under_1m"
    OVER_1M = "over_1m"

    @property
    def label(self) -> str:
        return {
            "before_incorporation": "Before incorporation",
            "before_revenue": "Before revenue",
            "under_100k": "Early revenue, under £100,000 a year",
            "under_1m": "Revenue of £100,000 to £1 million a year",
            "over_1m": "Revenue over £1 million a year",
        }[self.value]


class Registration(enum.Enum):
    """In which register the company is, or the honest reason why in none of ours."""

    COMPANIES_HOUSE = "companies_house"
    NOT_YET = "not_yet"
    SOLE_TRADER = "sole_trader"
    PARTNERSHIP = "partnership"
    OVERSEAS = "overseas"

    @property
    def label(self) -> str:
        return {
            "companies_house": "At Companies House",
            "not_yet": "Not incorporated yet",
            "sole_trader": "A sole trader, so no number",
            "partnership": "A partnership, so no number",
            "overseas": "In another country",
        }[self.value]


class Instrument(enum.Enum):
    EQUITY = "equity"
    ADVANCE_SUBSCRIPTION = "advance_subscription"
    CONVERTIBLE_LOAN = "convertible_loan"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class TaxRelief(enum.Enum):
    """Founders state it; advance assurance is non-statutory and only HMRC's opinion."""

    NONE = "none"
    SEIS = "seis"
    EIS = "eis"
    BOTH = "both"

    @property
    def label(self) -> str:
        return {"none": "None claimed", "seis": "SEIS", "eis": "EIS", "both": "SEIS and EIS"}[self.value]


class ReliefStatus(enum.Enum):
    """How far the founders say they are with SEIS or EIS."""

    SELF_ASSESSED = "self_assessed"
    APPLIED = "applied"
    RECEIVED = "received"
    FILED = "filed"

    @property
    def label(self) -> str:
        return {
            "self_assessed": "Assessed by ourselves",
            "applied": "Advance assurance applied for",
            "received": "Advance assurance received",
            "filed": "Compliance statement filed",
        }[self.value]


class JoinState(enum.Enum):
    """What became of somebody's request to join a startup."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Tier(enum.Enum):
    """Who may be shown a fact, from the widest circle to the narrowest; a member may see each of their own.

    Everybody; those with a basis under the Financial Promotion Order, and who assesses the application; who
    assesses the application alone.
    """

    PUBLIC = "public"
    PROMOTIONAL = "promotional"
    ORGANISERS = "organisers"

    @property
    def label(self) -> str:
        return {
            "public": "Everybody sees this",
            "promotional": "Investors and organisers see this",
            "organisers": "Only the teams you apply to see this",
        }[self.value]

    @property
    def icon(self) -> str:
        return {"public": "eye", "promotional": "lock", "organisers": "people"}[self.value]
