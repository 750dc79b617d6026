"""Pages that anybody may read: the call, and who pitches."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import calls, odds, queries, rules, services
from pitchday.applications.answering import asked_of
from pitchday.applications.blueprint import blueprint
from pitchday.applications.calls import Words
from pitchday.applications.criteria import criteria_of
from pitchday.applications.permissions import call_reader
from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.events.permissions import public_event
from pitchday.startups.queries import startups_of
from pitchday.startups.visibility import public_facts
from pitchday.web.guards import current_person, guard
from pitchday.web.paging import paged


@blueprint.get("/events/<event_slug>/apply")
@guard(public_event)
def apply(event: Event) -> str:
    """The call: who can apply and what for, what happens when, what is asked, and where to begin."""
    person, now, call = current_person(), clock.now(), calls.call_of(event)
    mine = startups_of(person) if person else []
    return render_template(
        "applications/apply.html",
        event=event,
        questions=asked_of(queries.questions_of(event), event),
        closed=rules.why_closed(event, now, event.zone),
        deadline=rules.deadline_in_words(event.applications_close_at, event.zone),
        early_deadline=calls.early_deadline_in_words(event, call, now),
        says=call or Words(),
        delayed=calls.delay_in_words(event, call),
        criteria=criteria_of(call),
        stages=calls.timetable(event, call, now),
        odds=odds.in_words(event, call) if call and call.shows_odds else "",
        mine=mine,
        begun=queries.of_startups(event.id, [startup.id for startup in mine]),
    )


@blueprint.post("/events/<event_slug>/apply")
@guard(call_reader)
@commits
def start(event: Event) -> Response:
    """Begin with one of the person's startups, or go on with what was begun."""
    wanted = request.form.get("startup", "")
    startup = next((mine for mine in startups_of(current_person()) if mine.slug == wanted), None)
    if startup is None:
        raise DomainError("Choose one of your own startups.")
    application = services.start(event, startup)
    return redirect(url_for("applications.form", application_uid=application.uid), 303)


@blueprint.get("/events/<event_slug>/startups")
@guard(public_event)
def startups(event: Event) -> str:
    """Who has confirmed a place, by public facts only."""
    listing = paged(queries.confirmed(event.id), per_page=60)
    return render_template(
        "applications/startups.html",
        event=event,
        listing=listing,
        startups=[(row.startup.slug, public_facts(row.startup)) for row in listing.items],
    )
