"""Noting what came out of a pitch day, and telling everybody at the moment the organisers choose.

The services take plain values, so that people and judging alike can fill the results in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from pitchday import clock
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.enums import EventState
from pitchday.events.models import Event
from pitchday.history.stale import require_version
from pitchday.progression import queries, rules
from pitchday.progression.models import EventResult, Placing


@dataclass(frozen=True)
class Standing:
    """The place of one application; without a rank it has none."""

    application_id: int
    rank: int | None
    score: float | None = None


def begin(event: Event) -> EventResult:
    """The results of a pitch day, empty at first. Raises DomainError before it has begun, and once it is cancelled."""
    if event.state is not EventState.PUBLISHED:
        raise DomainError("Only a published pitch day has results.")
    if event.starts_at > clock.now():
        raise DomainError("Results can be entered once the pitch day has begun.")
    # Two organisers who enter the first results wait here for their turn.
    db.session.execute(sa.select(Event.id).where(Event.id == event.id).with_for_update())
    known = queries.result_of(event.id)
    if known is None:
        known = EventResult(event=event, changed_at=clock.now())
        db.session.add(known)
        db.session.flush()
    return known


def record(event: Event, standings: Sequence[Standing], *, version: int | None) -> EventResult:
    """Keep these places, and no others. Without any rank they follow from the scores.

    A decision between startups that tied holds for as long as the same ones tie. `version` is that of the results
    that were read, 0 before there are any. Raises StaleEdit when they have changed since.
    """
    result = begin(event)
    if not (version == 0 and not result.placings and result.public_from is None):
        require_version(result, version)
    contenders = {application.id: application for application in queries.contenders(event.id)}
    if any(standing.application_id not in contenders for standing in standings):
        raise DomainError("Only startups that have confirmed their place have one in the results.")
    wanted = _with_ranks(standings)
    known = {row.application_id: row for row in result.placings}
    tied_before = _tied(known.values())
    for application_id in known.keys() - wanted.keys():
        result.placings.remove(known.pop(application_id))
    for application_id, standing in wanted.items():
        row = known.get(application_id)
        if row is None:
            row = Placing(application=contenders[application_id], application_id=application_id, tie_reason="")
            result.placings.append(row)
        row.rank, row.score = standing.rank or 1, standing.score
    tied_now = _tied(result.placings)
    for row in result.placings:
        if tied_now[row.application_id] != tied_before.get(row.application_id):
            row.tie_order, row.tie_reason = None, ""
    _touch(result)
    return result


def _with_ranks(standings: Sequence[Standing]) -> dict[int, Standing]:
    found = {standing.application_id: standing for standing in standings}
    if any(standing.rank is not None for standing in standings):
        return {key: standing for key, standing in found.items() if standing.rank is not None}
    scores = {key: standing.score for key, standing in found.items() if standing.score is not None}
    ranks = rules.ranks_from_scores(scores)
    return {key: Standing(key, rank, scores[key]) for key, rank in ranks.items()}


def _tied(rows: Iterable[Placing]) -> dict[int, frozenset[int]]:
    """For each application those that share its rank, itself among them."""
    found = list(rows)
    return {
        row.application_id: frozenset(other.application_id for other in found if other.rank == row.rank)
        for row in found
    }


def _touch(result: EventResult) -> None:
    """Give the results a new version: places are rows of their own."""
    result.changed_at = clock.now()
    flag_modified(result, "changed_at")
    db.session.flush()


def settle(result: EventResult, startup_ids: Sequence[int], *, reason: str) -> None:
    """Decide between those who share a rank: the order given is theirs, for a reason that stays on record."""
    if not reason:
        raise DomainError("Write how it was decided. It stays on record.", field="reason")
    rows = {row.application.startup_id: row for row in result.placings}
    group = next(
        (tied for tied in rules.ties(queries.placed(result)) if {one.startup_id for one in tied} & set(startup_ids)),
        None,
    )
    if group is None:
        raise DomainError("Nobody ties there any more. Open the page again.")
    chosen = rules.order_by_decision([one.startup_id for one in group], startup_ids)
    for startup_id, number in chosen.items():
        rows[startup_id].tie_order, rows[startup_id].tie_reason = number, reason
    _touch(result)


def publish(result: EventResult, at: datetime) -> None:
    """Let everybody see the results from this moment on; one that has passed means now."""
    if not result.placings:
        raise DomainError("There are no results yet. Enter them first.")
    result.public_from = max(at, clock.now())


def hide(result: EventResult) -> None:
    """Take a moment back that has not come yet. Raises DomainError for results that people have seen."""
    if queries.is_public(result):
        raise DomainError("The results are public. People may have seen them, so they stay.")
    result.public_from = None
