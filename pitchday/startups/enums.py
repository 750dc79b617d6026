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


class Tier(enum.Enum):
    """Who may be shown a fact: everybody, or only those with a basis under the Financial Promotion Order."""

    PUBLIC = "public"
    PROMOTIONAL = "promotional"
