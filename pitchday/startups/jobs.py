"""Drawing the first pages of decks outside requests."""

from __future__ import annotations

import logging

import sqlalchemy as sa

from pitchday.db import db
from pitchday.files.first_pages import draw
from pitchday.files.models import FirstPage
from pitchday.jobs import job
from pitchday.startups.models import Deck

log = logging.getLogger(__name__)

AT_A_TIME = 20


@job("startups.draw_deck")
def draw_deck(file_id: int) -> None:
    draw(file_id)


@job("startups.draw_decks", every_minutes=2)
def draw_decks() -> None:
    """Those that a crash, or the time before there were pictures, has left undrawn; the newest first."""
    undrawn = (
        sa.select(Deck.file_id)
        .where(~sa.exists().where(FirstPage.file_id == Deck.file_id))
        .group_by(Deck.file_id)
        .order_by(sa.func.max(Deck.id).desc())
        .limit(AT_A_TIME)
    )
    file_ids = db.session.scalars(undrawn).all()
    db.session.rollback()
    for file_id in file_ids:
        try:
            draw(file_id)
        except FileNotFoundError:  # one that the store has lost must not keep back the others
            log.warning("The store has lost file %s", file_id)
