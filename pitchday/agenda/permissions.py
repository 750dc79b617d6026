"""Who may read a private calendar."""

from __future__ import annotations

from typing import Any

from pitchday.agenda.queries import owner_of
from pitchday.errors import NotFound


def feed_owner(person: object, token: str) -> dict[str, Any]:
    """Whoever knows the token, signed in or not: calendar programs cannot sign in."""
    owner = owner_of(token)
    if owner is None:
        raise NotFound
    return {"owner": owner}
