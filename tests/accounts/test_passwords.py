from __future__ import annotations

import pytest

from pitchday.accounts import passwords
from pitchday.accounts.rules import COMMONEST, check_password, clean_address
from pitchday.errors import DomainError


def test_the_right_password_matches_and_no_other() -> None:
    kept = passwords.hashed("three quiet words")
    assert "three" not in kept
    assert passwords.matches(kept, "three quiet words")
    assert not passwords.matches(kept, "three quiet word")
    assert not passwords.matches(None, "three quiet words")
    assert not passwords.matches("no hash at all", "three quiet words")


def test_keyboards_that_send_letters_differently_send_the_same_password() -> None:
    assert passwords.matches(passwords.hashed("caf\u00e9 at noon"), "cafe\u0301 at noon")


def test_a_hash_of_weaker_settings_is_outdated() -> None:
    from argon2 import PasswordHasher

    assert passwords.outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("three quiet words"))
    assert not passwords.outdated(passwords.hashed("three quiet words"))


@pytest.mark.parametrize("password", ["ten letter", "          ", "ünïcödé wörds", "x" * 200])
def test_length_is_the_only_other_rule(password: str) -> None:
    check_password(password, email="ada@pitchday.example")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("nine char", "at least 10"),
        ("x" * 201, "at most 200"),
        ("Password123", "Many people"),
        ("ADA@pitchday.example", "no secret"),
    ],
)
def test_passwords_that_are_refused(password: str, why: str) -> None:
    with pytest.raises(DomainError, match=why) as refusal:
        check_password(password, email="ada@pitchday.example")
    assert refusal.value.field == "password"


def test_the_twenty_commonest_are_long_enough_to_matter() -> None:
    assert len(COMMONEST) == 20
    assert min(len(word) for word in COMMONEST) >= 10


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" Ada@Pitchday.Example ", "ada@pitchday.example"), ("ada@bücher.example", "ada@xn--bcher-kva.example")],
)
def test_addresses_have_one_form(typed: str, kept: str) -> None:
    assert clean_address(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "@pitchday.example", "a b@pitchday.example", "ädä@pitchday.example"]
)
def test_addresses_that_take_no_mail_are_refused(typed: str) -> None:
    with pytest.raises(DomainError):
        clean_address(typed)
