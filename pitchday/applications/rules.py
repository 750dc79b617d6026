"""Decisions made from values: who may still apply, what is missing, what was changed, which moves exist."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from pitchday.applications import kinds
from pitchday.applications.enums import MOVES, ApplicationState, Decision, QuestionKind, Readers
from pitchday.errors import DomainError
from pitchday.events.enums import Act, EventState, Phase
from pitchday.events.phases import Course, phase_of, refusal
from pitchday.web.filters import moment, wall, zone_name

# What organisers cannot do without. The rest of a profile may be left for later: "not yet" is an answer.
NEEDED_FACTS = {
    "one_liner": "What it does, in one line",
    "description": "Description",
    "city": "City",
    "sector": "Sector",
    "stage": "Stage",
}
MAX_CHARACTERS = 50_000
MAX_QUESTIONS = 20

# A draft in which nobody has written for so long has stalled; for less where the deadline is near.
QUIET, QUIET_NEAR_THE_END = timedelta(days=3), timedelta(hours=6)
NEAR_THE_END = timedelta(days=3)

# What a new pitch day asks until its organisers ask something else.
STANDARD_QUESTIONS: tuple[dict[str, Any], ...] = (
    {
        "label": "Which problem do you solve, and for whom?",
        "help_text": "Say who has the problem today and what it costs them. Figures help.",
        "max_words": 200,
    },
    {
        "label": "Why is your team the one to solve it?",
        "help_text": "What you have done before, what you know that others do not, and who is still missing.",
        "max_words": 150,
    },
    {
        "label": "What do you want from the day?",
        "help_text": "For example an investor who knows your market, a first customer, or a partner in another city.",
        "max_words": 100,
    },
)


@dataclass(frozen=True)
class Condition:
    """That one of `answers` was given to the question `uid`, whose words are `label`."""

    uid: str
    label: str
    answers: frozenset[str]

    def met(self, given: str) -> bool:
        return not self.answers.isdisjoint(kinds.chosen(given))


@dataclass(frozen=True)
class Before:
    """An answer to what a question was asked as before."""

    label: str
    kind: QuestionKind
    text: str
    in_words: str


@dataclass(frozen=True)
class Asked:
    """A question and what has been answered so far, or `before` to an earlier wording of it.

    `applies` is false when another answer says that it is not asked: what was written is kept, but neither wanted
    nor sent. `file_name` is that of the file that was given, when it asks for one. `times` says from when it is
    required and how long it can be changed; an answer that is `fixed` is the one that was sent.
    """

    uid: str
    label: str
    help_text: str
    terms: kinds.Terms
    required: bool
    text: str
    readers: Readers = Readers.ALL
    condition: Condition | None = None
    applies: bool = True
    file_name: str = ""
    before: Before | None = None
    news: str = ""
    times: str = ""
    fixed: bool = False

    @property
    def to_start_from(self) -> str:
        """What the field shows: the answer, or that to an earlier wording as far as it fits."""
        if self.text or self.before is None or self.before.kind is not self.terms.kind:
            return self.text
        return kinds.read(self.terms, kinds.typed_of(self.terms.kind, self.before.text))

    @property
    def in_words(self) -> str:
        return self.file_name or kinds.in_words(self.terms, self.text)

    @property
    def limits(self) -> str:
        return kinds.limits(self.terms)

    @property
    def unfit(self) -> str | None:
        """Why the answer that is there cannot be sent as it is, or None."""
        return kinds.problem(self.terms, self.text, f"“{self.label}”") if self.applies else None

    @property
    def problem(self) -> str | None:
        """Why this cannot be sent as it is, or None."""
        if self.applies and self.required and not self.text and self.before:
            return f"Look at “{self.label}”, which is asked otherwise now, and save your answer"
        if self.applies and self.required and not self.text:
            verb = {QuestionKind.STATEMENT: "Accept", QuestionKind.FILE: "Upload a file for"}.get(self.terms.kind)
            return f"{verb or 'Answer'} “{self.label}”"
        return self.unfit


def with_what_applies(asked: Iterable[Asked]) -> list[Asked]:
    """Each question in its order, with whether the answers before it let it be asked."""
    found: dict[str, Asked] = {}
    for question in asked:
        condition = question.condition
        before = found.get(condition.uid) if condition else None
        applies = condition is None or (before is not None and before.applies and condition.met(before.text))
        found[question.uid] = replace(question, applies=applies)
    return list(found.values())


def answers_for(answers: Iterable[Mapping[str, Any]], *, organiser: bool, named: bool = True) -> list[dict[str, Any]]:
    """What of the answers that were sent somebody reads: an organiser all, the anonymous copy least."""
    hidden = set() if organiser else {Readers.ORGANISERS.value}
    hidden |= set() if named else {Readers.NAMED.value, Readers.ORGANISERS.value}
    return [dict(given) for given in answers if given.get("readers", Readers.ALL.value) not in hidden]


@dataclass(frozen=True)
class Missing:
    """One thing to do before an application can be sent, and the step, and the field there, where it is done."""

    step: str
    words: str
    field: str = ""


def deadline_in_words(closes_at: datetime, zone: ZoneInfo) -> str:
    """`Fri 2 Oct 2026, 17:00, UK time (BST)`"""
    return f"{moment(closes_at, zone)}, {zone_name(closes_at, zone)}"


class TakesApplications(Course, Protocol):
    """A pitch day that takes applications; `grace_minutes` after its deadline count for those begun before it."""

    @property
    def grace_minutes(self) -> int: ...


def in_late(call: TakesApplications, now: datetime, until: datetime | None) -> bool:
    """Whether applications have closed, and yet a startup that was given `until` may begin, change and send."""
    is_late = until is not None and call.applications_close_at < now <= until and now < call.starts_at
    return call.state is EventState.PUBLISHED and is_late


def in_grace(call: TakesApplications, now: datetime) -> bool:
    """Whether the deadline has passed, and yet what was begun before it may be changed and sent."""
    return in_late(call, now, last_moment(call, now))


def last_moment(call: TakesApplications, now: datetime, until: datetime | None = None) -> datetime:
    """Until when an application that was begun in time can be sent: the deadline and, once it is past, the grace;
    `until` what its startup was given, where that is later."""
    closes_at = call.applications_close_at
    usual = closes_at if now <= closes_at else closes_at + timedelta(minutes=call.grace_minutes)
    return usual if until is None else max(usual, until)


def grace_in_words(call: TakesApplications, now: datetime, zone: ZoneInfo, until: datetime | None = None) -> str:
    """What a founder is told in the minutes of grace or of a late link, and nothing at any other time."""
    if until is not None and in_late(call, now, until) and until >= last_moment(call, now):
        ends = deadline_in_words(until, zone)
        return f"Applications have closed. The organisers have given you until {ends} to send yours."
    if not in_grace(call, now):
        return ""
    closed, ends = (wall(at, zone) for at in (call.applications_close_at, last_moment(call, now)))
    return f"Applications closed at {closed}. You began yours in time, so you can still send it until {ends}."


def why_closed(
    course: TakesApplications, now: datetime, zone: ZoneInfo, *, begun: bool = False, until: datetime | None = None
) -> str | None:
    """Why nobody can apply at this moment, in words with the date where there is one, or None.

    An application that was `begun` before the deadline has the minutes of grace, one with a late link has `until`.
    """
    if (begun and in_grace(course, now)) or in_late(course, now, until):
        return None
    phase = phase_of(course, now)
    if phase is Phase.ANNOUNCED and course.applications_open_at is not None:
        return f"Applications open on {deadline_in_words(course.applications_open_at, zone)}."
    reason = refusal(Act.APPLY, phase)
    if reason is not None and now > course.applications_close_at and course.state is EventState.PUBLISHED:
        return f"Applications closed on {deadline_in_words(course.applications_close_at, zone)}."
    return reason


def require_open(
    course: TakesApplications, now: datetime, zone: ZoneInfo, *, begun: bool = False, until: datetime | None = None
) -> None:
    """Raise DomainError unless applications may be started now or, where they were `begun`, changed and sent."""
    reason = why_closed(course, now, zone, begun=begun, until=until)
    if reason is not None:
        raise DomainError(reason)


@dataclass(frozen=True)
class Window:
    """What the dates of a pitch day let the founders of one application do at one moment, in words.

    `closed` is why they can change and send nothing, or None; `deadline` until when they can; `grace` what they are
    told where the deadline has passed and they still can. `ends_at` leaves the minutes of grace out, of which nobody is
    told beforehand.
    """

    ends_at: datetime
    closed: str | None
    deadline: str
    grace: str


def window(
    call: TakesApplications, now: datetime, zone: ZoneInfo, *, created_at: datetime, until: datetime | None
) -> Window:
    """For an application that was begun at `created_at`, by a startup that late links give time `until`, or None."""
    closed = why_closed(call, now, zone, begun=created_at <= call.applications_close_at, until=until)
    grace = "" if closed else grace_in_words(call, now, zone, until)
    ends_at = call.applications_close_at if until is None else max(call.applications_close_at, until)
    return Window(ends_at, closed, deadline_in_words(last_moment(call, now, until), zone), grace)


def require_late_end(call: TakesApplications, ends_at: datetime, now: datetime) -> None:
    """Raise DomainError for the end of a late link that gives nobody any time, or leads into the day itself."""
    if ends_at <= max(now, call.applications_close_at):
        when = "in the future" if now > call.applications_close_at else "after applications close"
        raise DomainError(f"Enter a date and time {when}.", field="ends_at")
    if ends_at > call.starts_at:
        raise DomainError("The pitch day has begun by then.", field="ends_at")


def require_return_end(call: TakesApplications, until: datetime, now: datetime) -> None:
    """Raise DomainError for an end that gives founders no time to change what they sent, or leads into the day."""
    if until <= now:
        raise DomainError("Enter a date and time in the future.", field="until")
    if until > call.starts_at:
        raise DomainError("The pitch day has begun by then.", field="until")


def quiet_since(closes_at: datetime, now: datetime) -> datetime:
    """A draft has stalled when nobody has written in it after this instant."""
    return now - (QUIET_NEAR_THE_END if closes_at - now <= NEAR_THE_END else QUIET)


def require_move(before: ApplicationState, after: ApplicationState) -> None:
    """Raise DomainError for a move that is not in the table of moves."""
    if after not in MOVES[before]:
        raise DomainError(_REFUSED.get((before, after)) or _STUCK[before])


_STUCK = {
    ApplicationState.DRAFT: "This application has not been sent yet.",
    ApplicationState.SUBMITTED: "This application has been sent and is not decided yet.",
    ApplicationState.RETURNED: (
        "This application was returned to the startup to be changed. Take it as it was sent, or wait for the changes."
    ),
    ApplicationState.INVITED: "This startup has been invited: it can confirm its place or give it up.",
    ApplicationState.DECLINED: "This application was declined, and the startup has been told.",
    ApplicationState.CONFIRMED: "This startup has confirmed its place: it can only give it up.",
    ApplicationState.WITHDRAWN: "This application was withdrawn, which is final.",
}
_REFUSED = {
    (ApplicationState.SUBMITTED, ApplicationState.CONFIRMED): (
        "There is no place to confirm yet: the organisers have not decided."
    ),
}


def missing(facts: Mapping[str, object], asked: Iterable[Asked], *, has_deck: bool) -> list[Missing]:
    """What is still to be done, in the order of the steps."""
    found = [Missing("profile", f"Add “{label}”") for key, label in NEEDED_FACTS.items() if not facts.get(key)]
    found += [Missing("answers", todo, f"answer_{question.uid}") for question in asked if (todo := question.problem)]
    if not has_deck:
        found.append(Missing("slides", "Upload your deck as a PDF"))
    return found


def changed_since(
    sent: Mapping[str, Any],
    facts: Mapping[str, Any],
    answers: Sequence[Mapping[str, Any]],
    deck_id: int | None,
    *,
    same_form: bool = True,
) -> list[str]:
    """What is different now from what was sent, in the words of the steps; `sent` has facts, answers and deck_id.

    Where the form is not the `same_form` any more, what nobody has answered since is no change by the founders.
    """
    found = []
    if _said(sent["facts"]) != _said(facts):
        found.append("your profile")
    if _answers_differ(sent["answers"], answers, same_form=same_form):
        found.append("your answers")
    if sent["deck_id"] != deck_id:
        found.append("your deck")
    return found


def _said(tiers: Mapping[str, Mapping[str, object]]) -> dict[str, object]:
    """Facts of a snapshot that say something: what was not asked yet when it was taken has not changed since."""
    return {key: value for known in tiers.values() for key, value in known.items() if value not in (None, "")}


def _answers_differ(sent: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]], *, same_form: bool) -> bool:
    before, after = ({given["uid"]: (given["text"], given.get("file")) for given in each} for each in (sent, now))
    if same_form:
        return before != after
    return any(before.get(uid, ("", None)) != given for uid, given in after.items())


def require_decision(decision: Decision, reason: str) -> None:
    """Raise DomainError when somebody would be told no without being told why."""
    if decision is Decision.DECLINE and not reason:
        raise DomainError("Write why. The startup reads it in the mail that tells them.", field="reason")


def mark_of(*values: object) -> str:
    """A short mark of what somebody has looked at: another mark means that it has changed since."""
    return hashlib.sha256("\n".join(str(value) for value in values).encode()).hexdigest()[:20]
