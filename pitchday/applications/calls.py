"""What organisers say about a call beyond its deadline, and which applications came after its early deadline."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from pitchday import clock
from pitchday.applications import stages
from pitchday.applications.call_models import FREEZE_HOURS, Call
from pitchday.applications.enums import ApplicationState
from pitchday.applications.models import Application, Submission
from pitchday.applications.stages import Stage, StageDates
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.events.enums import Act, EventState
from pitchday.events.models import Event
from pitchday.events.phases import require
from pitchday.history.stale import require_version
from pitchday.web.filters import day, plural

# Each is changed on a page of its own; a colleague's change of the others makes nothing on it stale.
WORDS = frozenset({"eligibility", "prizes", "rules", "contact", "shows_odds"})
DATES = frozenset(
    {
        *("early_deadline_at", "decisions_by", "confirm_by", "rehearsal_on", "delayed_from", "delay_note"),
        "deck_freeze_hours",
    }
)
CRITERIA = frozenset({"criteria"})
EVERY = WORDS | DATES | CRITERIA | {"event_id", "earlier_event_id"}


@dataclass(frozen=True)
class Words:
    """What a call says for itself; the first three in Markdown, `contact` an address for questions."""

    eligibility: str = ""
    prizes: str = ""
    rules: str = ""
    contact: str = ""
    shows_odds: bool = False


def call_of(event: Event) -> Call | None:
    """What has been said about the call, or None while nobody has said anything."""
    return db.session.scalar(sa.select(Call).where(Call.event_id == event.id))


def calls_of(event_ids: Collection[int]) -> dict[int, Call]:
    """By pitch day, those of which anything has been said."""
    found = db.session.scalars(sa.select(Call).where(Call.event_id.in_(event_ids)))
    return {call.event_id: call for call in found}


def open_call(event: Event, version: int | None, seen: Set[str]) -> Call:
    """The row to write what an organiser had before them as `version`, who saw of it the columns `seen`.

    Raises StaleEdit when one of those has changed since, DomainError when the pitch day cannot be changed any more.
    """
    require(Act.CHANGE, event, clock.now())
    call = call_of(event)
    if call is None:
        call = Call(event_id=event.id, criteria=[])
        db.session.add(call)
    else:
        require_version(call, version, unseen=EVERY - seen)
    return call


def set_words(event: Event, words: Words, *, version: int | None) -> None:
    """See `open_call` for what it raises."""
    call = open_call(event, version, WORDS)
    for name, value in asdict(words).items():
        setattr(call, name, value)


def says_who_and_what(call: Call | None) -> bool:
    """Whether founders can read who can apply and what they get."""
    return bool(call and (call.eligibility or call.criteria) and call.prizes)


def stage_dates(call: Call | None) -> StageDates:
    """As they are set, whether they make sense or not."""
    return StageDates(call.decisions_by, call.confirm_by, call.rehearsal_on) if call else StageDates()


def told_dates(event: Event, call: Call | None) -> StageDates:
    """What founders are told: those that make sense beside the dates of the pitch day, while it has dates that hold."""
    if event.state in {EventState.POSTPONED, EventState.CANCELLED}:
        return StageDates()
    return stages.that_make_sense(stage_dates(call), *stages.days_of(event))


def untold_dates(event: Event, call: Call | None) -> dict[str, str]:
    """Which dates mean nothing beside those of the pitch day as they are now, and why, by their names."""
    found = stages.problems(stage_dates(call), *stages.days_of(event))
    early = stages.early_deadline_problem(call.early_deadline_at, event) if call and call.early_deadline_at else None
    return ({"early_deadline_at": early} if early else {}) | found


def timetable(event: Event, call: Call | None, now: datetime) -> list[Stage]:
    early = call.early_deadline_at if call else None
    return stages.timetable(event, early, told_dates(event, call), now, told=_has_told(event.id))


def _has_told(event_id: int) -> bool:
    """Those who applied; whoever came through another pitch day was invited by its results."""
    told = Application.released_at.is_not(None), Application.carried_from_id.is_(None)
    return bool(db.session.scalar(sa.select(sa.exists().where(Application.event_id == event_id, *told))))


def waiting(event_id: int) -> sa.Select[Application]:
    """Applications that were sent and whose founders have heard nothing yet."""
    return sa.select(Application).where(
        Application.event_id == event_id,
        Application.state.in_([ApplicationState.SUBMITTED, ApplicationState.RETURNED]),
    )


def count_waiting(event_id: int) -> int:
    return db.session.scalar(waiting(event_id).with_only_columns(sa.func.count())) or 0


def set_dates(
    event: Event,
    early_deadline_at: datetime | None,
    dates: StageDates,
    *,
    version: int | None,
    deck_freeze_hours: int | None = FREEZE_HOURS,
) -> None:
    """Raises DomainError for a date that means nothing, that has passed, or that goes back on what founders were told.

    See `open_call` for what else it raises.
    """
    call, now = open_call(event, version, DATES), clock.now()
    stages.require_early_deadline(early_deadline_at, event, now, before=call.early_deadline_at)
    stages.require_sound(dates, stage_dates(call), event, clock.today(event.zone))
    _require_promise(event, call, dates)
    call.early_deadline_at, call.deck_freeze_hours = early_deadline_at, deck_freeze_hours
    set_stage_dates(call, dates)


def set_stage_dates(call: Call, dates: StageDates) -> None:
    """What was said of a delay goes with the day that it was said of."""
    for name, value in asdict(dates).items():
        setattr(call, name, value)
    if call.delayed_from and not (call.decisions_by and call.decisions_by > call.delayed_from):
        call.delayed_from, call.delay_note = None, ""
    db.session.flush()


def _require_promise(event: Event, call: Call, dates: StageDates) -> None:
    """Those who have applied count on the day on which they hear: it moves with a word to them."""
    promised = told_dates(event, call).decisions_by
    if promised is None or (dates.decisions_by is not None and dates.decisions_by <= promised):
        return
    number = count_waiting(event.id)
    if number:
        raise DomainError(
            f"{plural(number, 'startup')} that applied {'was' if number == 1 else 'were'} told this day. "
            "Move it on the page that tells them: “Decisions are delayed”.",
            field="decisions_by",
        )


def day_to_confirm_by(event: Event) -> date | None:
    """By when those who are invited today confirm, where that day has not passed."""
    by = told_dates(event, call_of(event)).confirm_by
    return by if by is not None and by >= clock.today(event.zone) else None


def delay_in_words(event: Event, call: Call | None) -> str:
    """What everybody is told of decisions that came, or come, later than was promised."""
    by = told_dates(event, call).decisions_by
    if call is None or call.delayed_from is None or by is None:
        return ""
    said = f"The decisions are delayed: they were to be made by {day(call.delayed_from)}, and now by {day(by)}."
    return f"{said} {call.delay_note}".rstrip()


def move_dates(event: Event, shift: timedelta) -> None:
    """As many days on as the pitch day, which is now `shift` later. What was said of a delay was of other days.

    The early deadline moves where founders still have a deadline before them; else it tells who came after it.
    """
    call = call_of(event)
    if call is None:
        return
    if call.early_deadline_at and event.applications_close_at > clock.now():
        call.early_deadline_at = clock.moved(call.early_deadline_at, event.zone, shift)
    call.delayed_from, call.delay_note = None, ""
    set_stage_dates(call, stages.moved(stage_dates(call), event, shift))


def copy_call(source: Event, target: Event, shift: timedelta, *, everything: bool) -> None:
    """Remember which pitch day a new one was made like; with `everything` say the same of its call, `shift` later."""
    call, known = Call(event_id=target.id, criteria=[], earlier_event_id=source.id), call_of(source)
    if known is not None and everything:
        for name in WORDS | CRITERIA:
            setattr(call, name, getattr(known, name))
        call.deck_freeze_hours = known.deck_freeze_hours
        if known.early_deadline_at:
            call.early_deadline_at = clock.moved(known.early_deadline_at, target.zone, shift)
        set_stage_dates(call, stages.moved(stage_dates(known), target, shift))
    db.session.add(call)


def early_deadline_of(event: Event) -> datetime | None:
    """By when an application must be sent to be read first, where that is before the deadline."""
    call = call_of(event)
    return stages.early_deadline(call.early_deadline_at, event.applications_close_at) if call else None


def early_deadline_in_words(event: Event, call: Call | None, now: datetime) -> str:
    early = call.early_deadline_at if call else None
    return stages.early_deadline_in_words(early, event.applications_close_at, now, event.zone)


def sent_after(first_at: datetime) -> sa.ColumnElement[bool]:
    """That an application was first sent after this instant; one that came through another pitch day was not."""
    return sa.and_(
        Application.carried_from_id.is_(None),
        sa.exists().where(
            Submission.application_id == Application.id, Submission.number == 1, Submission.submitted_at > first_at
        ),
    )


def after_early_deadline(event: Event, application_ids: Collection[int]) -> frozenset[int]:
    """Which of these applications were first sent after the early deadline, in two queries at most."""
    first = early_deadline_of(event)
    if first is None or not application_ids:
        return frozenset()
    return frozenset(
        db.session.scalars(sa.select(Application.id).where(Application.id.in_(application_ids), sent_after(first)))
    )
