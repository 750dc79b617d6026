"""What may go wrong with a pitch day, from plain values: its dates, its deadline, its rooms, other pitch days.

A warning never blocks anything. It says what is odd and where that is changed, and whoever has looked may dismiss it:
`mark` stands for the facts that led to it, so that other facts make another warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from hashlib import sha256
from zoneinfo import ZoneInfo

from pitchday.events.days import DAY, bank_holiday, clock_changes, holiday_weekend, is_weekend
from pitchday.places.rules import Way, lasting
from pitchday.web.filters import moment, plural, short_day, span, wall

EARLIEST, LATEST = time(9, 0), time(20, 0)
MORNING, NIGHT = time(7, 0), time(22, 0)
DAYS_TO_CHOOSE = 10
KINDEST = "A working day in the afternoon is kindest: somebody is there to help in the last hours."


class About(Enum):
    """What a warning is about; the words stand in the history."""

    WAY = "people who are at another pitch day"
    CLASH = "another pitch day at the same time"
    HOLIDAY = "a bank holiday on the day"
    WEEKEND = "a bank holiday weekend"
    CLOCKS = "clocks change"
    NIGHT = "hours in the night"
    DEADLINE_HOUR = "the hour of the deadline"
    DEADLINE_DAY = "the day of the deadline"
    DEADLINE_NEAR = "the time there is to choose"
    ROOM = "the largest room"
    PEOPLE = "places for everybody"
    ACCESS = "step-free access"
    RETIRED = "a venue that is retired"


@dataclass(frozen=True)
class EventWarning:
    """One thing that may be wrong. `field` is where on the edit page it is changed."""

    about: About
    title: str
    text: str
    field: str
    facts: tuple[str, ...]

    @property
    def mark(self) -> str:
        """The same for the same facts, for ever."""
        return sha256("\x1f".join((self.about.name, *self.facts)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class RoomFacts:
    name: str
    capacity: int
    step_free: bool | None


@dataclass(frozen=True)
class Other:
    """Another pitch day; `title` is None when the reader may not know its name."""

    uid: str
    title: str | None
    city: str
    starts_at: datetime
    ends_at: datetime
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Elsewhere:
    """Another pitch day in another building at which people of this team do something as well, and the way there.

    `title` and `venue` are None when the reader may not know who is at it; `way` is None when nothing is known of it.
    """

    uid: str
    title: str | None
    venue: str | None
    starts_at: datetime
    ends_at: datetime
    people: tuple[str, ...]
    way: Way | None


@dataclass(frozen=True)
class Plan:
    """What the rules look at. `people` are known by name: founders with a place and invited investors."""

    city: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    rooms: tuple[RoomFacts, ...]
    sectors: frozenset[str] = frozenset()
    guests_expected: int | None = None
    people: int = 0
    others: tuple[Other, ...] = ()
    venue: str = ""
    is_venue_retired: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def first(self) -> date:
        return self.starts_at.astimezone(self.zone).date()

    @property
    def last(self) -> date:
        """The last day on which something happens: midnight ends a day, it begins none."""
        return (self.ends_at.astimezone(self.zone) - timedelta(microseconds=1)).date()


def warnings_about(plan: Plan, now: datetime) -> list[EventWarning]:
    """The most pressing first; none for a pitch day that is over, none about a deadline that has passed."""
    if plan.ends_at <= now:
        return []
    found = [*_ways(plan), *_clashes(plan), *_on_the_days(plan), *_night(plan)]
    if plan.closes_at > now:
        found += [*_deadline_hour(plan), *_deadline_day(plan), *_deadline_near(plan)]
    return [*found, *_places(plan), *_access(plan), *_retired(plan)]


MOST_NAMES = 3


def _ways(plan: Plan) -> Iterator[EventWarning]:
    """People who are expected in two buildings with less time between them than the way takes."""
    for other in plan.elsewhere:
        gap = max(plan.starts_at - other.ends_at, other.starts_at - plan.ends_at)
        if gap >= timedelta(0) and (other.way is None or gap >= timedelta(minutes=other.way.minutes)):
            continue
        names, has = _names(other.people)
        there = f"{other.title} at {other.venue}" if other.title else "another pitch day of ours"
        title = f"{names} {'is' if has == 'has' else 'are'} at {there} at the same time"
        text = f"That one goes on {span(other.starts_at, other.ends_at, plan.zone)}."
        if gap >= timedelta(0) and other.way is not None:
            left = lasting(int(gap.total_seconds()) // 60) if gap else "no time"
            title = f"{names} {has} {left} between {there} and {plan.venue or 'this one'}"
            way = other.way.words if other.title else other.way.length
            text = f"{_order(plan, other)} The way takes {way}."
        facts = (other.uid, *other.people, *_iso(plan.starts_at, plan.ends_at, other.starts_at, other.ends_at))
        yield EventWarning(About.WAY, title, text, "starts_at", (*facts, str(other.way and other.way.minutes)))


def _order(plan: Plan, other: Elsewhere) -> str:
    ends, begins = "This one ends", "that one begins"
    until, since = plan.ends_at, other.starts_at
    if other.ends_at <= plan.starts_at:
        ends, begins, until, since = "That one ends", "this one begins", other.ends_at, plan.starts_at
    return f"{ends} on {moment(until, plan.zone)}, {begins} at {wall(since, plan.zone)}."


def _names(people: tuple[str, ...]) -> tuple[str, str]:
    """The first of the names, and whether one has or many have."""
    named = list(people[:MOST_NAMES])
    if len(people) > MOST_NAMES:
        named.append(f"{len(people) - MOST_NAMES} more")
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return words, "has" if len(people) == 1 else "have"


def _retired(plan: Plan) -> Iterator[EventWarning]:
    if plan.is_venue_retired:
        text = "Whoever looks after it no longer offers it. Ask whether your day can still be there, or choose another."
        yield EventWarning(About.RETIRED, f"{plan.venue} is retired", text, "venue", (plan.venue,))


def _clashes(plan: Plan) -> Iterator[EventWarning]:
    for other in plan.others:
        same_city = other.city == plan.city
        shared = sorted(plan.sectors & other.sectors)
        if not (same_city or shared) or not _meet(plan, other):
            continue
        name = other.title or "Another pitch day of ours that is not public yet"
        place = f"It takes place in {other.city} as well." if same_city else f"It takes place in {other.city}."
        sectors = f" Both are about {' and '.join(shared)}." if shared else ""
        yield EventWarning(
            About.CLASH,
            f"{name} is on at the same time" if _overlap(plan, other) else f"{name} is on the same day",
            f"{place}{sectors} Investors and startups may want to go to both.",
            "starts_at",
            (other.uid, *_iso(plan.starts_at, plan.ends_at, other.starts_at, other.ends_at), other.city, *shared),
        )


def _overlap(plan: Plan, other: Other) -> bool:
    return plan.starts_at < other.ends_at and other.starts_at < plan.ends_at


def _meet(plan: Plan, other: Other) -> bool:
    """Whether both are on at the same time or on one day of the calendar where this one takes place."""
    first = other.starts_at.astimezone(plan.zone).date()
    last = (other.ends_at.astimezone(plan.zone) - timedelta(microseconds=1)).date()
    return _overlap(plan, other) or (plan.first <= last and first <= plan.last)


def _on_the_days(plan: Plan) -> Iterator[EventWarning]:
    day = plan.first
    while day <= plan.last:
        if name := bank_holiday(day):
            text = "Trains, cafés and venues keep other hours, and many people are away."
            yield EventWarning(About.HOLIDAY, f"{short_day(day)} is {name}", text, "starts_at", (day.isoformat(), name))
        elif name := holiday_weekend(day):
            text = "It is a long weekend: many people are away."
            title = f"{short_day(day)} is on the weekend of {name}"
            yield EventWarning(About.WEEKEND, title, text, "starts_at", (day.isoformat(), name))
        day += DAY
    for evening, shift in clock_changes(plan.first, plan.last, plan.zone):
        when = "the night before" if evening < plan.first else "that night"
        if plan.first <= evening < plan.last:
            when = f"in the night to {short_day(evening + DAY)}"
        text = "Say so to people who travel, and check the times that others have noted."
        yield EventWarning(
            About.CLOCKS, f"The clocks go {shift.value} {when}", text, "starts_at", (evening.isoformat(), shift.value)
        )


def _night(plan: Plan) -> Iterator[EventWarning]:
    starts, ends = (each.astimezone(plan.zone) for each in (plan.starts_at, plan.ends_at))
    past_midnight = plan.first < ends.date() and ends.time() < MORNING
    if starts.time() < MORNING or ends.time() > NIGHT or past_midnight:
        yield EventWarning(
            About.NIGHT,
            f"It goes on at night: {wall(starts, plan.zone)} to {wall(ends, plan.zone)}",
            "Check that you meant these hours, and how people get home.",
            "starts_at",
            _iso(plan.starts_at, plan.ends_at),
        )


def _deadline_hour(plan: Plan) -> Iterator[EventWarning]:
    at = plan.closes_at.astimezone(plan.zone).time()
    clock = wall(plan.closes_at, plan.zone)
    if at.replace(second=0, microsecond=0) in (time(0, 0), time(23, 59)):
        title = f"Applications close at {clock}, around midnight"
        text = "People read midnight as the start of a day or as its end. 17:00 cannot be mistaken."
    elif at < EARLIEST:
        title, text = f"Applications close at {clock}, before the working day", KINDEST
    elif at > LATEST:
        title, text = f"Applications close at {clock}, late in the evening", KINDEST
    else:
        return
    yield EventWarning(About.DEADLINE_HOUR, title, text, "applications_close_at", _iso(plan.closes_at))


def _deadline_day(plan: Plan) -> Iterator[EventWarning]:
    day = plan.closes_at.astimezone(plan.zone).date()
    name = bank_holiday(day)
    if name or is_weekend(day):
        title = f"Applications close on {name or f'a {day:%A}'}"
        facts = (day.isoformat(), name or "weekend")
        yield EventWarning(About.DEADLINE_DAY, title, KINDEST, "applications_close_at", facts)


def _deadline_near(plan: Plan) -> Iterator[EventWarning]:
    closes = plan.closes_at.astimezone(plan.zone).date()
    days = (plan.first - closes).days
    if days >= DAYS_TO_CHOOSE:
        return
    title = f"There {'is' if days == 1 else 'are'} only {plural(days, 'day')} to choose"
    if days == 0:
        title = "Applications close on the day itself"
    text = (
        f"Applications close on {moment(plan.closes_at, plan.zone)}. To read, decide, hear who comes and release a "
        f"schedule takes {DAYS_TO_CHOOSE} days or more."
    )
    yield EventWarning(
        About.DEADLINE_NEAR, title, text, "applications_close_at", (closes.isoformat(), plan.first.isoformat())
    )


def _places(plan: Plan) -> Iterator[EventWarning]:
    if not plan.rooms:
        return
    largest = max(plan.rooms, key=lambda room: room.capacity)
    total = sum(room.capacity for room in plan.rooms)
    guests, people = plan.guests_expected or 0, plan.people
    if guests > largest.capacity:
        yield EventWarning(
            About.ROOM,
            f"You expect {plural(guests, 'guest')}, and the largest room holds {largest.capacity:,}",
            f"{largest.name} is the largest room you use. Choose a larger one, or expect fewer.",
            "rooms",
            (str(guests), str(largest.capacity)),
        )
    if people > largest.capacity:
        many = people > total
        yield EventWarning(
            About.PEOPLE,
            f"{plural(people, 'person', 'people')} and {plural(total, 'place')} in all rooms"
            if many
            else f"Not everybody fits into one room: {people:,} people, {largest.name} holds {largest.capacity:,}",
            "These are the founders with a place and the invited investors alone; guests come on top.",
            "rooms",
            (str(people), str(largest.capacity), str(total)),
        )


def _access(plan: Plan) -> Iterator[EventWarning]:
    stepped = [room.name for room in plan.rooms if not room.step_free]
    if not stepped:
        return
    everywhere = len(stepped) == len(plan.rooms)
    yield EventWarning(
        About.ACCESS,
        "No room is known to have step-free access" if everywhere else f"No step-free access: {', '.join(stepped)}",
        "People who use a wheelchair need to know before they come. Choose other rooms, or check what the venue says.",
        "rooms",
        tuple(sorted(stepped)),
    )


def _iso(*instants: datetime) -> tuple[str, ...]:
    return tuple(instant.astimezone(UTC).isoformat() for instant in instants)
