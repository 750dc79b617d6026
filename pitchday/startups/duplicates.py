"""Spotting a company that is here already, before it is added twice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.startups.models import Startup, StartupMember

# Where many companies have a page under one name, so that the name tells nothing.
SHARED_HOSTS = frozenset(
    (
        *("linkedin.com", "facebook.com", "instagram.com", "x.com", "twitter.com", "youtube.com", "tiktok.com"),
        *("github.io", "github.com", "gitlab.io", "google.com", "notion.site", "notion.so", "wordpress.com"),
        *("wixsite.com", "webflow.io", "squarespace.com", "carrd.co", "medium.com", "substack.com", "linktr.ee"),
        *("netlify.app", "vercel.app", "pages.dev", "herokuapp.com", "blogspot.com", "tumblr.com", "bit.ly"),
    )
)
# Words that companies carry behind their name.
_FORMS = re.compile(r"\b(the|ltd|limited|plc|llp|lp|cic|inc|uk|co|company|group|holdings)\b")
CLOSE = 0.9
MOST = 5


@dataclass(frozen=True)
class Duplicate:
    """A startup that may be the same company. `by` is what they have in common, in words."""

    startup: Startup
    by: str

    @property
    def is_certain(self) -> bool:
        return self.by == NUMBER


NUMBER, WEBSITE, NAME = "company number", "website", "name"


def name_key(name: str) -> str:
    """A name without capitals, accents, punctuation and legal forms, to be compared by."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(sign))
    words = re.sub(r"[^\w\s]", "", plain).replace("_", " ")
    short = "".join(_FORMS.sub(" ", words).split())
    return short or "".join(words.split())


def domain(website: str) -> str:
    """The host of a website that is the company's own; nothing for one that many share."""
    host = (urlsplit(website).hostname or "").removeprefix("www.").rstrip(".")
    return "" if any(host == shared or host.endswith(f".{shared}") for shared in SHARED_HOSTS) else host


def is_close(one: str, other: str) -> bool:
    """Whether two keys are of one name, but for a slip of the finger. Short and numbered names have to be equal."""
    if one == other:
        return bool(one)
    if min(len(one), len(other)) < 6 or re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return False
    pair = SequenceMatcher(None, one, other, autojunk=False)
    return pair.real_quick_ratio() >= CLOSE and pair.quick_ratio() >= CLOSE and pair.ratio() >= CLOSE


def duplicates_of(facts: Mapping[str, Any], *, of: Startup | None = None) -> list[Duplicate]:
    """Startups that share number, website or name with these facts, the surest first, `of` itself left out.

    An edit asks only about what it changes. All names are read in one query: they are few and short, and it is done
    when a profile is saved, never when a page is looked at.
    """
    asked = {key: facts.get(key, "") for key in ("company_number", "website", "name")}
    if of is not None:
        asked = {key: value if value != getattr(of, key) else "" for key, value in asked.items()}
    number, host, key = asked["company_number"], domain(asked["website"]), name_key(asked["name"])
    if not (number or host or key):
        return []
    reasons: dict[int, str] = {}
    columns = Startup.id, Startup.company_number, Startup.website, Startup.name
    for row in db.session.execute(sa.select(*columns).where(Startup.id != (of.id if of else 0))):
        if number and row.company_number == number:
            reasons[row.id] = NUMBER
        elif host and domain(row.website) == host:
            reasons[row.id] = WEBSITE
        elif key and is_close(key, name_key(row.name)):
            reasons[row.id] = NAME
    order = [NUMBER, WEBSITE, NAME]
    first = sorted(reasons, key=lambda id_: (order.index(reasons[id_]), id_))[:MOST]
    found = sa.select(Startup).where(Startup.id.in_(first)).options(selectinload(Startup.members))
    known = {startup.id: startup for startup in db.session.scalars(found)}
    return [Duplicate(known[id_], reasons[id_]) for id_ in first]


def same_company(facts: Mapping[str, Any], email: str) -> Startup | None:
    """The startup that these facts are of, when it is here: by number, by website, or by name and one of its people.

    A name alone may be that of another company. Three narrow queries, so that thousands of rows can be asked about.
    """
    number, host = facts.get("company_number"), domain(facts.get("website") or "")
    if number:
        found = db.session.scalars(sa.select(Startup).where(Startup.company_number == number)).first()
        if found is not None:
            return found
    if host:
        near = db.session.scalars(sa.select(Startup).where(Startup.website.icontains(host, autoescape=True)))
        found = next((startup for startup in near if domain(startup.website) == host), None)
        if found is not None:
            return found
    key = name_key(facts["name"])
    theirs = sa.select(Startup).join(Startup.members).join(StartupMember.person).where(Person.email == email)
    return next((startup for startup in db.session.scalars(theirs) if is_close(key, name_key(startup.name))), None)


def require_another(duplicates: list[Duplicate], *, confirmed: bool) -> None:
    """Raise DomainError when the company is here already, or may be and nobody has said that it is another."""
    if any(duplicate.is_certain for duplicate in duplicates):
        raise DomainError("A startup with this company number is here already.", field="company_number")
    if duplicates and not confirmed:
        raise DomainError(
            "It may be here already. Look below the heading, or say that it is another company.", field="is_another"
        )
