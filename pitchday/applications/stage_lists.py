"""The organisers' list of decks for the stage: who has said which is the one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from pitchday.applications import queries, stage_decks
from pitchday.applications.models import Application
from pitchday.applications.stage_deck_models import StageDeck
from pitchday.events.lists import EventListing
from pitchday.events.rights import Right
from pitchday.startups.models import Startup
from pitchday.startups.visibility import public_facts
from pitchday.web.listing import Choice, Column, Filter


@dataclass(frozen=True)
class Line:
    """A startup that pitches, with what is known of its deck."""

    application: Application
    stage: StageDeck | None
    facts: dict[str, Any]

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def confirmed_at(self) -> datetime | None:
        return self.stage.confirmed_at if self.stage else None

    @property
    def by(self) -> str | None:
        return self.stage.confirmed_by.name if self.stage and self.stage.confirmed_by else None

    @property
    def standing(self) -> str:
        if self.is_confirmed:
            return "Confirmed"
        return "To be confirmed" if self.has_deck else "No deck"

    @property
    def has_deck(self) -> bool:
        return self.application.deck_id is not None or bool(self.stage and self.stage.deck_id)

    @property
    def opened(self) -> bool:
        return bool(self.stage and self.stage.opened_at)

    @property
    def opened_reason(self) -> str | None:
        return self.stage.opened_reason if self.stage else None


class StageDecks(EventListing):
    """Of each startup whose place is confirmed."""

    name = "stage-decks"
    endpoint = "applications.stage_decks"
    right = Right.READ
    title, one, many = "Decks for the stage", "startup", "startups"
    searched = (Startup.name,)
    search_label = "Startup"
    first = "startup"
    tie = (Application.id,)
    columns = (
        Column("startup", "Startup", lambda line: line.facts["name"], [sa.func.lower(Startup.name)]),
        Column("deck", "Deck", lambda line: line.standing),
        Column("confirmed", "Confirmed", lambda line: line.confirmed_at, [StageDeck.confirmed_at], "time"),
        Column("by", "By", lambda line: line.by),
        Column("opened", "Opened again because", lambda line: line.opened_reason, shown=False),
    )

    def statement(self) -> sa.Select[Application]:
        return queries.confirmed(self.event.id).outerjoin(StageDeck, StageDeck.application_id == Application.id)

    def available(self) -> list[Filter]:
        confirmed = stage_decks.is_confirmed()
        return [
            Filter(
                "is",
                "Deck",
                "All",
                [Choice("open", "To be confirmed", ~confirmed), Choice("confirmed", "Confirmed", confirmed)],
            )
        ]

    def rows(self, found: Sequence[Application]) -> list[Line]:
        stages = stage_decks.of_applications([application.id for application in found])
        return [Line(known, stages.get(known.id), public_facts(known.startup)) for known in found]
