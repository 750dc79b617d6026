"""By which rule a startup goes on from one pitch day to a later one."""

from __future__ import annotations

import enum

from pitchday.events.enums import EventKind


class RouteRule(enum.Enum):
    TOP = "top"
    ABOVE = "above"
    PICK = "pick"
    WILD_CARD = "wild_card"

    @property
    def label(self) -> str:
        return {
            RouteRule.TOP: "The best of the results",
            RouteRule.ABOVE: "All above a score",
            RouteRule.PICK: "The organisers’ pick",
            RouteRule.WILD_CARD: "Wild card",
        }[self]


# Rules that the results of a pitch day decide; of the others people do.
BY_RESULTS = frozenset({RouteRule.TOP, RouteRule.ABOVE})

# What a route may lead to: a heat is where the way begins.
REACHED = (EventKind.SEMI_FINAL, EventKind.FINAL, EventKind.SHOWCASE, EventKind.INVESTOR_DAY)
