"""Finding people by what they are known by."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from pitchday.accounts.models import Account, Person, SignInLink
from pitchday.db import db


def person_by_email(email: str) -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def person_of_session(session_key: str) -> Person | None:
    """Whose session this is, with the account, in one query."""
    return db.session.scalar(
        sa.select(Person)
        .join(Person.account)
        .where(Account.session_key == session_key)
        .options(contains_eager(Person.account))
    )


def accounts() -> sa.Select[Account]:
    """All accounts, by address."""
    return sa.select(Account).join(Account.person).order_by(Person.email)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_by_token(token: str) -> SignInLink | None:
    """The link of this token, used or expired ones too."""
    return db.session.scalar(sa.select(SignInLink).where(SignInLink.token_hash == token_hash(token)))
