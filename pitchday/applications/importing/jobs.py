"""Imports are worked at outside the request, and taken up again when a worker died."""

from __future__ import annotations

from pitchday.applications.importing import services, working
from pitchday.db import commits, db
from pitchday.files import services as files
from pitchday.jobs import job


@job(services.WORK, urgent=True)
def work(import_id: int) -> None:
    working.work(import_id)


@job(services.FORGET)
@commits
def forget_file(file_id: int) -> None:
    files.forget(file_id)


@job("applications.catch_up_imports", every_minutes=2)
def catch_up() -> None:
    left = working.waiting()
    db.session.rollback()
    for import_id in left:
        working.work(import_id)
