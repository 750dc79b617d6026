"""How long a cold start takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.harness import Row, Table, gunicorn, interleaved, production
from tests.databases import migrate

ROUNDS = 5


def tables(folder: Path) -> Iterator[Table]:
    url = f"sqlite:///{folder / 'start.sqlite'}"
    migrate(url, folder)
    took = interleaved(
        {
            "pitchday": lambda: _seconds("wsgi:app", folder, production(url, folder)),
            "floor": lambda: _seconds("bench.floor:equipped()", folder),
        },
        ROUNDS,
    )
    row = Row(
        "first 200 on /, empty database",
        f"{took['pitchday']:.2f} s",
        f"{took['floor']:.2f} s",
        took["pitchday"] / took["floor"],
        most=2.5,
    )
    yield Table("Cold start of `gunicorn -w 2`", "pitchday", "Flask and the same extensions, one view", [row])


def _seconds(target: str, folder: Path, environment: Mapping[str, str] | None = None) -> float:
    with gunicorn(target, folder, environment) as (_server, seconds):
        return seconds
