"""One-to-one meetings at pitch days with a programme: booked, moved, cancelled, and held where the day is over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from random import Random

from pitchday.demo.cast import HERO, Cast, Investor
from pitchday.demo.companies import Company
from pitchday.demo.investing import may_book
from pitchday.demo.plan import Calendar, Day, Fate, Size
from pitchday.demo.programme import GAP_MINUTES, MEETING_MINUTES, MEETINGS_FROM, MEETINGS_UNTIL
from pitchday.demo.script import Script, World
from pitchday.meetings import services
from pitchday.schedule.queries import meeting_blocks
from pitchday.schedule.rules import rounds

MOST_OF_ONE_INVESTOR = 4
REASON = "I cannot come to this pitch day."


@dataclass(frozen=True)
class Booking:
    """Who wants to meet whom; the round begins at `starts_at`."""

    investor: Investor
    company: Company
    starts_at: datetime

    def is_possible_beside(self, other: Booking) -> bool:
        """Whether nobody is needed twice at one time, and the two do not meet twice."""
        same = (
            self.investor is other.investor,
            self.company is other.company,
            self.starts_at == other.starts_at,
        )
        return sum(same) < 2


def write(script: Script, size: Size, cast: Cast, calendar: Calendar, chance: Random) -> None:
    for day, scheduled in size.scheduled:
        opens = calendar.at(scheduled, 10)
        closes = min(calendar.last, calendar.at(day.on - 2, 18)) - timedelta(days=1)
        times = _times(day, calendar)
        bookings = _draw(day, may_book(size, cast, day), cast.of(day, Fate.CONFIRMED), times, chance)
        for booking in bookings:
            when = opens + timedelta(minutes=chance.randrange(int((closes - opens) / timedelta(minutes=1))))
            script.at(when, booking.investor.person.email, book, day, booking)
        for leaver in cast.of(day, Fate.GIVEN_UP):
            # Booked while the startup still came; its withdrawal takes the meeting with it.
            booking = _first_possible(may_book(size, cast, day)[::-1], [leaver], times[::-1], bookings)
            script.at(opens + timedelta(minutes=20), booking.investor.person.email, book, day, booking)
            bookings.append(booking)
        _write_changes(script, day, bookings, times, closes)


def _write_changes(script: Script, day: Day, bookings: list[Booking], times: list[datetime], closes: datetime) -> None:
    """One meeting is moved to a round in which both are free, and one in twelve of the others is cancelled."""
    others = bookings[3:]
    moved, goal = next(
        (booking, later)
        for booking, time in product(others, times)
        if time != booking.starts_at
        and all((later := replace(booking, starts_at=time)).is_possible_beside(b) for b in bookings if b is not booking)
    )
    script.at(closes + timedelta(hours=2), moved.investor.person.email, move, day, moved, goal.starts_at)
    others.remove(moved)
    for booking in others[: day.meetings // 12]:
        script.at(closes + timedelta(hours=3), booking.investor.person.email, cancel, day, booking)


def _times(day: Day, calendar: Calendar) -> list[datetime]:
    """When the rounds begin."""
    block = calendar.on_the_day(day, *MEETINGS_FROM), calendar.on_the_day(day, *MEETINGS_UNTIL)
    return [starts_at for starts_at, _ in rounds(*block, minutes=MEETING_MINUTES, gap=GAP_MINUTES)]


def _draw(
    day: Day, investors: list[Investor], companies: list[Company], times: list[datetime], chance: Random
) -> list[Booking]:
    """As many bookings as the day has, without a clash. The demo's own investor and founder come first."""
    found: list[Booking] = []
    if companies[0].name == HERO:
        ours, *investors = investors
        wishes = ((ours, 0, 1), (ours, 1, 3), (investors[0], 0, 0))
        found = [Booking(investor, companies[company], times[time]) for investor, company, time in wishes]
    every = [(investor, company, time) for investor in investors for company in companies for time in times]
    for wish in chance.sample(every, len(every)):
        booking = Booking(*wish)
        if len(found) < day.meetings and _is_possible(booking, found):
            found.append(booking)
    return found


def _is_possible(booking: Booking, taken: list[Booking]) -> bool:
    own = sum(each.investor is booking.investor for each in taken)
    own_company = booking.investor.person.email in {founder.email for founder in booking.company.founders}
    return own < MOST_OF_ONE_INVESTOR and not own_company and all(map(booking.is_possible_beside, taken))


def _first_possible(
    investors: list[Investor], companies: list[Company], times: list[datetime], taken: list[Booking]
) -> Booking:
    every = (Booking(*wish) for wish in product(investors, companies, times))
    return next(booking for booking in every if all(map(booking.is_possible_beside, taken)))


def book(world: World, day: Day, booking: Booking) -> None:
    event = world.events[day.key]
    world.meetings[_key(day, booking)] = services.book(
        event=event,
        block=meeting_blocks(event.id)[0],
        starts_at=booking.starts_at,
        startup=world.startups[booking.company.name],
        investor=world.people[booking.investor.person.email],
    )


def _key(day: Day, booking: Booking) -> tuple[str, str, str]:
    return day.key, booking.investor.person.email, booking.company.name


def cancel(world: World, day: Day, booking: Booking) -> None:
    by = world.people[booking.investor.person.email]
    services.cancel(world.meetings[_key(day, booking)], reason=REASON, by=by)


def move(world: World, day: Day, booking: Booking, starts_at: datetime) -> None:
    services.move(world.meetings[_key(day, booking)], starts_at=starts_at)
