"""Acts with their instants and actors, played in the order of time with the clock standing at each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pitchday import clock, history
from pitchday.accounts.models import Person
from pitchday.applications.models import Application
from pitchday.db import db
from pitchday.events.models import Event, Programme
from pitchday.files.models import StoredFile
from pitchday.history.services import SYSTEM
from pitchday.meetings.models import Meeting
from pitchday.places.models import City, Venue
from pitchday.startups.models import Startup


@dataclass
class World:
    """Rows that acts have made and later acts need, by the names the plan has for them."""

    cities: dict[str, City] = field(default_factory=dict)
    sectors: dict[str, int] = field(default_factory=dict)
    venues: dict[str, list[Venue]] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    startups: dict[str, Startup] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    applications: dict[tuple[str, str], Application] = field(default_factory=dict)
    meetings: dict[tuple[str, str, str], Meeting] = field(default_factory=dict)
    decks: dict[str, tuple[StoredFile, int]] = field(default_factory=dict)


@dataclass(order=True)
class _Act:
    at: datetime
    number: int
    by: str = field(compare=False)
    do: Callable[..., object] = field(compare=False)
    arguments: tuple[Any, ...] = field(compare=False)


class Script:
    """What will have happened. Acts of one instant keep the order in which they were written."""

    def __init__(self) -> None:
        self._acts: list[_Act] = []

    def at(self, when: datetime, by: str, do: Callable[..., object], *arguments: Any) -> None:
        """Let the person of this address, or pitchday itself for an empty one, do something at an instant."""
        self._acts.append(_Act(when, len(self._acts), by, do, arguments))

    def instants(self) -> list[datetime]:
        return sorted(act.at for act in self._acts)

    def play(self, world: World) -> int:
        """Do everything, and return how much it was.

        Each act is flushed by itself, so that the order of rows never depends on where objects lie in memory.
        """
        for act in sorted(self._acts):
            actor = world.people[act.by].actor if act.by else SYSTEM
            with clock.frozen(act.at), history.acting(actor):
                act.do(world, *act.arguments)
                db.session.flush()
        return len(self._acts)
