"""Hashing passwords, and comparing at the same price whether or not there is an account."""

from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from pitchday.accounts.rules import LONGEST, normal_password

_hasher = PasswordHasher()


def hashed(password: str) -> str:
    return _hasher.hash(normal_password(password))


@functools.cache
def _nobodys_hash() -> str:
    return _hasher.hash("no account has this password")


def matches(password_hash: str | None, password: str) -> bool:
    """Whether this is the password. Without a hash it takes as long, so that time does not tell who has an account."""
    try:
        right = _hasher.verify(password_hash or _nobodys_hash(), normal_password(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


def outdated(password_hash: str) -> bool:
    """Whether today's settings are stronger than those the hash was made with."""
    return _hasher.check_needs_rehash(password_hash)
