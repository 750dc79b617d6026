"""Organisers' pages about a pitch day.

Pages that add up what features above know are in `home`: the public lists and pages, the overview, cancelling.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.events import queries, rules, services, watch
from pitchday.events.enums import EventState
from pitchday.events.forms import EditEventForm, NewEventForm
from pitchday.events.lists import History
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, event_creator
from pitchday.events.rights import Right
from pitchday.events.templates import TEMPLATES, Template, suggest
from pitchday.history.stale import require_version
from pitchday.places import queries as places
from pitchday.web.forms import Form, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once

events = Blueprint("events", __name__)

View = tuple[str, int] | str | Response

# What a link to the page that creates a pitch day may fill in.
LINKED = ("programme", "city", "kind")


@events.route("/organise/events/new", methods=["GET", "POST"])
@guard(event_creator)
@commits
@once
def new() -> View:
    person = current_person()
    template = TEMPLATES.get(request.args.get("template", ""))
    linked = {name: request.args[name] for name in LINKED if name in request.args}
    form = NewEventForm(**_choices(person), data={**_begun(template), **linked})
    if form.again:
        form.look_again()
    elif form.validate_on_submit():
        with form.refusals():
            event = services.create_event(
                form.facts(*services.settle_place(form.place(), by=person)), by=person, template=template
            )
        if not form.errors:
            flash(f"{event.title} is a draft. Only its organisers see it until you publish it.", "done")
            return redirect(url_for("home.overview", event_slug=event.slug), 303)
    return shown("events/new.html", form=form, begun=template, templates=TEMPLATES.values(), linked=linked)


def _begun(template: Template | None) -> dict[str, Any]:
    """What the form starts with."""
    if template is None:
        return {}
    times = suggest(template, clock.today(), clock.UK)
    return {"kind": template.kind.value, **asdict(times)}


@events.route("/organise/events/<event_slug>/edit", methods=["GET", "POST"])
@guard(at_event(Right.EDIT))
@commits
def edit(event: Event) -> View:
    person = current_person()
    form = EditEventForm(event, **_choices(person, event))
    if form.again:
        form.look_again()
    elif form.validate_on_submit():
        with form.refusals():
            require_version(event, form.version.data)
            known = watch.standing(event, current_person()).marks
            services.edit_event(event, form.facts(*services.settle_place(form.place(), by=person)))
        if not form.errors:
            flash("Saved.", "done")
            for warning in watch.standing(event, current_person()).open:
                if warning.mark not in known:
                    flash(f"{warning.title}. {warning.text}", "wait")
            return redirect(url_for("home.overview", event_slug=event.slug), 303)
        form.renew(event.version)
    return shown("events/edit.html", form=form, event=event, warnings=watch.standing(event, current_person()))


def _choices(person: Person, event: Event | None = None) -> dict[str, Any]:
    programmes = list(queries.programmes_of(person))
    if event and event.programme and event.programme not in programmes:
        programmes.append(event.programme)
    return {
        "cities": places.cities(),
        "venues": places.offered_venues(kept=event.venue if event else None),
        "programmes": programmes,
        "sectors": queries.sectors(),
    }


@events.route("/organise/events/<event_slug>/publish", methods=["GET", "POST"])
@guard(at_event(Right.EDIT))
@commits
def publish(event: Event) -> View:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            services.publish(event)
        if not form.errors:
            flash(f"{event.title} is published. Founders can apply.", "done")
            return redirect(url_for("home.overview", event_slug=event.slug), 303)
    steps = rules.steps_to_publish(event, clock.now())
    return shown(
        "events/publish.html",
        form=form,
        event=event,
        steps=steps,
        is_draft=event.state is EventState.DRAFT,
        warnings=watch.standing(event, current_person()),
    )


@events.get("/organise/events/<event_slug>/history")
@guard(at_event(Right.HISTORY))
def history(event: Event) -> str:
    return render_template("events/history.html", event=event, list=History(event).page(request.args))


@events.get("/organise/events/<event_slug>/history.<any(csv, xlsx):ending>")
@guard(at_event(Right.HISTORY, Right.DOWNLOAD))
def history_file(event: Event, ending: str) -> Response:
    return list_file(History(event), ending)
