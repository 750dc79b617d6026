"""What an address and a password must be, decided from their text alone."""

from __future__ import annotations

import unicodedata

from email_validator import EmailNotValidError, validate_email

from pitchday.errors import DomainError

SHORTEST = 10
LONGEST = 200

# The commonest of at least ten characters in published lists of leaked passwords.
COMMONEST = frozenset(
    {
        "0123456789",
        "0987654321",
        "1111111111",
        "1234567890",
        "1234567891",
        "12345678910",
        "123456789a",
        "1q2w3e4r5t",
        "1qaz2wsx3edc",
        "aaaaaaaaaa",
        "abcdefghij",
        "football123",
        "letmein123",
        "liverpool1",
        "manchester",
        "password12",
        "password123",
        "password1234",
        "q1w2e3r4t5",
        "qwertyuiop",
    }
)


def clean_address(text: str) -> str:
    """The address as we store and compare it: lower case, ASCII, at most 254 characters.

    Raises DomainError when mail cannot be sent to it.
    """
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise DomainError("Enter an email address such as name@example.org.", field="email") from None
    return (found.ascii_email or found.normalized).lower()


def normal_password(text: str) -> str:
    """One form for what different keyboards send for the same characters."""
    return unicodedata.normalize("NFKC", text)


def check_password(text: str, *, email: str) -> None:
    """Raise DomainError for a password that is short, guessed first by everybody, or the address itself."""
    password = normal_password(text)
    if len(password) < SHORTEST:
        raise DomainError(f"Use at least {SHORTEST} characters. Three words are easy to keep.", field="password")
    if len(password) > LONGEST:
        raise DomainError(f"Use at most {LONGEST} characters.", field="password")
    plain = password.casefold()
    if plain in COMMONEST:
        raise DomainError("Many people use this password, so it is guessed first. Choose another.", field="password")
    if plain == email.casefold():
        raise DomainError("Your address is no secret. Choose another password.", field="password")
