"""Which deck of a startup is shown, and who has opened which one when."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import db
from pitchday.errors import NotFound
from pitchday.events.models import Event
from pitchday.files.first_pages import drawn
from pitchday.files.services import read
from pitchday.investors.models import InvestorStatement
from pitchday.startups.models import Deck, DeckView, Startup

# A reader that asks again, as browsers do with every page turned back to, is the same opening.
SAME_OPENING = timedelta(minutes=30)


def shown_deck(startup: Startup) -> Deck | None:
    """The one that investors see, and that a new application begins with."""
    return db.session.scalar(sa.select(Deck).where(Deck.startup_id == startup.id, Deck.is_shown))


def show(deck: Deck) -> None:
    """This is the one: investors see it from now on, in place of whichever was."""
    # Two members who choose at the same moment wait here for one another.
    db.session.execute(sa.select(Startup.id).where(Startup.id == deck.startup_id).with_for_update())
    others = sa.select(Deck).where(Deck.startup_id == deck.startup_id, Deck.is_shown, Deck.id != deck.id)
    for other in db.session.scalars(others).unique():
        other.is_shown = False
    db.session.flush()
    deck.is_shown = True
    db.session.flush()


def first_page_of(deck: Deck) -> bytes:
    """What its first page looks like, as a PNG. Raises NotFound until it is drawn."""
    digest = drawn([deck.file_id]).get(deck.file_id)
    if digest is None:
        raise NotFound
    return read(digest)


def opened(deck: Deck, by: Person, *, event: Event | None = None, statement: InvestorStatement | None = None) -> None:
    """Put down who opens a deck: an organiser of an event, or an investor under a statement."""
    now = clock.now()
    lately = DeckView.deck_id == deck.id, DeckView.person_id == by.id, DeckView.at > now - SAME_OPENING
    if not db.session.scalar(sa.select(sa.exists().where(*lately))):
        db.session.add(DeckView(deck=deck, person=by, event=event, statement=statement, at=now))


def views_of(startup: Startup) -> sa.Select[DeckView]:
    """Every opening of any of its decks by others, newest first."""
    return (
        sa.select(DeckView)
        .join(DeckView.deck)
        .where(Deck.startup_id == startup.id)
        .options(joinedload(DeckView.deck), joinedload(DeckView.person), joinedload(DeckView.event))
        .order_by(DeckView.at.desc(), DeckView.id.desc())
    )
