"""My agenda: as a page, on paper, and in my own calendar."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.agenda import document, queries, services
from pitchday.agenda.permissions import feed_owner
from pitchday.agenda.queries import AgendaEntry
from pitchday.db import commits
from pitchday.files.services import read
from pitchday.web.downloads import PRIVATE, download, look_again
from pitchday.web.forms import Form, shown
from pitchday.web.guards import current_person, guard, signed_in
from pitchday.web.urls import absolute

blueprint = Blueprint("agenda", __name__)


@blueprint.get("/me/agenda")
@guard(signed_in)
def page() -> str:
    person = current_person()
    token = queries.feed_token(person)
    days = document.by_day(document.from_today(person))
    return render_template(
        "agenda/page.html",
        days=[(day, zone, found[0].starts_at, [_stop(entry) for entry in found]) for day, zone, found in days],
        address=absolute("agenda.feed", token=token.token) if token else None,
    )


def _stop(entry: AgendaEntry) -> dict[str, Any]:
    now = clock.now()
    state = "done" if entry.ends_at <= now else "current" if entry.starts_at <= now else "todo"
    return {
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "title": entry.title,
        "url": entry.url,
        "detail": f"{entry.event}: {entry.place}",
        "state": state,
    }


@blueprint.get("/me/agenda.pdf")
@guard(signed_in)
def pdf() -> Response:
    person = current_person()
    digest = document.printed(person)[1]
    file = queries.stored_pdf(person, digest)
    if file is not None:
        return download(read(file.sha256), "pdf", name="agenda", cache=PRIVATE, etag=file.sha256[:32])
    commits(services.ask_for_pdf)(person.id, digest)
    return look_again(render_template("agenda/waiting.html"))


@blueprint.route("/me/agenda/address", methods=["GET", "POST"])
@guard(signed_in)
@commits
def new_token() -> Response | tuple[str, int]:
    form, person = Form(), current_person()
    if form.validate_on_submit():
        services.new_address(person.id)
        flash("Your calendar has a new address. Only you know it.", "done")
        return redirect(url_for("agenda.page") + "#calendar", 303)
    return shown("agenda/new_address.html", form=form, has_one=queries.feed_token(person) is not None)


@blueprint.get("/feeds/<token>.ics")
@guard(feed_owner)
def feed(owner: Person) -> Response:
    return download(document.feed(owner, clock.now()), "ics", name="pitch-days", cache=PRIVATE)
