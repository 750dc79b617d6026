"""From when a question must be answered, and after when an answer that was sent is fixed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pitchday.applications.rules import deadline_in_words
from pitchday.errors import DomainError


def is_required(required: bool, required_from: datetime | None, now: datetime) -> bool:
    """Whether what is sent at this moment must have an answer."""
    return required and (required_from is None or now >= required_from)


def is_fixed(fixed_after: datetime | None, now: datetime) -> bool:
    """Whether an answer that was sent can no longer be changed."""
    return fixed_after is not None and now > fixed_after


def in_words(
    required: bool, required_from: datetime | None, fixed_after: datetime | None, now: datetime, zone: ZoneInfo
) -> str:
    """What founders are told of the times of a question beside it."""
    told = []
    if required and required_from is not None and now < required_from:
        told.append(f"You can leave it out until {deadline_in_words(required_from, zone)}.")
    if fixed_after is not None:
        after = "" if is_fixed(fixed_after, now) else f" after {deadline_in_words(fixed_after, zone)}"
        told.append(f"Once sent, it cannot be changed{after}.")
    return " ".join(told)


def require_sound(
    required: bool, required_from: datetime | None, fixed_after: datetime | None, closes_at: datetime
) -> None:
    """Raise DomainError, beside its field, for times of a question that would never count."""
    if required_from is not None and not required:
        raise DomainError("Say that everybody must answer it, or leave this empty.", field="required_from")
    for name, at in (("required_from", required_from), ("fixed_after", fixed_after)):
        if at is not None and at >= closes_at:
            raise DomainError("Enter a time before applications close.", field=name)
