"""Making the files that people wait for, and forgetting them."""

from __future__ import annotations

from pitchday import clock
from pitchday.db import commits, db
from pitchday.downloads import queries, services
from pitchday.jobs import job


@job("downloads.make")
def make(download_id: int) -> None:
    services.make(download_id)


@job("downloads.catch_up", every_minutes=2)
def catch_up() -> None:
    """What a crash between a request and its job, or in the middle of one, has left unmade."""
    left = queries.left_unmade(clock.now())
    db.session.rollback()
    for download_id in left:
        services.make(download_id)


@job("downloads.forget", every_minutes=30)
@commits
def forget() -> None:
    services.forget_old()
