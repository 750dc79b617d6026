"""Applications in numbers, for those who would rather look than read; a number leads to the list of what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pitchday.applications.drafts import Funnel
from pitchday.web.listing import Asked, Filter, Listing

# Filters whose choices have an order of their own; those of the others stand with the largest first.
IN_ORDER = ("state", "stage")
COUNTED = ("state", "city", "sector", "stage", "tag")


@dataclass(frozen=True)
class Bar:
    """A number; `url` narrows the list to what it counts, or widens it again where that is chosen."""

    words: str
    count: int
    url: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Chart:
    key: str
    title: str
    bars: Sequence[Bar]

    @property
    def most(self) -> int:
        return max((bar.count for bar in self.bars), default=0)


def charts(listing: Listing, asked: Asked) -> list[Chart]:
    """By state, city, sector and stage: each counts what the search and the other filters leave."""
    tally = listing.tally(asked)
    return [
        Chart(known.key, f"By {known.label.lower()}", _bars(listing, asked, known, tally[known.key]))
        for known in listing.filters
        if known.key in COUNTED
    ]


def _bars(listing: Listing, asked: Asked, known: Filter, counts: dict[str, int]) -> list[Bar]:
    values = {key: value for key, value in listing.values(asked).items() if key != "page"}
    chosen = asked.chosen.get(known.key)
    bars = []
    for choice in known.choices:
        is_chosen = choice is chosen
        if counts[choice.value] or is_chosen:
            others = {key: value for key, value in values.items() if key != known.key}
            url = listing.url(others if is_chosen else {**others, known.key: choice.value})
            bars.append(Bar(choice.words, counts[choice.value], url, is_chosen))
    return bars if known.key in IN_ORDER else sorted(bars, key=lambda bar: -bar.count)


def progress(drafts: Funnel) -> Chart:
    """How far those are who have begun."""
    bars = [Bar("Begun", drafts.begun), Bar("Sent", drafts.sent)]
    if drafts.is_open:
        bars += [Bar("Written in lately", drafts.written - drafts.stalled), Bar("Stalled", drafts.stalled)]
    else:
        bars.append(Bar("Not sent", drafts.written))
    return Chart("progress", "Begun and sent", bars)
