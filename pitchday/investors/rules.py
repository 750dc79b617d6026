"""Until when a statement holds, what makes one complete, and the text that is kept of it."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from pitchday.errors import DomainError

ACCEPTANCE = "I have read this statement and accept the risk it describes."
RENEWAL = timedelta(days=30)
NO_GROUND = "Tick at least one of the lines that is true of you. If none is, go back and choose another statement."
NO_RISK = "Tick the box if you accept the risk. Without it the statement does not count."


def last_valid_day(signed_on: date, months: int = 12) -> date:
    """The day before the anniversary.

    Article 48(2)(a) asks for a statement signed "within the period of twelve months ending with the day on which
    the communication is made"; this is the careful reading of it. The anniversary of 29 February is the 28th.
    """
    year, month = divmod(signed_on.year * 12 + signed_on.month - 1 + months, 12)
    days = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(signed_on.day, days)) - timedelta(days=1)


def same_name(typed: str, name: str) -> bool:
    """Whether two names differ in nothing but case and spaces."""
    return "".join(typed.split()).casefold() == "".join(name.split()).casefold()


def require_edition(read: int | None, current: int) -> None:
    """Raise DomainError unless the edition that was read is the one in force."""
    if read != current:
        raise DomainError("The wording has changed since you opened this page. Read it again, then sign.")


def require_complete(
    *, grounds: Sequence[str], offered: Sequence[str], accepts_risk: bool, signed_name: str, name: str
) -> None:
    """Raise DomainError, beside the field, for the first thing that keeps a statement from being one."""
    if not grounds or not set(grounds) <= set(offered):
        raise DomainError(NO_GROUND, field="grounds")
    if not accepts_risk:
        raise DomainError(NO_RISK, field="risk")
    if not same_name(signed_name, name):
        raise DomainError(
            f"Type your full name as it is in your account: {name}. If that is not your name, change it there first.",
            field="signed_name",
        )


def kept_text(title: str, body: str, offered: Sequence[str], firm: str) -> str:
    """All the words that were on the page, in Markdown, so that bold stays bold (article 48(3)).

    `firm` is empty when the person signs for themselves.
    """
    lines = "\n".join(f"- {ground}" for ground in offered)
    parts = [f"# {title}", body, *([f"Firm: {firm}"] if firm else []), lines, ACCEPTANCE]
    return "\n\n".join(parts)
