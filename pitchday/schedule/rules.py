"""Times of pitches and meetings, and what in a draft cannot work, decided from values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from pitchday.places.rules import Way, lasting
from pitchday.schedule.enums import ItemKind
from pitchday.web.filters import clock_span, plural, short_day, span, wall

Span = tuple[datetime, datetime]

# How long an audience listens: pitch days that ran longer sittings lost the room.
LONGEST_SITTING = timedelta(minutes=55)


def pitch_times(starts_at: datetime, count: int, pitch: int, qa: int, changeover: int) -> list[Span]:
    """When each of `count` pitches has the stage; all lengths in minutes, the changeover at the end of each."""
    each = timedelta(minutes=pitch + qa + changeover)
    return [(starts_at + number * each, starts_at + (number + 1) * each) for number in range(count)]


def rounds(starts_at: datetime, ends_at: datetime, *, minutes: int, gap: int) -> list[Span]:
    """The meetings that fit between two instants, each of `minutes`, with `gap` minutes between one and the next."""
    length, step = timedelta(minutes=minutes), timedelta(minutes=minutes + gap)
    count = max(0, (ends_at - starts_at - length) // step + 1) if ends_at - starts_at >= length else 0
    return [(starts_at + number * step, starts_at + number * step + length) for number in range(count)]


def sitting_arithmetic(starts_at: datetime, count: int, *, pitch: int, qa: int, changeover: int, zone: ZoneInfo) -> str:
    """`8 pitches x 10 min = 80 min, ends 19:20; more than 55 minutes without a break`"""
    each = pitch + qa + changeover
    if not count:
        return f"No pitches yet; each takes {each} min"
    total = timedelta(minutes=count * each)
    sum_ = f"{plural(count, 'pitch', 'pitches')} x {each} min = {count * each} min"
    words = f"{sum_}, ends {wall(starts_at + total, zone)}"
    return f"{words}; more than 55 minutes without a break" if total > LONGEST_SITTING else words


def meetings_arithmetic(starts_at: datetime, ends_at: datetime, *, minutes: int, gap: int, tables: int) -> str:
    """`4 rounds of 20 min at 6 tables = 24 meetings`"""
    count = len(rounds(starts_at, ends_at, minutes=minutes, gap=gap))
    return (
        f"{plural(count, 'round')} of {minutes} min at {plural(tables, 'table')} = {plural(count * tables, 'meeting')}"
    )


@dataclass(frozen=True)
class Planned:
    """One item of the draft with the times that follow from it, and public facts only.

    `parent_uid` is the pitch session of a pitch. A block of meetings has `tables` with rounds of `minutes` and pauses
    of `gap` minutes.
    """

    uid: str
    kind: ItemKind
    title: str
    starts_at: datetime
    ends_at: datetime
    room_id: int | None = None
    room: str = ""
    parent_uid: str | None = None
    description: str = ""
    startup_id: int | None = None
    startup_slug: str = ""
    city: str = ""
    sector: str = ""
    minutes: int = 0
    gap: int = 0
    tables: int = 0

    @property
    def takes_the_room(self) -> bool:
        """A pitch session holds its room through its pitches."""
        return self.room_id is not None and self.kind is not ItemKind.PITCHES


def draft_clashes(
    items: Sequence[Planned], *, opens_at: datetime, closes_at: datetime, rooms: Iterable[int], zone: ZoneInfo
) -> list[str]:
    """What cannot work, or should not, in words for the organiser; the draft may keep it, a release may not."""
    known = set(rooms)
    with_pitches = {item.parent_uid for item in items}
    words = room_clashes(items, zone)
    for item in items:
        if item.parent_uid is None:
            words += _against_the_day(item, opens_at, closes_at, zone)
            words += _missing(item, known)
        if item.kind is ItemKind.PITCHES and item.uid not in with_pitches:
            words.append(f"{item.title} has no startups yet, so a release leaves it out.")
    return words + without_a_break(items, zone)


def room_clashes(items: Iterable[Planned], zone: ZoneInfo) -> list[str]:
    """Items that need one room at one time, named by pairs."""
    words = []
    by_room: dict[int, list[Planned]] = {}
    for item in items:
        if item.takes_the_room:
            by_room.setdefault(item.room_id or 0, []).append(item)
    for taken in by_room.values():
        taken.sort(key=lambda item: (item.starts_at, item.ends_at, item.uid))
        longest = taken[0]
        for before, after in pairwise(taken):
            longest = max(longest, before, key=lambda item: item.ends_at)
            if after.starts_at < longest.ends_at:
                both = (after.starts_at, min(after.ends_at, longest.ends_at))
                words.append(f"{longest.title} and {after.title} are both in {after.room} at {span(*both, zone)}.")
    return words


def _against_the_day(item: Planned, opens_at: datetime, closes_at: datetime, zone: ZoneInfo) -> list[str]:
    words = []
    if item.starts_at < opens_at:
        words.append(
            f"{item.title} begins {_at(item.starts_at, opens_at, zone)}, before the pitch day does at "
            f"{wall(opens_at, zone)}."
        )
    if item.ends_at > closes_at:
        words.append(
            f"{item.title} ends {_at(item.ends_at, closes_at, zone)}, after the pitch day does at "
            f"{wall(closes_at, zone)}."
        )
    return words


def _at(moment: datetime, near: datetime, zone: ZoneInfo) -> str:
    same_day = moment.astimezone(zone).date() == near.astimezone(zone).date()
    return f"at {wall(moment, zone)}" if same_day else f"on {short_day(moment, zone)} at {wall(moment, zone)}"


def _missing(item: Planned, rooms: set[int]) -> list[str]:
    words = []
    if item.room_id is not None and item.room_id not in rooms:
        words.append(f"{item.title} is in {item.room}, which is not a room of this pitch day.")
    if item.kind is ItemKind.MEETINGS:
        if item.room_id is None:
            words.append(f"{item.title} has no room, so nobody can book a table there.")
        elif not item.tables:
            words.append(f"{item.title} has no tables, so nobody can book a meeting there.")
        if item.ends_at - item.starts_at < timedelta(minutes=item.minutes):
            words.append(f"{item.title} is shorter than one meeting of {item.minutes} minutes.")
    if item.kind is ItemKind.PITCHES and item.room_id is None:
        words.append(f"{item.title} has no room yet.")
    return words


def without_a_break(items: Iterable[Planned], zone: ZoneInfo) -> list[str]:
    """Pitch sessions of one room that follow each other with no pause and keep the audience for too long."""
    words = []
    by_room: dict[int | None, list[Planned]] = {}
    for item in items:
        if item.kind is ItemKind.PITCHES:
            by_room.setdefault(item.room_id, []).append(item)
    for sessions in by_room.values():
        runs: list[list[Planned]] = []
        for session in sorted(sessions, key=lambda item: item.starts_at):
            if runs and session.starts_at == runs[-1][-1].ends_at:
                runs[-1].append(session)
            else:
                runs.append([session])
        for run in runs:
            if run[-1].ends_at - run[0].starts_at > LONGEST_SITTING:
                when = clock_span(run[0].starts_at, run[-1].ends_at, zone)
                words.append(f"{run[0].title}, {when}: more than 55 minutes without a break.")
    return words


@dataclass(frozen=True)
class Commitment:
    """Something that takes place in another building; `who` is named when it is not the startup itself."""

    label: str
    venue: str
    starts_at: datetime
    ends_at: datetime
    who: str = ""


def too_short_a_way(pitch: Planned, there: Commitment, way: Way, zone: ZoneInfo) -> str | None:
    """The words for a pitch before or after which too little time is left; None when there is enough.

    What overlaps is no question of the way: a release refuses it.
    """
    gap = max(pitch.starts_at - there.ends_at, there.starts_at - pitch.ends_at)
    if gap < timedelta(0) or gap >= timedelta(minutes=way.minutes):
        return None
    place = f" ({there.venue})" if there.venue else ""
    if there.ends_at <= pitch.starts_at:
        when = f"{there.label} until {wall(there.ends_at, zone)}{place}, and {pitch.title} pitches here from"
        when = f"{when} {wall(pitch.starts_at, zone)}"
    else:
        when = f"{pitch.title} pitches here until {wall(pitch.ends_at, zone)}, and {there.label} from"
        when = f"{when} {wall(there.starts_at, zone)}{place}"
    both = f" {there.who} is in both." if there.who else ""
    left = lasting(int(gap.total_seconds()) // 60) if gap else "no time"
    takes = way.words if there.venue else way.length
    return f"{when}: that leaves {left}, and the way takes {takes}.{both}"
