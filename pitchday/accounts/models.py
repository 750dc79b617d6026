"""People first; an account is how some of them sign in."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pitchday.db import Base, Row, Versioned, explain, new_token, new_uid
from pitchday.history import Actor, Recorded


class Person(Versioned, Recorded, Base):
    """Somebody with a name and an address: a founder, investor, judge or organiser, with or without an account."""

    __tablename__ = "person"
    __table_args__ = (sa.CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    uid: Mapped[str] = mapped_column(sa.String(16), unique=True, default=new_uid)
    name: Mapped[str] = mapped_column(sa.String(200))
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    diary_id: Mapped[int] = mapped_column(sa.ForeignKey("diary.id"), unique=True)
    created_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(back_populates="person", lazy="joined")

    @property
    def actor(self) -> Actor:
        return Actor(f"person:{self.id}", self.name)

    @property
    def is_administrator(self) -> bool:
        return self.account is not None and self.account.is_administrator

    @property
    def is_organiser(self) -> bool:
        """Whether the way to the organisers' pages is shown; members of a team reach theirs from their own day."""
        return self.account is not None and (self.account.is_administrator or self.account.may_create_events)


class Account(Row, Recorded, UserMixin, Base):
    """How a person signs in. `password_hash` is None for those who use mailed links only.

    `session_key` is part of every session's name: a new one ends them all, as a changed password must.
    """

    __tablename__ = "account"

    history_hides: ClassVar[frozenset[str]] = frozenset({"password_hash", "session_key"})

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), unique=True)
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    session_key: Mapped[str] = mapped_column(sa.String(40), unique=True, default=new_token)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    may_create_events: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="account", lazy="joined")

    def get_id(self) -> str:
        return self.session_key

    def history_label(self) -> str:
        return f"Account of {self.person.name}" if self.person else "Account"


class SignInLink(Row, Base):
    """A one-time link sent by mail; only its hash is kept.

    For somebody new it carries the name and the hash of the password they chose: the account is made when the
    link comes back, so that nobody signs up with another's address.
    """

    __tablename__ = "sign_in_link"

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str] = mapped_column(sa.String(200))
    password_hash: Mapped[str | None] = mapped_column(sa.String(200))
    next_url: Mapped[str] = mapped_column(sa.String(500))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


explain("uq_person_email", "Somebody with this email address is here already.", field="email")
explain("uq_account_person_id", "This person has an account already.", field="email")
