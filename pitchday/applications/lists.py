"""The organisers' list of applications. Of a startup it knows what everybody may know, and who its people are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from pitchday.accounts.models import Person
from pitchday.applications import calls, desk, queries, tagging
from pitchday.applications.enums import ApplicationState, Decision
from pitchday.applications.models import Application, Note
from pitchday.events.lists import EventListing
from pitchday.events.models import Sector
from pitchday.events.queries import sectors
from pitchday.events.rights import Right
from pitchday.places.models import City
from pitchday.places.queries import cities
from pitchday.startups.enums import Stage
from pitchday.startups.models import Startup, StartupMember
from pitchday.startups.visibility import public_facts
from pitchday.web.listing import Asked, Choice, Column, Filter, in_order, one_of


@dataclass(frozen=True)
class Line:
    """An application with the public facts of its startup."""

    application: Application
    facts: dict[str, Any]
    is_late: bool = False

    @property
    def after_early_deadline(self) -> str | None:
        return "Yes" if self.is_late else None

    @property
    def stage(self) -> str | None:
        stage: Stage | None = self.facts["stage"]
        return stage.label if stage else None

    @property
    def decision(self) -> str | None:
        return desk.DECIDED[self.application.decision] if self.application.decision else None

    @property
    def tags(self) -> str:
        return ", ".join(tag.name for tag in self.application.tags)

    @property
    def notes(self) -> str:
        """Who wrote what, the oldest first."""
        return "\n".join(f"{note.author.name}: {note.text}" for note in self.application.notes)

    @property
    def founders(self) -> str:
        return ", ".join(member.name for member in self.application.startup.members)

    @property
    def emails(self) -> str:
        return ", ".join(member.person.email for member in self.application.startup.members)


_FOUNDERS = (
    sa.select(sa.func.aggregate_strings(sa.func.coalesce(StartupMember.listed_as, Person.name), ", "))
    .select_from(StartupMember)
    .join(Person, Person.id == StartupMember.person_id)
    .where(StartupMember.startup_id == Startup.id)
    .correlate(Startup)
    .scalar_subquery()
)
_STANDING = sa.case(
    (sa.and_(Application.state == ApplicationState.SUBMITTED, Application.decision.is_(None)), 0),
    (Application.state == ApplicationState.SUBMITTED, 1),
    else_=in_order(Application.state, ApplicationState) + 1,
)


@dataclass(frozen=True)
class Ticked(Filter):
    """Those that somebody has ticked one by one: their uids, which no select offers."""

    def choice(self, value: str) -> Choice | None:
        uids = [uid for uid in dict.fromkeys(value.split(",")) if uid.isascii() and uid.isalnum()]
        if not uids:
            return None
        return Choice(",".join(uids), f"{len(uids):,} ticked", Application.uid.in_(uids))


class Applications(EventListing):
    """What has been sent to a pitch day, whatever became of it."""

    name = "applications"
    endpoint = "applications.desk"
    right = Right.READ
    title, one, many = "Applications", "application", "applications"
    searched = (Startup.name, _FOUNDERS, Startup.specialisms)
    search_label = "Startup, founder or specialism"
    first = "startup"
    tie = (Application.id,)
    columns = (
        Column("startup", "Startup", lambda line: line.facts["name"], [sa.func.lower(Startup.name)]),
        Column("state", "State", lambda line: desk.standing(line.application), [_STANDING, Application.decision]),
        Column("sector", "Sector", lambda line: line.facts["sector"], [Sector.name]),
        Column("specialisms", "Specialisms", lambda line: line.facts["specialisms"], shown=False),
        Column("city", "City", lambda line: line.facts["city"], [City.name]),
        Column("stage", "Stage", lambda line: line.stage, [in_order(Startup.stage, Stage)], shown=False),
        Column("founders", "Founders", lambda line: line.founders, [sa.func.lower(_FOUNDERS)]),
        Column("email", "Email", lambda line: line.emails, shown=False),
        Column("website", "Website", lambda line: line.facts["website"], shown=False),
        Column("company", "Company number", lambda line: line.facts["company_number"], shown=False),
        Column("tags", "Tags", lambda line: line.tags, shown=False),
        Column("notes", "Private notes", lambda line: line.notes, shown=False),
        Column("sent", "Sent", lambda line: line.application.submitted_at, [Application.submitted_at], "time"),
        Column("late", "After the early deadline", lambda line: line.after_early_deadline, shown=False),
        Column("decision", "Decision", lambda line: line.decision, [Application.decision], shown=False),
        Column("reason", "Reason", lambda line: line.application.decision_reason, shown=False),
        Column("decided", "Decided", lambda line: line.application.decided_at, [Application.decided_at], "time", False),
        Column("told", "Told", lambda line: line.application.released_at, [Application.released_at], "time", False),
    )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many there are of each state, and how many are still being written."""
        return desk.counts(self.event.id)

    def asked(self, args: MultiDict[str, str]) -> Asked:
        """Each tick comes as a value of its own; they mean nothing where all are asked for."""
        together = MultiDict(args)
        together["only"] = "" if "all" in args else ",".join(args.getlist("only"))
        return super().asked(together)

    def statement(self) -> sa.Select[Application]:
        return queries.with_members(
            queries.with_startup(
                queries.seen_by_organisers(self.event.id)
                .join(Application.startup)
                .outerjoin(Startup.sector)
                .outerjoin(Startup.city)
            )
        ).options(selectinload(Application.tags), selectinload(Application.notes).joinedload(Note.author))

    def available(self) -> list[Filter]:
        counts = self.counts
        states = [Choice(key, words, desk.in_state(key), counts[key]) for key, words in desk.FILTERS.items() if key]
        first = calls.early_deadline_of(self.event)
        return [
            Filter("state", "State", f"All ({counts['']})", states),
            *([_early_deadline(first)] if first else []),
            Filter("decision", "Decision", "All decisions", _decisions()),
            _fact("sector", "Sector", "All sectors", Startup.sector_id, sectors()),
            _fact("city", "City", "All cities", Startup.city_id, cities()),
            Filter("stage", "Stage", "All stages", [*one_of(Startup.stage, Stage), _unsaid(Startup.stage)]),
            *self._tags(),
            Ticked("only", "Only", "", ()),
        ]

    def _tags(self) -> list[Filter]:
        """Nothing where nobody has tagged anything."""
        known = [Choice(tag.uid, tag.name, tagging.has(tag)) for tag, _ in tagging.tags_of(self.event.id)]
        none = Choice("none", "No tag", tagging.has_none())
        return [Filter("tag", "Tag", "All tags", [*known, none])] if known else []

    def rows(self, found: Sequence[Application]) -> list[Line]:
        late = calls.after_early_deadline(self.event, [application.id for application in found])
        return [Line(known, public_facts(known.startup), known.id in late) for known in found]


def _early_deadline(first_at: datetime) -> Filter:
    late = calls.sent_after(first_at)
    return Filter(
        "first",
        "Early deadline",
        "Any date",
        [Choice("in", "Sent by then", ~late), Choice("after", "Sent later", late)],
    )


def _decisions() -> list[Choice]:
    found = [Choice(known.value, desk.DECIDED[known], Application.decision == known) for known in Decision]
    return [*found, Choice("none", "None yet", Application.decision.is_(None))]


def _fact(key: str, label: str, everything: str, column: Any, known: Sequence[Sector | City]) -> Filter:
    choices = [Choice(each.slug, each.name, column == each.id) for each in known]
    return Filter(key, label, everything, [*choices, _unsaid(column)])


def _unsaid(column: Any) -> Choice:
    return Choice("unsaid", "Not said", column.is_(None))
