"""Whose file it is."""

from __future__ import annotations

from typing import Any

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.downloads import queries
from pitchday.errors import NotFound
from pitchday.web.guards import required_person


def own_download(person: Person | None, download_uid: str) -> dict[str, Any]:
    """Whoever asked for the file, for a day and for as long as they may see the list; nobody else is told of it."""
    download = queries.of_person(required_person(person), download_uid, clock.now())
    if download is None:
        raise NotFound
    return {"download": download, "listing": queries.list_of(download)}
