"""Which phase a pitch day is in, and that it only ever moves along the table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pitchday.errors import DomainError
from pitchday.events.enums import Act, EventState, Phase
from pitchday.events.phases import MOVES, REFUSALS, Mover, next_change, phase_of, refusal, require

OPENS = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2027, 2, 1, 17, 0, tzinfo=UTC)
RELEASED = datetime(2027, 2, 8, 12, 0, tzinfo=UTC)
STARTS = datetime(2027, 2, 16, 13, 0, tzinfo=UTC)
ENDS = datetime(2027, 2, 16, 19, 0, tzinfo=UTC)
TICK = timedelta.resolution


@dataclass(frozen=True)
class Plan:
    state: EventState = EventState.PUBLISHED
    applications_open_at: datetime | None = OPENS
    applications_close_at: datetime = CLOSES
    schedule_released_at: datetime | None = None
    starts_at: datetime = STARTS
    ends_at: datetime = ENDS


RELEASED_PLAN = Plan(schedule_released_at=RELEASED)


@pytest.mark.parametrize(
    ("plan", "now", "phase"),
    [
        (Plan(), OPENS - TICK, Phase.ANNOUNCED),
        (Plan(), OPENS, Phase.APPLICATIONS_OPEN),
        (Plan(), CLOSES, Phase.APPLICATIONS_OPEN),
        (Plan(), CLOSES + TICK, Phase.SELECTING),
        (RELEASED_PLAN, CLOSES + TICK, Phase.PROGRAMME_PUBLISHED),
        (RELEASED_PLAN, CLOSES, Phase.APPLICATIONS_OPEN),
        (RELEASED_PLAN, STARTS, Phase.LIVE),
        (RELEASED_PLAN, ENDS, Phase.DONE),
        (Plan(applications_close_at=STARTS), STARTS, Phase.LIVE),
        (Plan(state=EventState.DRAFT), ENDS, Phase.DRAFT),
        (Plan(state=EventState.POSTPONED), ENDS, Phase.POSTPONED),
        (Plan(state=EventState.CANCELLED), OPENS, Phase.CANCELLED),
    ],
)
def test_phases_at_their_edges(plan: Plan, now: datetime, phase: Phase) -> None:
    assert phase_of(plan, now) is phase


hours = st.integers(0, 2000).map(lambda number: OPENS + timedelta(hours=number))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    opens, closes, starts, ends = sorted(draw(st.lists(hours, min_size=4, max_size=4)))
    return Plan(
        state=draw(st.sampled_from(EventState)),
        applications_open_at=draw(st.sampled_from([None, opens])) if opens < closes else None,
        applications_close_at=closes,
        schedule_released_at=draw(st.one_of(st.none(), hours)),
        starts_at=starts,
        ends_at=max(ends, starts + timedelta(hours=1)),
    )


@given(plans(), hours, hours)
def test_time_alone_leads_along_moves_of_the_clock(plan: Plan, one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    at, phase = earlier, phase_of(plan, earlier)
    while (change := next_change(plan, at)) is not None and change.at < later:
        assert phase_of(plan, change.at + TICK) is change.to
        assert MOVES[phase][change.to] is Mover.CLOCK
        at, phase = change.at + TICK, change.to
    assert phase_of(plan, later) in {phase, *([change.to] if change and change.at == later else [])}


@given(plans(), hours)
def test_a_release_leads_nowhere_else(plan: Plan, now: datetime) -> None:
    before = phase_of(replace(plan, schedule_released_at=None), now)
    after = phase_of(replace(plan, schedule_released_at=RELEASED), now)
    assert before is after or MOVES[before][after] is Mover.RELEASE


@given(plans(), hours)
def test_what_organisers_may_do_is_a_move_of_the_table(plan: Plan, now: datetime) -> None:
    phase = phase_of(plan, now)
    for act, state in ((Act.POSTPONE, EventState.POSTPONED), (Act.CANCEL, EventState.CANCELLED)):
        if refusal(act, phase) is None:
            assert MOVES[phase][phase_of(replace(plan, state=state), now)] is Mover.ORGANISER


def test_nothing_leads_out_of_the_end() -> None:
    assert MOVES[Phase.DONE] == MOVES[Phase.CANCELLED] == {}
    assert set(MOVES) == set(Phase)
    assert set(REFUSALS) == set(Act)


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.PUBLISH])
def test_a_cancelled_pitch_day_allows_nothing(act: Act) -> None:
    with pytest.raises(DomainError, match=r"cancelled|postponed"):
        require(act, Plan(state=EventState.CANCELLED), OPENS)
