"""The versions of a startup's slides: which one is shown, what each looks like, who has opened it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.files.first_pages import drawn
from pitchday.files.services import read
from pitchday.investors.models import InvestorStatement
from pitchday.startups import queries, services
from pitchday.startups.blueprint import blueprint
from pitchday.startups.decks import first_page_of, opened, views_of
from pitchday.startups.decks import show as choose
from pitchday.startups.forms import ConfirmForm, DeckForm
from pitchday.startups.models import Deck, Startup
from pitchday.startups.permissions import (
    deck_reader,
    own_deck,
    startup_member,
)
from pitchday.web.downloads import PRIVATE, download, not_modified, picture
from pitchday.web.forms import shown, upload_bytes
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once
from pitchday.web.paging import paged


@blueprint.route("/startups/<startup_slug>/decks", methods=["GET", "POST"])
@guard(startup_member)
@commits
@once
def decks(startup: Startup) -> ResponseReturnValue:
    form = DeckForm()
    if form.validate_on_submit():
        with form.refusals():
            data = upload_bytes(form.deck.data)
            if data is None:
                raise DomainError("Choose a PDF file first.", field="deck")
            added = services.add_deck(startup, data, form.deck.data.filename, current_person())
        if not form.errors:
            kept = f"The deck is saved: {added.file_name}, {added.pages} pages."
            more = "" if added.is_shown else " Say that it is the one when investors are to see it."
            flash(kept + more, "done")
            return redirect(url_for("startups.decks", startup_slug=startup.slug), 303)
    known = queries.decks_of(startup)
    return shown(
        "startups/decks.html",
        form=form,
        startup=startup,
        decks=known,
        pictures=drawn(deck.file_id for deck in known),
        listing=paged(views_of(startup)),
    )


@blueprint.route("/startups/<startup_slug>/decks/<deck_uid>/show", methods=["GET", "POST"])
@guard(own_deck)
@commits
def show_deck(startup: Startup, deck: Deck) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            choose(deck)
        if not form.errors:
            flash(f"{deck.file_name} is the deck that investors see.", "done")
            return redirect(url_for("startups.decks", startup_slug=startup.slug), 303)
    return shown("startups/show_deck.html", form=form, startup=startup, deck=deck, pictures=drawn([deck.file_id]))


@blueprint.get("/startups/<startup_slug>/decks/<deck_uid>")
@guard(deck_reader)
def deck(deck: Deck, statement: InvestorStatement | None) -> Response:
    name, sha256 = deck.download_name, deck.file.sha256
    if statement is not None:
        _opened(deck, statement)
    etag = sha256[:32]
    unchanged = not_modified(etag, PRIVATE)
    if unchanged is not None:
        return unchanged
    return download(read(sha256), "pdf", name=name, cache=PRIVATE, etag=etag)


@blueprint.get("/startups/<startup_slug>/decks/<deck_uid>/first-page")
@guard(own_deck)
def deck_picture(startup: Startup, deck: Deck) -> Response:
    return picture(first_page_of(deck), "image/png", cache=PRIVATE)


@commits
def _opened(deck: Deck, statement: InvestorStatement) -> None:
    opened(deck, current_person(), statement=statement)
