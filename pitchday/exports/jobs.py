"""Making the files of releases outside requests."""

from __future__ import annotations

from pitchday import clock
from pitchday.db import db
from pitchday.exports import queries, services
from pitchday.exports.models import RenditionKind
from pitchday.exports.snapshot import load
from pitchday.jobs import job


@job("exports.prepare")
def prepare(release_id: int) -> None:
    """After a release: all of its files."""
    services.prepare(release_id)


@job("exports.make")
def make(release_id: int, kind: str) -> None:
    """One file that a visitor waits for; whoever queued this holds the claim on it."""
    snapshot = load(release_id)
    if snapshot is not None:
        services.make(snapshot, RenditionKind(kind))


@job("exports.catch_up", every_minutes=2)
def catch_up() -> None:
    """What nobody has made: after a deploy, when a pitch day was called off, or a crash came before the job."""
    services.forget_old_editions()
    releases = queries.missing(clock.now())
    db.session.rollback()
    for release_id in releases:
        services.prepare(release_id)
