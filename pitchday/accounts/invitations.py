"""What all invitations by mail have in common: how long they hold, what becomes of them, and that they settle once."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from pitchday.accounts.models import Person
from pitchday.db import new_uid, update_while
from pitchday.errors import DomainError

VALID = timedelta(days=14)


class InvitationState(enum.Enum):
    """An invitation that is open expires by itself: its time says so, no job has to. Then it can be sent again."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"

    @property
    def told(self) -> str:
        return {
            "open": "is being answered",
            "accepted": "was accepted",
            "declined": "was declined",
            "taken_back": "was taken back",
        }[self.value]


class Invitation:
    """That whoever has this address is asked to join something.

    It points at no person, and `name` is what was typed: nobody learns by it who has an account here, or what they
    are called.
    """

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254))
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.OPEN)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @declared_attr
    @classmethod
    def by(cls) -> Mapped[Person]:
        return relationship()


def settle(invitation: Any, **values: datetime | InvitationState | int) -> None:
    """Set columns of an invitation that is open. Raises DomainError when it has been answered or taken back."""
    is_open = type(invitation).state == InvitationState.OPEN
    if not update_while(invitation, is_open, **values):
        raise DomainError(f"This invitation {invitation.state.told} already.")
