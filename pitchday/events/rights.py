"""Which role may do what: the one table that every guard asks, and from which docs/permissions.md is written."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from pitchday.events.enums import Role


class Right(enum.Enum):
    """Something that a role lets people do at a pitch day, or throughout a programme."""

    SEE = "see"
    HISTORY = "history"
    EDIT = "edit"
    TEAM = "team"
    READ = "read"
    DECIDE = "decide"
    SCHEDULE = "schedule"
    RELEASE = "release"
    MEETINGS = "meetings"
    INVESTORS = "investors"
    RESULTS = "results"
    EQUALITY = "equality"
    DOWNLOAD = "download"
    CALL_OFF = "call_off"
    HAND_OVER = "hand_over"
    PROGRESS = "progress"
    CREATE = "create"

    @property
    def words(self) -> str:
        return WORDS[self]


WORDS = {
    Right.SEE: "Open the desk: figures and where things stand, nobody’s name and nothing that a startup sent",
    Right.HISTORY: "Read who did what",
    Right.EDIT: "Change, publish and clone it, set the questions, look at warnings",
    Right.TEAM: "Invite people into the team, change what they do, take them out",
    Right.READ: "Read applications and the decks sent with them",
    Right.DECIDE: "Decide applications and tell the startups",
    Right.SCHEDULE: "Build the schedule",
    Right.RELEASE: "Release the schedule",
    Right.MEETINGS: "See and cancel meetings",
    Right.INVESTORS: "See and invite investors",
    Right.RESULTS: "Enter results and make them public",
    Right.EQUALITY: "Read the report on the equality questions, in which nobody can be told apart",
    Right.DOWNLOAD: "Take the lists they may see away as files",
    Right.CALL_OFF: "Postpone it, give it a new date, cancel it",
    Right.HAND_OVER: "Hand it over to another organiser",
    Right.PROGRESS: "Decide who goes through to later pitch days",
    Right.CREATE: "Add pitch days and programmes, look after cities, venues and funders",
}

# What there is at a programme alone: the results of every city lie behind the one, pitch days of all behind the other.
OF_PROGRAMMES = frozenset({Right.PROGRESS, Right.CREATE})

_ORGANISER = frozenset(Right) - OF_PROGRAMMES - {Right.HAND_OVER}

# Whoever owns something can give it away; that is all in which a lead and an organiser differ. Judges and coaches
# come to what they are assigned, investors to what they are invited to, not to the desk.
AT_EVENT: Mapping[Role, frozenset[Right]] = {
    Role.LEAD: _ORGANISER | {Right.HAND_OVER},
    Role.ORGANISER: _ORGANISER,
    Role.REVIEWER_COORDINATOR: frozenset({Right.SEE, Right.READ, Right.DOWNLOAD}),
    Role.JUDGE: frozenset(),
    Role.COACH: frozenset(),
    Role.STAGE_MANAGER: frozenset({Right.SEE, Right.SCHEDULE}),
    Role.FRONT_OF_HOUSE: frozenset({Right.SEE}),
    Role.OFFICER: frozenset({Right.SEE, Right.EQUALITY}),
    Role.INVESTOR: frozenset(),
}

# A role throughout a programme gives the same at the programme itself and at each of its pitch days.
THROUGHOUT: Mapping[Role, frozenset[Right]] = {
    **AT_EVENT,
    Role.LEAD: AT_EVENT[Role.LEAD] | OF_PROGRAMMES,
    Role.ORGANISER: AT_EVENT[Role.ORGANISER] | OF_PROGRAMMES,
}

ALL = frozenset(Right)


def roles_with(table: Mapping[Role, frozenset[Right]], right: Right) -> tuple[Role, ...]:
    """The roles that have a right, for conditions of queries."""
    return tuple(role for role, rights in table.items() if right in rights)
