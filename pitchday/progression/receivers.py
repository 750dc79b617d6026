"""What progression does about news from packages below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pitchday.events.models import Event, Programme
from pitchday.events.signals import programme_cloned
from pitchday.progression import services


@programme_cloned.connect
def take_the_routes_along(programme: Programme, *, events: Mapping[int, Event], **_: Any) -> None:
    services.copy_routes(events)
