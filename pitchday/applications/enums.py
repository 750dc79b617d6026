"""The states of an application and the moves between them."""

from __future__ import annotations

import enum


class ApplicationState(enum.Enum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    INVITED = "invited"
    DECLINED = "declined"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Decision(enum.Enum):
    """What organisers have decided and not necessarily told anybody yet."""

    ACCEPT = "accept"
    DECLINE = "decline"


# Submitted again: until the deadline an application may be changed, and every submission is kept.
MOVES = {
    ApplicationState.DRAFT: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.SUBMITTED: frozenset(
        {
            ApplicationState.SUBMITTED,
            ApplicationState.RETURNED,
            ApplicationState.INVITED,
            ApplicationState.DECLINED,
            ApplicationState.WITHDRAWN,
        }
    ),
    ApplicationState.RETURNED: frozenset({ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN}),
    ApplicationState.INVITED: frozenset({ApplicationState.CONFIRMED, ApplicationState.WITHDRAWN}),
    ApplicationState.CONFIRMED: frozenset({ApplicationState.WITHDRAWN}),
    ApplicationState.DECLINED: frozenset[ApplicationState](),
    ApplicationState.WITHDRAWN: frozenset[ApplicationState](),
}

# What organisers see: a draft is the founder's own until it is sent.
SEEN_BY_ORGANISERS = frozenset(ApplicationState) - {ApplicationState.DRAFT}
# From these a startup that comes through another pitch day is invited, whatever was said or thought of it here.
CARRIED = frozenset(
    {ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.DECLINED}
)
EDITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.SUBMITTED, ApplicationState.RETURNED})


class QuestionKind(enum.Enum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    RANKING = "ranking"
    URL = "url"
    STATEMENT = "statement"
    FILE = "file"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS = {
    QuestionKind.TEXT: "Short text",
    QuestionKind.LONG_TEXT: "Long text",
    QuestionKind.NUMBER: "Number",
    QuestionKind.MONEY: "Amount of money",
    QuestionKind.DATE: "Date",
    QuestionKind.CHOICE: "One choice",
    QuestionKind.CHOICES: "Several choices",
    QuestionKind.RANKING: "Ranking",
    QuestionKind.URL: "Web address",
    QuestionKind.STATEMENT: "Statement to accept",
    QuestionKind.FILE: "File (PDF)",
}


class Readers(enum.Enum):
    """Who reads the answers to a question, from most to fewest."""

    ALL = "all"
    NAMED = "named"
    ORGANISERS = "organisers"

    @property
    def label(self) -> str:
        return {
            Readers.ALL: "Judges and organisers",
            Readers.NAMED: "Judges and organisers, but not in the anonymous review copy",
            Readers.ORGANISERS: "Organisers only",
        }[self]
