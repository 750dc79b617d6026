"""Who goes through, decided from values: no database, no request, no clock."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from pitchday.errors import DomainError
from pitchday.events.enums import EventKind, EventState
from pitchday.progression.enums import REACHED, RouteRule
from pitchday.web.filters import plural

MOST_PLACES = 50
MOST_RANK = 999
MOST_SCORE = 1_000_000
# Three minutes of pitch, five of questions, two to change over: what a place takes of the day.
MINUTES_EACH = 10


@dataclass(frozen=True)
class Placed:
    """A startup in the results. Of those that share a rank, `tie_order` says who comes first, once it is decided."""

    startup_id: int
    rank: int
    score: float | None = None
    tie_order: int | None = None


@dataclass(frozen=True)
class Asked:
    """A route that the results decide: how many places and reserves, and the score that is needed, if any."""

    key: Hashable
    places: int
    reserves: int
    placed: Sequence[Placed]
    above: float | None = None


@dataclass(frozen=True)
class Outcome:
    """Who goes through and who waits, by startup, each in order.

    `tied` share the last rank that fits and are more than the places left for them: while there are any, nobody of
    them is through and no reserve is named. `tied_reserves` leaves open who of them would be asked first.
    """

    through: tuple[int, ...] = ()
    reserves: tuple[int, ...] = ()
    tied: tuple[int, ...] = ()
    tied_reserves: tuple[int, ...] = ()

    @property
    def is_settled(self) -> bool:
        return not self.tied and not self.tied_reserves


def ranked(placed: Iterable[Placed]) -> list[list[Placed]]:
    """The best first; a group of more than one shares its rank and nobody has decided between them."""
    in_order = sorted(placed, key=_place)
    groups: list[list[Placed]] = []
    for _, found in groupby(in_order, key=lambda one: (one.rank, one.tie_order)):
        groups.append(list(found))
    return groups


def _place(one: Placed) -> tuple[int, int, int]:
    """Undecided ones come after those of their rank that a decision has put in order."""
    return (one.rank, MOST_RANK if one.tie_order is None else one.tie_order, one.startup_id)


def ties(placed: Iterable[Placed]) -> list[list[Placed]]:
    """Those who share a rank and are not all put in order, the best rank first."""
    by_rank = groupby(sorted(placed, key=_place), key=lambda one: one.rank)
    shared = [list(found) for _, found in by_rank]
    return [group for group in shared if len(group) > 1 and any(one.tie_order is None for one in group)]


def select(routes: Sequence[Asked], gone_through: Set[int] = frozenset()) -> dict[Hashable, Outcome]:
    """The outcome of each route, in the given order.

    A startup counts once: one that is through already (`gone_through`), or by a route before, leaves its place in
    the next to whoever follows it. Places are dealt before reserves, so that nobody waits for what they have.
    """
    taken, dealt = _deal_places(routes, gone_through)
    found = {}
    for route in routes:
        outcome = _with_reserves(route, *dealt[route.key], taken)
        taken.update(outcome.reserves)
        found[route.key] = outcome
    return found


def _deal_places(
    routes: Sequence[Asked], gone_through: Set[int]
) -> tuple[set[int], dict[Hashable, tuple[list[int], list[list[Placed]]]]]:
    """Who goes through by each route and which groups are left there; and everybody who is through.

    A tie is undone when one of those who tie goes through by a later route. So places are dealt again until nothing
    changes; each round can only add to those who are through.
    """
    taken = set(gone_through)
    dealt: dict[Hashable, tuple[list[int], list[list[Placed]]]] = {route.key: ([], []) for route in routes}
    changed = True
    while changed:
        changed = False
        for route in routes:
            before = dealt[route.key][0]
            others = taken - set(before)
            through, rest = _fill(_eligible(route, others), route.places)
            changed = changed or through != before
            taken = others | set(through)
            dealt[route.key] = through, rest
    return taken, dealt


def _eligible(route: Asked, taken: Set[int]) -> list[list[Placed]]:
    enough = [
        one
        for one in route.placed
        if one.startup_id not in taken and (route.above is None or (one.score is not None and one.score > route.above))
    ]
    return ranked(enough)


def _fill(groups: Sequence[list[Placed]], places: int) -> tuple[list[int], list[list[Placed]]]:
    """Whole groups for as long as they fit, and the groups that are left."""
    through: list[int] = []
    for number, group in enumerate(groups):
        if len(through) + len(group) > places:
            return through, list(groups[number:])
        through += [one.startup_id for one in group]
    return through, []


def _with_reserves(route: Asked, through: list[int], rest: list[list[Placed]], taken: Set[int]) -> Outcome:
    if rest and len(through) < route.places:
        return Outcome(tuple(through), tied=tuple(one.startup_id for one in rest[0]))
    reserves: list[int] = []
    for group in rest:
        free = sorted(one.startup_id for one in group if one.startup_id not in taken)
        if len(reserves) >= route.reserves:
            break
        if len(free) > 1:
            return Outcome(tuple(through), tuple(reserves), tied_reserves=tuple(free))
        reserves += free
    return Outcome(tuple(through), tuple(reserves))


def ranks_from_scores(scores: Mapping[int, float]) -> dict[int, int]:
    """The rank of each by score, the highest first; equal scores share a rank, and the next one is left out."""
    in_order = sorted(scores.values(), reverse=True)
    return {key: in_order.index(score) + 1 for key, score in scores.items()}


def order_by_decision(tied: Sequence[int], chosen: Sequence[int]) -> dict[int, int]:
    """The place of each among those who tie. Raises DomainError unless each of them is named once."""
    if sorted(tied) != sorted(chosen):
        raise DomainError("Give each of them a place of its own, from 1 on.")
    return {startup_id: number for number, startup_id in enumerate(chosen, start=1)}


@dataclass(frozen=True)
class Stop:
    """A pitch day as a route sees it."""

    key: int
    title: str
    programme_id: int | None
    kind: EventKind
    state: EventState
    starts_at: datetime
    ends_at: datetime


def check_route(rule: RouteRule, begins: Stop | None, leads_to: Stop, others: Iterable[tuple[int, int]]) -> None:
    """Raise DomainError, beside its field, unless such a route makes sense; `others` are the routes there are."""
    if leads_to.programme_id is None or leads_to.kind not in REACHED:
        raise DomainError("Only a semi-final, final, showcase or investor day of a programme takes startups on.")
    if (rule is RouteRule.WILD_CARD) != (begins is None):
        raise DomainError(
            "A wild card may come from any pitch day, so leave this empty."
            if begins
            else "Choose the pitch day that it comes from.",
            field="source",
        )
    if begins is None:
        return
    problem = problem_of(begins, leads_to)
    if problem:
        raise DomainError(problem, field="source")
    if closes_ring([*others, (begins.key, leads_to.key)]):
        raise DomainError("That would lead back to where it began.", field="source")


def problem_of(begins: Stop, leads_to: Stop) -> str | None:
    """Why nobody can go from one to the other, in words, or None. It may have become so after the route was made."""
    if begins.programme_id != leads_to.programme_id:
        return f"{begins.title} belongs to another programme."
    if begins.state is EventState.CANCELLED:
        return f"{begins.title} is cancelled, so nobody comes from it."
    if begins.starts_at >= leads_to.starts_at:
        return f"{begins.title} is not before {leads_to.title}."
    return None


def closes_ring(edges: Iterable[tuple[int, int]]) -> bool:
    """Whether following the edges can lead back to where one began."""
    leads: dict[int, set[int]] = {}
    for begins, ends in edges:
        leads.setdefault(begins, set()).add(ends)
    done: set[int] = set()

    def returns(here: int, path: Set[int]) -> bool:
        if here in path:
            return True
        if here in done:
            return False
        found = any(returns(there, path | {here}) for there in leads.get(here, ()))
        done.add(here)
        return found

    return any(returns(here, frozenset()) for here in list(leads))


def room_for(places: int, starts_at: datetime, ends_at: datetime) -> tuple[bool, str]:
    """Whether so many places fit into the day, and a sentence that says how they do."""
    needed, day = timedelta(minutes=places * MINUTES_EACH), ends_at - starts_at
    said = (
        f"The routes bring up to {plural(places, 'startup')}. At {MINUTES_EACH} minutes each they take "
        f"{_long(needed)} of the {_long(day)} of the day"
    )
    return needed <= day, f"{said}." if needed <= day else f"{said}, which is too short for them."


def _long(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    parts = [plural(hours, "hour") if hours else "", plural(minutes, "minute") if minutes or not hours else ""]
    return " ".join(part for part in parts if part)


def in_words(rule: RouteRule, places: int, reserves: int, above: float | None) -> str:
    """`The best 2, with 1 reserve`"""
    what = {
        RouteRule.TOP: f"The best {places}" if places > 1 else "The winner",
        RouteRule.ABOVE: f"All above {above:g}, {places} at most" if above is not None else "",
        RouteRule.PICK: f"{plural(places, 'pick')} of the organisers",
        RouteRule.WILD_CARD: plural(places, "wild card"),
    }[rule]
    return f"{what}, with {plural(reserves, 'reserve')}" if reserves else what
