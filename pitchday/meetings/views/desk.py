"""The organiser's desk: who meets whom, at which table."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.meetings import queries, services
from pitchday.meetings.forms import CancelForm
from pitchday.meetings.lists import Meetings
from pitchday.meetings.models import Meeting
from pitchday.meetings.permissions import meeting_organiser
from pitchday.meetings.views import blueprint
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard


@blueprint.get("/organise/events/<event_slug>/meetings")
@guard(at_event(Right.MEETINGS))
def desk(event: Event) -> str:
    booked = Meetings(event)
    return render_template(
        "meetings/desk.html",
        event=event,
        list=booked.page(request.args),
        blocks=booked.blocks,
        places=sum(len(block.rounds) * len(block.seats) for block in booked.blocks),
        numbers=queries.numbers(event.id),
    )


@blueprint.get("/organise/events/<event_slug>/meetings.<any(csv, xlsx):ending>")
@guard(at_event(Right.MEETINGS, Right.DOWNLOAD))
def desk_file(event: Event, ending: str) -> Response:
    return list_file(Meetings(event), ending)


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
