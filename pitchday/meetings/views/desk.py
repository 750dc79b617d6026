"""The organiser's desk: who meets whom, at which table."""

from __future__ import annotations

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import event_organiser
from pitchday.meetings import queries, services
from pitchday.meetings.forms import CancelForm
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.permissions import meeting_organiser
from pitchday.meetings.views import blueprint
from pitchday.startups.models import Startup
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.paging import paged


@blueprint.get("/organise/events/<event_slug>/meetings")
@guard(event_organiser)
def desk(event: Event) -> str:
    state = request.args.get("state", MeetingState.SCHEDULED.value)
    q = request.args.get("q", "").replace("\0", "").strip()[:80]
    blocks = queries.blocks(event.id)
    return render_template(
        "meetings/desk.html",
        event=event,
        blocks=blocks,
        places=sum(len(block.rounds) * len(block.seats) for block in blocks),
        numbers=queries.numbers(event.id),
        listing=paged(_asked(event, state, q)),
        rounds={block.uid: {span[0] for span in block.rounds} for block in blocks},
        state=state,
        q=q,
    )


def _asked(event: Event, state: str, q: str) -> sa.Select[Meeting]:
    statement = queries.of_event(event.id)
    if state in {known.value for known in MeetingState}:
        statement = statement.where(Meeting.state == MeetingState(state))
    if q:
        named = sa.or_(Person.name.icontains(q, autoescape=True), Startup.name.icontains(q, autoescape=True))
        statement = statement.join(Meeting.investor).join(Meeting.startup).where(named)
    return statement


@blueprint.route("/organise/events/<event_slug>/meetings/<meeting_uid>/cancel", methods=["GET", "POST"])
@guard(meeting_organiser)
@commits
def desk_cancel(event: Event, meeting: Meeting) -> Response | tuple[str, int]:
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            services.cancel(meeting, reason=form.reason.data or "", by=current_person())
        if not form.errors:
            flash(f"Cancelled: {meeting.investor.name} and {meeting.startup.name}. Both sides get a mail.", "done")
            return redirect(url_for("meetings.desk", event_slug=event.slug), 303)
    return shown("meetings/desk_cancel.html", form=form, event=event, meeting=meeting)
