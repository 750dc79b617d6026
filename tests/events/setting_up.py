"""What an organiser types to set up a pitch day."""

from __future__ import annotations

from typing import Any


def moment(name: str, text: str) -> dict[str, str]:
    """The two inputs of a date with a time, from `2027-03-03 18:00`."""
    day, at = text.split()
    return {f"{name}-date": day, f"{name}-time": at}


def typed(**changes: Any) -> dict[str, Any]:
    """A sound pitch day in Leeds at a new venue; a change to None leaves the field out."""
    values = {
        "title": "Leeds heat",
        "kind": "heat",
        "programme": "",
        "city": "leeds",
        **moment("starts_at", "2027-03-03 18:00"),
        **moment("ends_at", "2027-03-03 20:30"),
        **moment("applications_close_at", "2027-02-19 17:00"),
        "description": "Six startups, **one** evening.",
        "venue": "",
        "name": "Mill Hall",
        "address": "1 Sample Street",
        "postcode": "ls11ur",
        "new_rooms-0-name": "Main hall",
        "new_rooms-0-capacity": "120",
        "once": "once-1",
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}
