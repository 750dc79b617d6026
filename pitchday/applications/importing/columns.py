"""What a column of somebody's spreadsheet can hold, and which it probably does, from the words above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pitchday.applications.enums import QuestionKind
from pitchday.applications.models import Question

NAME, FOUNDER_NAME, FOUNDER_EMAIL, PEOPLE, SENT_ON = "name", "founder_name", "founder_email", "people", "sent_on"
NEEDED = (NAME, FOUNDER_NAME, FOUNDER_EMAIL)
ANSWER = "answer_"

_OTHERS = {
    FOUNDER_NAME: "Founder’s name",
    FOUNDER_EMAIL: "Founder’s email address",
    PEOPLE: "Further people",
    SENT_ON: "Sent on",
}
_ALSO = {
    NAME: ("startup", "startup name", "company", "company name", "business name", "organisation", "venture"),
    "one_liner": ("one liner", "tagline", "strapline", "short description", "summary", "elevator pitch"),
    "description": ("description", "about", "about the company", "about your startup", "product"),
    "website": ("web site", "url", "web address", "web page", "homepage", "company website"),
    "city_id": ("location", "town", "nearest city", "based in"),
    "sector_id": ("industry", "field"),
    "specialisms": ("tags", "keywords", "sub sector", "sub sectors", "technologies"),
    "stage": ("funding stage", "company stage"),
    "founded": ("date founded", "founded on", "incorporated", "incorporation date", "start date"),
    "company_number": ("companies house number", "crn", "company registration number", "registration number"),
    "postcode": ("post code", "company postcode"),
    "ask": ("ask", "raising", "funding sought", "investment sought", "amount raising", "how much are you raising"),
    "raised": ("raised", "funding to date", "total raised"),
    FOUNDER_NAME: ("founder", "founder name", "contact", "contact name", "your name", "full name", "lead founder"),
    FOUNDER_EMAIL: ("email", "e mail", "email address", "founder email", "contact email", "your email", "mail"),
    PEOPLE: ("team", "co founders", "cofounders", "other founders", "team members", "people"),
    SENT_ON: ("submitted", "submitted on", "submission date", "timestamp", "applied on", "date submitted"),
}


@dataclass(frozen=True)
class Target:
    """What a column can be read as. `key` is a fact's column, one of the names above, or `answer_` and a question's
    uid."""

    key: str
    label: str


def targets(fact_labels: Mapping[str, str], questions: Iterable[Question]) -> list[Target]:
    """All there is, what every row must have first. Files cannot come in a spreadsheet."""
    people = [Target(key, label) for key, label in _OTHERS.items()]
    facts = [Target(key, label) for key, label in fact_labels.items()]
    asked = [
        Target(f"{ANSWER}{question.uid}", question.label)
        for question in questions
        if question.kind is not QuestionKind.FILE
    ]
    return sorted([*facts[:1], *people, *facts[1:], *asked], key=lambda target: target.key not in NEEDED)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold().replace("’", "").replace("'", "")).split())


def guessed(headings: Sequence[str], known: Sequence[Target]) -> list[str]:
    """The key for each heading, each key once; nothing for those that say too little."""
    words: dict[str, str] = {}
    for target in known:
        for text in (target.label, *_ALSO.get(target.key, ())):
            words.setdefault(_plain(text), target.key)
    found: list[str] = []
    for heading in headings:
        key = words.get(_plain(heading), "")
        found.append("" if key in found else key)
    return found
