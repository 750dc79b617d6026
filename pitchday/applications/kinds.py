"""Reading, checking and showing an answer of each kind, from values alone.

An answer is always kept as text: as it was understood, or as it was typed when it was not, so that a half-written
draft loses nothing. Several options stand on a line each; a ranking has the first place in its first line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pitchday.applications.enums import QuestionKind
from pitchday.errors import DomainError
from pitchday.startups.rules import MOST_MONEY, read_money
from pitchday.web.filters import day, money, plural
from pitchday.web.urls import read_website

ACCEPTED = "yes"
MOST_OPTIONS = 20
MOST_RANKED = 8
MOST_NUMBER = 10**12

# What an organiser may say about a question of each kind beyond its words.
USES = {
    QuestionKind.TEXT: frozenset({"max_characters"}),
    QuestionKind.LONG_TEXT: frozenset({"max_words", "max_characters"}),
    QuestionKind.NUMBER: frozenset({"least", "most", "unit"}),
    QuestionKind.MONEY: frozenset({"least", "most"}),
    QuestionKind.CHOICE: frozenset({"options"}),
    QuestionKind.CHOICES: frozenset({"options", "least", "most"}),
    QuestionKind.RANKING: frozenset({"options"}),
}
WITH_OPTIONS = frozenset(kind for kind, used in USES.items() if "options" in used)
# Whose answers may decide what else is asked.
DECIDING = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


@dataclass(frozen=True)
class Terms:
    """What an answer must keep to. `least` and `most` bound a number, whole pounds, or how many options are chosen."""

    kind: QuestionKind = QuestionKind.LONG_TEXT
    max_words: int | None = None
    max_characters: int | None = None
    least: int | None = None
    most: int | None = None
    unit: str = ""
    options: tuple[str, ...] = ()


def word_count(text: str) -> int:
    """As the page counts while one types: runs of anything that is not blank."""
    return len(text.split())


def require_sound(terms: Terms) -> None:
    """Raise DomainError, beside its field, for terms that nobody could keep to."""
    if terms.kind is QuestionKind.LONG_TEXT and not (terms.max_words or terms.max_characters):
        raise DomainError("Enter a limit, in words or in characters.", field="max_words")
    if terms.kind in WITH_OPTIONS:
        _require_sound_options(terms)
    if terms.least is not None and terms.most is not None and terms.least > terms.most:
        raise DomainError("The most is less than the least.", field="most")


def _require_sound_options(terms: Terms) -> None:
    allowed = MOST_RANKED if terms.kind is QuestionKind.RANKING else MOST_OPTIONS
    if len(terms.options) < 2:
        raise DomainError("Enter at least two options, each on a line of its own.", field="options")
    if len(terms.options) > allowed:
        raise DomainError(f"Enter {allowed} options at most.", field="options")
    if len(set(terms.options)) < len(terms.options):
        raise DomainError("Two options are the same. Change one of them.", field="options")
    for bound, name in ((terms.least, "least"), (terms.most, "most")):
        if bound is not None and not 1 <= bound <= len(terms.options):
            raise DomainError(f"Enter a number from 1 to {len(terms.options)}, the number of options.", field=name)


def read(terms: Terms, typed: Sequence[str]) -> str:
    """The text to keep of what a form sent; what is no option at all is not kept."""
    if terms.kind is QuestionKind.CHOICE:
        return next((known for known in typed if known in terms.options), "")
    if terms.kind is QuestionKind.CHOICES:
        return "\n".join(known for known in terms.options if known in typed)
    if terms.kind is QuestionKind.RANKING:
        return "\n".join(known if known in terms.options else "" for known in typed[: len(terms.options)]).rstrip()
    if terms.kind is QuestionKind.STATEMENT:
        return ACCEPTED if ACCEPTED in typed else ""
    text = typed[0] if typed else ""
    understood = _READERS.get(terms.kind)
    value = understood(text) if understood and text else None
    return text if value is None else value


def chosen(text: str) -> list[str]:
    """The options in an answer, an empty place of a ranking included."""
    return text.split("\n") if text else []


def typed_of(kind: QuestionKind, text: str) -> list[str]:
    """What a form would send for an answer that is kept: `read` makes the same of it."""
    return chosen(text) if kind in WITH_OPTIONS else [text]


def _read_number(text: str) -> str | None:
    found = re.fullmatch(
        r"([+-]?)([0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]{1,13})(\.[0-9]{1,6})?", text.replace("\N{MINUS SIGN}", "-")
    )
    if found is None:
        return None
    number = Decimal(found[1] + re.sub("[, ]", "", found[2]) + (found[3] or ""))
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain == "-0" else plain


def _read_pounds(text: str) -> str | None:
    try:
        return str(read_money(text, field=""))
    except DomainError:
        return None


def _read_date(text: str) -> str | None:
    british = re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", text)
    try:
        known = date(int(british[3]), int(british[2]), int(british[1])) if british else date.fromisoformat(text)
    except ValueError:
        return None
    return known.isoformat() if 1900 <= known.year <= 2100 else None


def _read_address(text: str) -> str | None:
    try:
        return read_website(text, field="")
    except DomainError:
        return None


_READERS: dict[QuestionKind, Callable[[str], str | None]] = {
    QuestionKind.TEXT: lambda text: " ".join(text.split()),
    QuestionKind.NUMBER: _read_number,
    QuestionKind.MONEY: _read_pounds,
    QuestionKind.DATE: _read_date,
    QuestionKind.URL: _read_address,
}


def problem(terms: Terms, text: str, name: str) -> str | None:
    """Why a given answer to the question `name` cannot be sent as it is, as something to do; None when it can."""
    check = _CHECKS.get(terms.kind)
    return check(terms, text, name) if check and text else None


def _too_long(terms: Terms, text: str, name: str) -> str | None:
    over_words = word_count(text) - (terms.max_words or word_count(text))
    if over_words > 0:
        return f"Shorten the answer to {name} by {plural(over_words, 'word')}"
    over = len(text) - (terms.max_characters or len(text))
    return f"Shorten the answer to {name} by {plural(over, 'character')}" if over > 0 else None


def _no_number(terms: Terms, text: str, name: str) -> str | None:
    is_money = terms.kind is QuestionKind.MONEY
    understood = (_read_pounds if is_money else _read_number)(text)
    span = _span(terms)
    most = MOST_MONEY if is_money else MOST_NUMBER
    if understood is None or abs(Decimal(understood)) > most:
        what = "an amount in whole pounds" if is_money else "a number"
        return f"Enter {what} for {name}{', ' + span if span else ''}"
    low, high = terms.least, terms.most
    if (low is not None and Decimal(understood) < low) or (high is not None and Decimal(understood) > high):
        return f"Change the answer to {name}: it must be {span}"
    return None


def _span(terms: Terms) -> str:
    written = [
        None if bound is None else money(bound) if terms.kind is QuestionKind.MONEY else f"{bound:,}"
        for bound in (terms.least, terms.most)
    ]
    if written[0] and written[1]:
        return f"from {written[0]} to {written[1]}"
    if written[0]:
        return f"{written[0]} or more"
    return f"{written[1]} or less" if written[1] else ""


def _badly_chosen(terms: Terms, text: str, name: str) -> str | None:
    given = chosen(text)
    known = [option for option in given if option in terms.options]
    if terms.kind is QuestionKind.RANKING:
        return None if sorted(given) == sorted(terms.options) else f"Give each option of {name} one place"
    if not known:
        return f"Choose again at {name}: the options have changed"
    if terms.least is not None and len(known) < terms.least:
        return f"Choose at least {terms.least} at {name}"
    if terms.kind is QuestionKind.CHOICES and terms.most is not None and len(known) > terms.most:
        return f"Choose at most {terms.most} at {name}"
    return None


def _no_date(_terms: Terms, text: str, name: str) -> str | None:
    return None if _read_date(text) else f"Enter a date for {name}, such as 3/11/2026"


def _no_address(_terms: Terms, text: str, name: str) -> str | None:
    return None if _read_address(text) else f"Enter a web address for {name}, such as https://example.org"


_CHECKS: dict[QuestionKind, Callable[[Terms, str, str], str | None]] = {
    QuestionKind.TEXT: _too_long,
    QuestionKind.LONG_TEXT: _too_long,
    QuestionKind.NUMBER: _no_number,
    QuestionKind.MONEY: _no_number,
    QuestionKind.DATE: _no_date,
    QuestionKind.URL: _no_address,
    QuestionKind.CHOICE: _badly_chosen,
    QuestionKind.CHOICES: _badly_chosen,
    QuestionKind.RANKING: _badly_chosen,
}


def in_words(terms: Terms, text: str) -> str:
    """The answer as people read it; what was not understood as it was typed."""
    if terms.kind is QuestionKind.STATEMENT:
        return "Accepted" if text else ""
    if terms.kind is QuestionKind.RANKING:
        return "\n".join(f"{place}. {option}" for place, option in enumerate(chosen(text), start=1) if option)
    if terms.kind is QuestionKind.NUMBER and _read_number(text) == text:
        return f"{Decimal(text):,f} {terms.unit}".strip()
    if terms.kind is QuestionKind.MONEY and _read_pounds(text) == text:
        return money(int(text))
    if terms.kind is QuestionKind.DATE and _read_date(text) == text:
        return day(date.fromisoformat(text))
    return text


def limits(terms: Terms) -> str:
    """What an answer must keep to, in words for beside the question; empty when there is nothing to say."""
    if terms.kind in (QuestionKind.TEXT, QuestionKind.LONG_TEXT):
        told = [plural(terms.max_words, "word")] if terms.max_words else []
        told += [plural(terms.max_characters, "character")] if terms.max_characters else []
        return f"Up to {' and '.join(told)}" if told else ""
    if terms.kind in (QuestionKind.NUMBER, QuestionKind.MONEY):
        what = "An amount in pounds" if terms.kind is QuestionKind.MONEY else "A number"
        return ", ".join(part for part in (what, _span(terms), terms.unit) if part)
    if terms.kind is QuestionKind.CHOICES:
        return _how_many(terms)
    return {
        QuestionKind.DATE: "A date",
        QuestionKind.CHOICE: "Choose one",
        QuestionKind.RANKING: "Put them in order, the best first",
        QuestionKind.URL: "A web address",
        QuestionKind.FILE: "A PDF of up to 15 MB and 200 pages",
    }.get(terms.kind, "")


def _how_many(terms: Terms) -> str:
    if terms.least and terms.most:
        return f"Choose {terms.least}" if terms.least == terms.most else f"Choose {terms.least} to {terms.most}"
    if terms.least:
        return f"Choose at least {terms.least}"
    return f"Choose up to {terms.most}" if terms.most else "Choose any that apply"
