"""What a startup must fit to be chosen at a call, and the quiz about it. It advises: nobody is kept from applying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pitchday.applications.call_models import Call
from pitchday.db import db, new_uid
from pitchday.errors import DomainError, NotFound
from pitchday.history import record

MOST = 12
LONGEST = 200


@dataclass(frozen=True)
class Criterion:
    """A sentence about a startup, such as "It was founded less than ten years ago", and whether it is to be true."""

    uid: str
    statement: str
    wanted: bool

    def __str__(self) -> str:
        return f"“{self.statement}” fits if it is {'' if self.wanted else 'not '}true"


def criteria_of(call: Call | None) -> list[Criterion]:
    return [Criterion(**kept) for kept in call.criteria] if call else []


def not_met(criteria: Iterable[Criterion], given: Mapping[str, bool]) -> list[Criterion]:
    """Those that do not fit what was answered, by uid."""
    return [criterion for criterion in criteria if given[criterion.uid] is not criterion.wanted]


def add(call: Call, statement: str, *, wanted: bool) -> Criterion:
    """After all others. Raises DomainError when there are enough."""
    known = criteria_of(call)
    if len(known) >= MOST:
        raise DomainError(f"A quiz has {MOST} statements at most. Remove one first.", field="statement")
    added = Criterion(new_uid(), statement, wanted)
    _keep(call, [*known, added], "", str(added))
    return added


def change(call: Call, uid: str, statement: str, *, wanted: bool) -> None:
    place, known = _found(call, uid)
    before, after = known[place], replace(known[place], statement=statement, wanted=wanted)
    if before != after:
        _keep(call, [*known[:place], after, *known[place + 1 :]], str(before), str(after))


def remove(call: Call, uid: str) -> None:
    place, known = _found(call, uid)
    _keep(call, [*known[:place], *known[place + 1 :]], str(known[place]), "")


def move(call: Call, uid: str, *, up: bool) -> None:
    """One place up or down; the first stays first and the last stays last."""
    here, known = _found(call, uid)
    there = here - 1 if up else here + 1
    if 0 <= there < len(known):
        moved = known[here]
        known[here], known[there] = known[there], moved
        _keep(call, known, f"{here + 1}. {moved}", f"{there + 1}. {moved}")


def _found(call: Call, uid: str) -> tuple[int, list[Criterion]]:
    known = criteria_of(call)
    place = next((number for number, criterion in enumerate(known) if criterion.uid == uid), None)
    if place is None:
        raise NotFound
    return place, known


def _keep(call: Call, criteria: Sequence[Criterion], before: str, after: str) -> None:
    """With a line in the history of the one statement that is different. Raises DomainError when two say the same."""
    kept: list[Any] = [asdict(criterion) for criterion in criteria]
    if len({criterion.statement.casefold() for criterion in criteria}) < len(kept):
        raise DomainError("The quiz has this statement already.", field="statement")
    call.criteria = kept
    db.session.flush()
    record(
        "changed",
        subject=f"{call.__tablename__}:{call.id}",
        label=call.history_label(),
        scope=call.history_scope(),
        changes={"criteria": [before or None, after]},
        # A call that is new with its first statement has an entry of this version already.
        version=call.version if call.version > 1 else None,
    )
