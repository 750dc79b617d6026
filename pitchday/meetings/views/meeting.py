"""One meeting, for its two sides."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.db import commits
from pitchday.formats import ical
from pitchday.history.stale import require_version
from pitchday.investors.queries import profile_of
from pitchday.meetings import queries, rules, services
from pitchday.meetings.forms import CancelForm, MoveForm, read_round, round_code
from pitchday.meetings.models import Meeting, MeetingState
from pitchday.meetings.permissions import is_investor_of, meeting_investor, meeting_party
from pitchday.meetings.services import MeetingRefused
from pitchday.meetings.views import blueprint
from pitchday.web.downloads import PRIVATE, download
from pitchday.web.filters import span
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard


def _page(meeting: Meeting) -> Response:
    return redirect(url_for("meetings.show", meeting_uid=meeting.uid), 303)


def _other(meeting: Meeting) -> str:
    """The other side's name, from where the reader sits."""
    return meeting.startup.name if is_investor_of(current_person(), meeting) else meeting.investor.name


@blueprint.get("/meetings/<meeting_uid>")
@guard(meeting_party)
def show(meeting: Meeting) -> str:
    live = meeting.state is MeetingState.SCHEDULED
    return render_template(
        "meetings/show.html",
        meeting=meeting,
        event=meeting.event,
        other=_other(meeting),
        invests=is_investor_of(current_person(), meeting),
        investor_profile=profile_of(meeting.investor),
        is_live=live,
        may_move=live and meeting.starts_at > clock.now() and is_investor_of(current_person(), meeting),
        may_cancel=live and meeting.ends_at > clock.now(),
    )


@blueprint.get("/meetings/<meeting_uid>.ics")
@guard(meeting_party)
def file(meeting: Meeting) -> Response:
    entry = queries.calendar_entry(meeting, other=_other(meeting))
    return download(ical.calendar([entry], product="meeting"), "ics", name=f"meeting-{meeting.uid}", cache=PRIVATE)


@blueprint.route("/meetings/<meeting_uid>/move", methods=["GET", "POST"])
@guard(meeting_investor)
@commits
def move(meeting: Meeting) -> Response | tuple[str, int]:
    form = MoveForm(obj=meeting)
    if form.validate_on_submit():
        with form.refusals():
            require_version(meeting, form.version.data)
            asked = read_round(form.at.data)
            if asked is None:
                raise MeetingRefused("Choose one of the times shown.")
            services.move(meeting, starts_at=asked[1])
        if not form.errors:
            flash(
                f"Moved to {span(meeting.starts_at, meeting.ends_at, meeting.event.zone)}. Both sides get a mail.",
                "done",
            )
            return _page(meeting)
        form.version.data = meeting.version
    return shown(
        "meetings/move.html",
        form=form,
        meeting=meeting,
        event=meeting.event,
        days=_open_days(meeting),
        round_code=round_code,
    )


def _open_days(meeting: Meeting) -> list[tuple[date, list[rules.Opening]]]:
    """When else the two could meet, by day."""
    blocks = queries.blocks(meeting.event_id)
    diaries = [meeting.investor.diary_id, meeting.startup.diary_id]
    busy = queries.busy(diaries, blocks, but=meeting.claim_key)
    openings = rules.with_free_seats(blocks, busy, after=clock.now())
    others = (each for each in rules.open_to(openings, busy, diaries) if each.starts_at != meeting.starts_at)
    zone = meeting.event.zone
    return [(day, list(found)) for day, found in groupby(others, lambda each: each.starts_at.astimezone(zone).date())]


@blueprint.route("/meetings/<meeting_uid>/cancel", methods=["GET", "POST"])
@guard(meeting_party)
@commits
def cancel(meeting: Meeting) -> Response | tuple[str, int]:
    form = CancelForm()
    if form.validate_on_submit():
        with form.refusals():
            services.cancel(meeting, reason=form.reason.data or "", by=current_person())
        if not form.errors:
            flash("Cancelled. Both sides get a mail, and the time is free again.", "done")
            return _page(meeting)
    return shown("meetings/cancel.html", form=form, meeting=meeting, event=meeting.event, other=_other(meeting))
