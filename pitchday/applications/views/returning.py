"""An organiser returns an application to be changed, and waits for the changes no longer."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import returning, services
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ReturnForm
from pitchday.applications.lists import Applications
from pitchday.applications.models import Application
from pitchday.applications.permissions import decider
from pitchday.applications.place_in_list import back_to, carried
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.startups.visibility import public_facts
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


@blueprint.get("/organise/events/<event_slug>/applications/<application_uid>/return")
@guard(decider)
def return_page(event: Event, application: Application) -> ResponseReturnValue:
    return _page(event, application, ReturnForm(event.zone, mark=services.mark_of(application)))


def _page(event: Event, application: Application, form: ReturnForm) -> tuple[str, int]:
    listing = Applications(event)
    return shown(
        "applications/return.html",
        form=form,
        event=event,
        application=application,
        name=public_facts(application.startup)["name"],
        addresses=[member.person.email for member in application.startup.members],
        carried=carried(listing, listing.asked(request.args)),
    )


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/return")
@guard(decider)
@commits
@once
def give_back(event: Event, application: Application) -> ResponseReturnValue:
    form = ReturnForm(event.zone)
    if form.validate_on_submit():
        with form.refusals():
            returning.give_back(
                application,
                reason=form.reason.data or "",
                until=form.until.data,
                mark=form.mark.data,
                by=current_person(),
            )
    if form.errors:
        form.mark.raw_data, form.mark.data = None, services.mark_of(application)
        return _page(event, application, form)
    flash(f"Returned to {application.startup.name}. Its founders are told what to change.", "done")
    return redirect(back_to(event, application), 303)


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/return/end")
@guard(decider)
@commits
def take_as_it_is(event: Event, application: Application) -> Response:
    returning.take_as_it_is(application)
    flash(f"You wait for {application.startup.name} no longer. What it sent last stands.", "done")
    return redirect(back_to(event, application), 303)
