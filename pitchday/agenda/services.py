"""Addresses of private calendars, and printed agendas that are made once."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from pitchday import clock, jobs
from pitchday.agenda.models import AgendaPdf, FeedToken
from pitchday.db import db, insert_into, new_token
from pitchday.files.services import store

MAKING_TAKES = timedelta(minutes=2)


def new_address(person_id: int) -> None:
    """Give the person's calendar an address that nobody knows; the old one, if any, is dead from now on."""
    fresh = {"token": new_token(), "created_at": clock.now()}
    insert = insert_into(FeedToken)
    db.session.execute(
        insert.values(person_id=person_id, **fresh).on_conflict_do_update(index_elements=["person_id"], set_=fresh)
    )


def ask_for_pdf(person_id: int, digest: str) -> None:
    """Have a job make the agenda of this content, unless one is at it."""
    insert = insert_into(AgendaPdf)
    wanted = {"digest": digest, "file_id": None, "leased_until": clock.now() + MAKING_TAKES}
    asked = db.session.execute(
        insert.values(person_id=person_id, **wanted)
        .on_conflict_do_update(
            index_elements=["person_id"],
            set_=wanted,
            where=sa.or_(AgendaPdf.digest != digest, AgendaPdf.leased_until < clock.now()),
        )
        .returning(AgendaPdf.id)
    ).all()
    if asked:
        jobs.after_commit("agenda.make_pdf", person_id)


def keep_pdf(person_id: int, digest: str, data: bytes) -> None:
    """Put a finished agenda where `stored_pdf` finds it."""
    file = store(data, "application/pdf")
    db.session.execute(
        sa.update(AgendaPdf)
        .where(AgendaPdf.person_id == person_id)
        .values(digest=digest, file_id=file.id, leased_until=None)
    )
