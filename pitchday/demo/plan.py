"""Which pitch days the demo has, how far each has come, and what becomes of the applications to it.

Days are counted from the as-of date: -16 is sixteen days ago. The counts are those of the data set's description.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pitchday import clock
from pitchday.events.enums import EventKind

EARLIEST = date(2026, 1, 1)
"""Before it the sample wordings of statements were too young to have run out."""


class Fate(enum.Enum):
    """What has become of an application by the as-of date; `TO_...` is decided and not told."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    GIVEN_UP = "given up after confirming"
    INVITED = "invited"
    DECLINED = "declined"
    SCREENED_OUT = "screened out"
    TO_ACCEPT = "to be accepted"
    TO_DECLINE = "to be declined"
    TO_SCREEN_OUT = "to be screened out"

    @property
    def is_accepted(self) -> bool:
        return self in {Fate.CONFIRMED, Fate.GIVEN_UP, Fate.INVITED, Fate.TO_ACCEPT}

    @property
    def is_decided(self) -> bool:
        return self not in {Fate.DRAFT, Fate.SUBMITTED, Fate.WITHDRAWN}


@dataclass(frozen=True)
class Day:
    """One pitch day. `told` is the day on which decisions were released, `scheduled` that of the first programme.

    `again` is how many of its applications come from startups that have applied elsewhere before; `venue` counts the
    city's venues. A day that is not `published` is a draft. `guests` are those expected.
    """

    key: str
    title: str
    city: str
    on: int
    opens: int
    closes: int
    fates: tuple[tuple[Fate, int], ...] = ()
    again: int = 0
    told: int | None = None
    scheduled: int | None = None
    meetings: int = 0
    kind: EventKind = EventKind.HEAT
    venue: int = 0
    programme: str = "northern"
    published: bool = True
    guests: int = 80
    call: str = "Startups from the whole of the North may apply; a home in the city is no condition."

    def count(self, fate: Fate) -> int:
        return dict(self.fates).get(fate, 0)

    @property
    def applications(self) -> int:
        return sum(count for _, count in self.fates)


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    name: str
    days: tuple[Day, ...]
    investors: tuple[tuple[str, int], ...]
    invited: int
    judges_per_heat: int
    open_call: str

    @property
    def scheduled(self) -> list[tuple[Day, int]]:
        """The pitch days with a programme, and the day on which it first came out."""
        return [(day, day.scheduled) for day in self.days if day.scheduled is not None]


def _title(city: str) -> str:
    return f"Northern Pitch: {city} heat"


_WILD_CARD = (
    "Two startups of each heat go through. One wild card is chosen from an open call, for those who could not come to "
    "a heat."
)

_SPIN_OUTS = Day(
    "spin-out",
    "University Spin-out Showcase",
    "liverpool",
    on=30,
    opens=-40,
    closes=-6,
    told=-2,
    fates=((Fate.CONFIRMED, 2), (Fate.INVITED, 1), (Fate.DECLINED, 1), (Fate.SUBMITTED, 1)),
    kind=EventKind.SHOWCASE,
    venue=1,
    programme="spin-out",
    call="For teams from universities of the North, with or without a company yet.",
)
# A draft with something to put right: too little time to choose, and more guests than its hall holds.
_HULL = Day("hull", "Northern Pitch: Hull taster", "hull", on=107, opens=-2, closes=101, published=False, guests=120)

SMALL = Size(
    name="small",
    days=(
        Day(
            "leeds",
            _title("Leeds"),
            "leeds",
            on=-16,
            opens=-110,
            closes=-58,
            told=-50,
            scheduled=-40,
            fates=((Fate.CONFIRMED, 6), (Fate.DECLINED, 4), (Fate.SCREENED_OUT, 1)),
            meetings=14,
        ),
        Day(
            "manchester",
            _title("Manchester"),
            "manchester",
            on=9,
            opens=-80,
            closes=-33,
            told=-25,
            scheduled=-15,
            fates=((Fate.CONFIRMED, 6), (Fate.GIVEN_UP, 1), (Fate.DECLINED, 3), (Fate.SCREENED_OUT, 2)),
            again=1,
            meetings=14,
        ),
        Day(
            "newcastle",
            _title("Newcastle"),
            "newcastle",
            on=37,
            opens=-50,
            closes=-4,
            fates=((Fate.TO_ACCEPT, 2), (Fate.TO_DECLINE, 1), (Fate.TO_SCREEN_OUT, 1), (Fate.SUBMITTED, 5)),
            again=2,
        ),
        Day(
            "final",
            "Northern Pitch 2027: the final",
            "manchester",
            on=65,
            opens=-24,
            closes=12,
            fates=((Fate.DRAFT, 2), (Fate.SUBMITTED, 2)),
            again=3,
            kind=EventKind.FINAL,
            venue=1,
            call=_WILD_CARD,
        ),
        _SPIN_OUTS,
        _HULL,
    ),
    investors=(("angel", 14), ("venture_capital", 6), ("corporate", 2), ("family_office", 1), ("public_fund", 1)),
    invited=14,
    judges_per_heat=2,
    open_call="final",
)


def _later(city: str, name: str, *, on: int, closes: int, drafts: int, sent: int, again: int, gone: int = 0) -> Day:
    """A heat whose call is open."""
    fates = ((Fate.DRAFT, drafts), (Fate.WITHDRAWN, gone), (Fate.SUBMITTED, sent))
    return Day(city, _title(name), city, on=on, opens=-24, closes=closes, fates=fates, again=again)


FULL = Size(
    name="full",
    days=(
        Day(
            "leeds",
            _title("Leeds"),
            "leeds",
            on=-16,
            opens=-110,
            closes=-58,
            told=-50,
            scheduled=-40,
            fates=((Fate.CONFIRMED, 8), (Fate.WITHDRAWN, 2), (Fate.DECLINED, 42), (Fate.SCREENED_OUT, 10)),
            meetings=36,
        ),
        Day(
            "manchester",
            _title("Manchester"),
            "manchester",
            on=9,
            opens=-80,
            closes=-33,
            told=-25,
            scheduled=-15,
            fates=(
                (Fate.CONFIRMED, 8),
                (Fate.GIVEN_UP, 1),
                (Fate.WITHDRAWN, 1),
                (Fate.DECLINED, 46),
                (Fate.SCREENED_OUT, 10),
            ),
            again=12,
            meetings=28,
        ),
        Day(
            "newcastle",
            _title("Newcastle"),
            "newcastle",
            on=37,
            opens=-50,
            closes=-4,
            fates=(
                (Fate.TO_ACCEPT, 5),
                (Fate.WITHDRAWN, 1),
                (Fate.TO_DECLINE, 12),
                (Fate.TO_SCREEN_OUT, 10),
                (Fate.SUBMITTED, 32),
            ),
            again=12,
        ),
        _later("sheffield", "Sheffield", on=51, closes=12, drafts=9, gone=1, sent=42, again=14),
        _later("liverpool", "Liverpool", on=65, closes=26, drafts=4, sent=24, again=8),
        _later("sunderland", "Sunderland", on=79, closes=40, drafts=3, sent=11, again=4),
        _later("tees-valley", "Tees Valley", on=93, closes=54, drafts=2, sent=10, again=4),
        Day(
            "final",
            "Northern Pitch 2027: the final",
            "manchester",
            on=121,
            opens=-24,
            closes=100,
            kind=EventKind.FINAL,
            venue=1,
            call=_WILD_CARD,
        ),
        Day(
            "showcase",
            "Northern Pitch 2027: London investor showcase",
            "london",
            on=150,
            opens=-24,
            closes=128,
            kind=EventKind.SHOWCASE,
            call="Ten startups from the heats and the final meet investors who have not come North yet.",
        ),
        _SPIN_OUTS,
        _HULL,
    ),
    investors=(("angel", 72), ("venture_capital", 28), ("corporate", 9), ("family_office", 7), ("public_fund", 4)),
    invited=60,
    judges_per_heat=5,
    open_call="sheffield",
)

SIZES = {size.name: size for size in (SMALL, FULL)}


@dataclass(frozen=True)
class Calendar:
    """Instants counted from the as-of date, on clocks of the United Kingdom. Nothing happens after `last`."""

    as_of: date

    @property
    def last(self) -> datetime:
        """The evening before, so that whenever the demo is loaded nothing in it is still to happen."""
        return self.at(-1, 18)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        return clock.instant(self.as_of + timedelta(days=days), time(hour, minute), clock.UK)

    def working_day(self, days: int) -> int:
        """The same number, or its neighbour when the day falls on a weekend."""
        return days + {5: -1, 6: 1}.get((self.as_of + timedelta(days=days)).weekday(), 0)

    def on_the_day(self, day: Day, hour: int, minute: int = 0) -> datetime:
        return self.at(self.working_day(day.on), hour, minute)
