"""The organiser's desk: their pitch days, the overview of one, and cancelling it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.events import watch
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, may_create_events, rights_at
from pitchday.events.queries import has_programmes
from pitchday.events.rights import Right
from pitchday.events.team_queries import count_open, members
from pitchday.events.warnings import EventWarning
from pitchday.events.watch import Dismissed
from pitchday.home import checklist, desk, recent, trends, waiting
from pitchday.home.blueprint import blueprint
from pitchday.home.forms import DismissForm
from pitchday.home.lists import MyPitchDays
from pitchday.home.numbers import numbers_of
from pitchday.home.permissions import event_warning
from pitchday.home.queries import warnings_of
from pitchday.places.permissions import may_edit_places
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard, signed_in


@blueprint.get("/organise")
@guard(signed_in)
def organise() -> str:
    person = current_person()
    return render_template(
        "home/organise.html",
        list=MyPitchDays(person).page(request.args),
        # Whoever looks for something in the list has passed by what is above it.
        waiting=[] if request.args else waiting.for_organiser(person),
        shown=waiting.SHOWN,
        may_create=may_create_events(person),
        has_programmes=has_programmes(person),
        may_edit_venues=may_edit_places(person),
    )


@blueprint.get("/organise.<any(csv, xlsx):ending>")
@guard(signed_in)
def organise_file(ending: str) -> Response:
    return list_file(MyPitchDays(current_person()), ending)


@blueprint.get("/organise/events/<event_slug>")
@guard(at_event(Right.SEE))
def overview(event: Event) -> str:
    person = current_person()
    numbers = numbers_of(event)
    rights = rights_at(person, event)
    warnings = warnings_of(event, person)
    kind = recent.asked_kind(request.args.get("about", ""))
    sections = checklist.sections(event, numbers, open_warnings=len(warnings.open))
    return render_template(
        "home/overview.html",
        event=event,
        numbers=numbers,
        needs=checklist.needs(event, sections),
        sections=sections,
        journey=desk.journey(event, numbers),
        warnings=warnings,
        trends={"sent": trends.applications(event, person), "booked": trends.meetings(event)},
        rights={right.value for right in rights},
        team=members(event),
        invited=count_open(event),
        kind=kind,
        kinds=[(known.value, known.words) for known in recent.KINDS],
        happened=recent.lines(event, kind),
    )


@blueprint.route("/organise/events/<event_slug>/warnings/<mark>", methods=["GET", "POST"])
@guard(event_warning)
@commits
def dismiss_warning(event: Event, warning: EventWarning, dismissed: Dismissed | None) -> tuple[str, int] | Response:
    form = DismissForm()
    if not dismissed and form.validate_on_submit():
        with form.refusals():
            watch.dismiss(event, warning, reason=form.reason.data or "", by=current_person())
        if not form.errors:
            flash("Dismissed. The warning comes back when what it is about changes.", "done")
            return redirect(url_for("home.overview", event_slug=event.slug), 303)
    return shown("home/warning.html", form=form, event=event, warning=warning, dismissed=dismissed)


@blueprint.post("/organise/events/<event_slug>/warnings/<mark>/back")
@guard(event_warning)
@commits
def bring_warning_back(event: Event, warning: EventWarning, dismissed: Dismissed | None) -> Response:
    watch.show_again(event, warning)
    flash("The warning is on the list again.", "done")
    return redirect(url_for("home.overview", event_slug=event.slug), 303)
