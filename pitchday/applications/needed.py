"""What an application needs from its founders now, or when they hear, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pitchday import clock
from pitchday.applications.enums import EDITABLE, ApplicationState
from pitchday.applications.models import Application
from pitchday.applications.rules import Window
from pitchday.applications.stages import StageDates
from pitchday.events.enums import EventState
from pitchday.web.filters import day

NOTHING = "Nothing is needed from you now."
_ENDED = frozenset({ApplicationState.DECLINED, ApplicationState.WITHDRAWN})


@dataclass(frozen=True)
class Standing:
    """Where an application stands. `deadline` is in words; `dates` are those that founders are told of.

    `has_changed` says that something was written and not sent again.
    """

    state: ApplicationState
    event_state: EventState
    is_over: bool
    is_editable: bool
    deadline: str
    dates: StageDates
    today: date
    has_changed: bool = False


def standing(application: Application, dates: StageDates, window: Window, *, has_changed: bool = False) -> Standing:
    event, now = application.event, clock.now()
    return Standing(
        application.state,
        event.state,
        is_over=event.ends_at <= now,
        is_editable=application.state in EDITABLE and window.closed is None,
        deadline=window.deadline,
        dates=dates,
        today=clock.today(event.zone),
        has_changed=has_changed,
    )


def in_words(standing: Standing) -> str:
    """Beginning with `Needed from you now` where something is."""
    state = standing.state
    if standing.event_state is EventState.CANCELLED or standing.is_over or state in _ENDED:
        return "Nothing more is needed from you."
    if state is ApplicationState.INVITED:
        return _to_confirm(standing)
    if state is ApplicationState.CONFIRMED:
        return _before_the_day(standing)
    if standing.is_editable and state is ApplicationState.DRAFT:
        return f"Needed from you now: finish it, and send it before {standing.deadline}."
    if standing.is_editable and (state is ApplicationState.RETURNED or standing.has_changed):
        return f"Needed from you now: send it again before {standing.deadline}."
    return NOTHING if state is ApplicationState.DRAFT else f"{NOTHING} {hears(standing)}"


def _before_the_day(standing: Standing) -> str:
    rehearsal = standing.dates.rehearsal_on
    if rehearsal is None or rehearsal < standing.today:
        return NOTHING
    return f"{NOTHING} The rehearsal is on {day(rehearsal)}."


def hears(standing: Standing) -> str:
    """When founders who have sent their application hear of it."""
    by = standing.dates.decisions_by
    if standing.event_state is EventState.POSTPONED:
        return "The pitch day is postponed, and you hear by mail when it has its new date."
    if by is None and standing.is_editable:
        return f"The organisers decide after applications close on {standing.deadline}, and you hear by mail."
    if by is None:
        return "You hear by mail as soon as the organisers have decided, whatever the answer is."
    if by < standing.today:
        return f"You were to hear by {day(by)}. The organisers are late; you hear by mail as soon as they have decided."
    return f"You hear by {day(by)}, whatever the answer is."


def _to_confirm(standing: Standing) -> str:
    by = standing.dates.confirm_by
    if standing.event_state is EventState.POSTPONED:
        return f"{NOTHING} You confirm your place once the pitch day has a new date."
    if by is None:
        return "Needed from you now: say whether you come."
    if by < standing.today:
        return f"Needed from you now: say whether you come. The organisers wanted to know by {day(by)}."
    return f"Needed from you now: say by {day(by)} whether you come."


def in_short(application: Application, dates: StageDates, today: date) -> str:
    """The day that counts next, for one line among others; nothing where no day is told."""
    state, heard, confirm = application.state, dates.decisions_by, dates.confirm_by
    if state in {ApplicationState.SUBMITTED, ApplicationState.RETURNED} and heard:
        return f"You {'hear' if heard >= today else 'were to hear'} by {day(heard)}"
    if state is ApplicationState.INVITED and confirm and confirm >= today:
        return f"Confirm by {day(confirm)}"
    return ""
