"""The dates that founders are told of a call: which of them make sense, and what happens when. Values only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pitchday import clock
from pitchday.applications.rules import deadline_in_words
from pitchday.errors import DomainError
from pitchday.web.filters import day


class Timed(Protocol):
    """The times of a pitch day that the dates of its call stand between."""

    @property
    def zone(self) -> ZoneInfo: ...
    @property
    def applications_open_at(self) -> datetime | None: ...
    @property
    def applications_close_at(self) -> datetime: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...


def early_deadline(first_at: datetime | None, closes_at: datetime) -> datetime | None:
    """By when an application must be sent to be read first, or None; a date from the deadline on says nothing."""
    return first_at if first_at is not None and first_at < closes_at else None


def early_deadline_in_words(first_at: datetime | None, closes_at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """What founders are told of an early deadline while it matters to what they send next."""
    first = early_deadline(first_at, closes_at)
    if first is None or now > closes_at:
        return ""
    if now <= first:
        return (
            f"Send it by {deadline_in_words(first, zone)}, to be read first. Later ones are taken until the deadline."
        )
    return (
        f"The early deadline, {deadline_in_words(first, zone)}, has passed. What is sent now is read after the others."
    )


def require_early_deadline(
    first_at: datetime | None, call: Timed, now: datetime, *, before: datetime | None = None
) -> None:
    """Raise DomainError for an early deadline that founders could not keep, or that is no earlier than the deadline.

    One that was set `before` may pass.
    """
    if first_at is None:
        return
    problem = early_deadline_problem(first_at, call)
    if problem is None and first_at <= now and first_at != before:
        problem = "This moment has passed. Choose one that founders can still keep."
    if problem is not None:
        raise DomainError(problem, field="early_deadline_at")


def early_deadline_problem(first_at: datetime, call: Timed) -> str | None:
    """Why an early deadline means nothing beside the other dates of the call, or None."""
    if first_at >= call.applications_close_at:
        return "The early deadline must be before applications close."
    if call.applications_open_at is not None and first_at <= call.applications_open_at:
        return "The early deadline must be after applications open."
    return None


@dataclass(frozen=True)
class StageDates:
    """By when founders hear, by when those who are invited confirm, and when they rehearse, as far as it is said."""

    decisions_by: date | None = None
    confirm_by: date | None = None
    rehearsal_on: date | None = None


def days_of(event: Timed) -> tuple[date, date]:
    """On which days applications close and the pitch day begins, by the clocks there."""
    closes_at, starts_at = (at.astimezone(event.zone) for at in (event.applications_close_at, event.starts_at))
    return closes_at.date(), starts_at.date()


def problems(dates: StageDates, closes_on: date, starts_on: date) -> dict[str, str]:
    """Why a date makes no sense between the deadline and the pitch day, by its name; nothing where all do."""
    found: dict[str, str] = {}
    decided = dates.decisions_by
    if decided is not None and decided < closes_on:
        found["decisions_by"] = f"Applications close on {day(closes_on)}: choose that day or a later one."
    elif decided is not None and decided >= starts_on:
        found["decisions_by"] = f"The pitch day is on {day(starts_on)}: choose a day before it."
    after = max(closes_on, decided) if decided is not None and "decisions_by" not in found else closes_on
    why = f"Founders hear by {day(after)}" if after == decided else f"Applications close on {day(after)}"
    for name, last in (("confirm_by", starts_on - timedelta(days=1)), ("rehearsal_on", starts_on)):
        at = getattr(dates, name)
        if at is not None and at < after:
            found[name] = f"{why}: choose that day or a later one."
        elif at is not None and at > last:
            until = "a day before it" if last < starts_on else "that day or an earlier one"
            found[name] = f"The pitch day is on {day(starts_on)}: choose {until}."
    return found


def that_make_sense(dates: StageDates, closes_on: date, starts_on: date) -> StageDates:
    """What founders are told."""
    return replace(dates, **dict.fromkeys(problems(dates, closes_on, starts_on)))


def require_sound(dates: StageDates, before: StageDates, event: Timed, today: date) -> None:
    """Raise DomainError, beside its field, for a date that makes no sense or that is set to a day which has passed."""
    found = problems(dates, *days_of(event))
    for name, at in asdict(dates).items():
        if at is not None and at < today and at != getattr(before, name):
            found.setdefault(name, "This day has passed. Choose today or a later day.")
    for name, message in found.items():
        raise DomainError(message, field=name)


@dataclass(frozen=True)
class Stage:
    """One thing that happens, at an instant or on a day: `by` it or on it. `state` is done, current or todo."""

    label: str
    at: datetime | None = None
    on: date | None = None
    by: bool = False
    state: str = "todo"


def timetable(event: Timed, early_at: datetime | None, dates: StageDates, now: datetime, *, told: bool) -> list[Stage]:
    """What happens when, in the order of time; `told` when founders have heard of decisions.

    A day that has passed is not done before what comes ahead of it is: decisions may be late.
    """
    today = now.astimezone(event.zone).date()
    early = early_deadline(early_at, event.applications_close_at)
    known = (
        (Stage("Applications open", event.applications_open_at), _passed(event.applications_open_at, now)),
        (Stage("Early deadline", early), _passed(early, now)),
        (Stage("Applications close", event.applications_close_at), _passed(event.applications_close_at, now)),
        (Stage("Everybody hears", on=dates.decisions_by, by=True), told),
        (Stage("Places confirmed", on=dates.confirm_by, by=True), _passed(dates.confirm_by, today)),
        (Stage("Rehearsal", on=dates.rehearsal_on), _passed(dates.rehearsal_on, today)),
        (Stage("Pitch day", event.starts_at), event.ends_at <= now),
    )
    return list(_along((stage, done) for stage, done in known if stage.at or stage.on))


def _passed(at: Any, now: Any) -> bool:
    return at is not None and bool(at < now)


def _along(stages: Iterable[tuple[Stage, bool]]) -> Iterable[Stage]:
    """Done until the first that is not, which is the current one."""
    reached = True
    for stage, done in stages:
        state = ("done" if done else "current") if reached else "todo"
        reached = reached and done
        yield replace(stage, state=state)


def moved(dates: StageDates, event: Timed, shift: timedelta) -> StageDates:
    """As many days later as a pitch day that was `shift` earlier on the wall, and is at `event` now."""
    after = event.starts_at.astimezone(event.zone).date()
    before = clock.moved(event.starts_at, event.zone, -shift).astimezone(event.zone).date()
    return StageDates(**{name: at and at + (after - before) for name, at in asdict(dates).items()})
