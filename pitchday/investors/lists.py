"""The organisers' list of the investors of a pitch day. Of a statement it knows whether it holds on the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from pitchday import clock
from pitchday.accounts.models import Account, Person
from pitchday.events.lists import EventListing
from pitchday.events.models import EventRole
from pitchday.events.rights import Right
from pitchday.investors import queries
from pitchday.investors.enums import InvestorKind
from pitchday.investors.models import InvestorProfile, InvestorStatement
from pitchday.web.listing import Choice, Column, Filter, one_of


@dataclass(frozen=True)
class Line:
    """An invitation with what the investor has told of themselves."""

    role: EventRole
    profile: InvestorProfile | None
    holds: bool

    @property
    def person(self) -> Person:
        return self.role.person

    @property
    def basis(self) -> str:
        return "Basis holds" if self.holds else "No basis yet"

    @property
    def kind(self) -> str | None:
        return self.profile.kind.label if self.profile else None


_SIGNED_IN = sa.exists().where(Account.person_id == Person.id)


class Investors(EventListing):
    """Who was invited to a pitch day as an investor."""

    name = "investors"
    endpoint = "investors.invite"
    right = Right.INVESTORS
    title, one, many = "Investors", "investor", "investors"
    searched = (Person.name, Person.email, InvestorProfile.firm)
    search_label = "Name, firm or address"
    first = "name"
    tie = (EventRole.id,)
    columns = (
        Column("name", "Name", lambda line: line.person.name, [sa.func.lower(Person.name)]),
        Column("basis", "Basis", lambda line: line.basis),
        Column("kind", "Kind", lambda line: line.kind, [InvestorProfile.kind]),
        Column("firm", "Firm", lambda line: line.profile and line.profile.firm, [sa.func.lower(InvestorProfile.firm)]),
        Column("email", "Email", lambda line: line.person.email, [Person.email]),
        Column("account", "Has an account", lambda line: line.person.account is not None, [_SIGNED_IN], shown=False),
        Column("invited", "Invited", lambda line: line.role.created_at, [EventRole.created_at], "time", False),
    )

    @property
    def day(self) -> date:
        """The day on which a statement must hold, in the United Kingdom."""
        return self.event.starts_at.astimezone(clock.UK).date()

    def statement(self) -> sa.Select[EventRole]:
        return queries.invited_to(self.event).outerjoin(InvestorProfile, InvestorProfile.person_id == Person.id)

    def available(self) -> list[Filter]:
        holds = sa.exists().where(InvestorStatement.person_id == EventRole.person_id, queries.valid(self.day))
        bases = [Choice("holds", "Holds on the day", holds), Choice("none", "None that day", sa.not_(holds))]
        return [
            Filter("basis", "Basis", "All", bases),
            Filter("kind", "Kind", "All kinds", one_of(InvestorProfile.kind, InvestorKind)),
        ]

    def rows(self, found: Sequence[EventRole]) -> list[Line]:
        ids = [role.person_id for role in found]
        profiles, holders = queries.profiles_of(ids), queries.last_valid_days(ids, self.day)
        return [Line(role, profiles.get(role.person_id), role.person_id in holders) for role in found]
