"""The few errors that people may meet, and the words they meet them in."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal by a rule: `message` is for the person, `field` names the form field it belongs beside."""

    status = 409

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleEdit(DomainError):
    """Somebody else saved first; the message says who changed what."""


class NotFound(DomainError):
    """Nothing here, or nothing that this person may know of."""

    status = 404

    def __init__(self, message: str = "The address may be mistyped, or what was here has been taken down.") -> None:
        super().__init__(message)


class Forbidden(DomainError):
    """The person is known and the thing is no secret, but it is not theirs to open."""

    status = 403

    def __init__(self, message: str = "You do not have access to this page.") -> None:
        super().__init__(message)


class SignInNeeded(DomainError):
    """Somebody must sign in before this question can be answered."""

    status = 401

    def __init__(self, message: str = "Sign in to go on.") -> None:
        super().__init__(message)
