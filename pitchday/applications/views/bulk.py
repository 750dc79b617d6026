"""Doing the same to many applications of the list: a page says what would happen to which, and then it is done."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.applications import bulk, notifications, rules, tagging
from pitchday.applications.blueprint import blueprint
from pitchday.applications.enums import ApplicationState
from pitchday.applications.forms import BulkForm, BulkTagForm, MessageForm
from pitchday.applications.lists import Applications
from pitchday.applications.models import Application, BulkAct
from pitchday.applications.permissions import bulk_decider
from pitchday.applications.place_in_list import carried
from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.history import record
from pitchday.web.filters import plural
from pitchday.web.forms import Form, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


class _Chosen:
    """The ticked applications of the list in the address, or all that it leaves when `all` is asked for."""

    def __init__(self, event: Event) -> None:
        self.listing = Applications(event)
        self.is_all = "all" in request.args
        asked = self.listing.asked(request.args)
        self.values: dict[str, Any] = carried(self.listing, asked) | ({"all": "1"} if self.is_all else {})
        self.list_url = self.listing.url(
            {key: value for key, value in self.values.items() if key not in ("all", "only")}
        )
        found = self.is_all or "only" in asked.chosen
        self.applications = bulk.chosen(self.listing.found(asked)) if found else []

    def shown(self, template: str, form: Form, **values: Any) -> ResponseReturnValue:
        if not self.applications:
            flash("Tick the applications first, or choose all that are listed.", "note")
            return redirect(self.list_url, 303)
        return shown(template, form=form, event=self.listing.event, chosen=self, **values)


@blueprint.route(
    "/organise/events/<event_slug>/applications/bulk/<any(accept, decline, reopen):act>", methods=["GET", "POST"]
)
@guard(at_event(Right.DECIDE))
@commits
@once
def decide_many(event: Event, act: str) -> ResponseReturnValue:
    """Accept, decline with one reason, or take decisions back. Nobody is told before decisions are released."""
    form, what = BulkForm(), bulk.Act(act)
    if form.validate_on_submit():
        with form.refusals():
            marks = (form.marks.data or "").split()
            done = bulk.decide(event, what, marks, reason=form.reason.data or "", by=current_person())
        if not form.errors:
            return redirect(url_for("applications.decided_many", event_slug=event.slug, act_uid=done.uid), 303)
    chosen = _Chosen(event)
    items = bulk.preview(what, chosen.applications)
    form.marks.raw_data, form.marks.data = None, " ".join(item.mark for item in items if item.refusal is None)
    return chosen.shown(
        "applications/bulk_decide.html",
        form,
        act=act,
        able=[item.application for item in items if item.refusal is None],
        unable=[(item.application, item.refusal) for item in items if item.refusal is not None],
    )


@blueprint.get("/organise/events/<event_slug>/applications/bulk/done/<act_uid>")
@guard(bulk_decider)
def decided_many(event: Event, done: BulkAct) -> str:
    return render_template(
        "applications/bulk_done.html",
        event=event,
        done=done,
        decided=[item for item in done.items if "before" in item],
        left=[item for item in done.items if "refusal" in item],
    )


@blueprint.post("/organise/events/<event_slug>/applications/bulk/done/<act_uid>/undo")
@guard(bulk_decider)
@commits
def undo_many(event: Event, done: BulkAct) -> Response:
    put_back, kept = bulk.undo(event, done)
    words = f"{plural(put_back, 'application is', 'applications are')} as before."
    if kept:
        words += f" {plural(kept, 'application has', 'applications have')} changed since and been left alone."
    flash(words, "done")
    return redirect(url_for("applications.decided_many", event_slug=event.slug, act_uid=done.uid), 303)


@blueprint.route("/organise/events/<event_slug>/applications/bulk/tag", methods=["GET", "POST"])
@guard(at_event(Right.READ))
@commits
def tag_many(event: Event) -> ResponseReturnValue:
    form, chosen = BulkTagForm(), _Chosen(event)
    mark = rules.mark_of(*(one.uid for one in chosen.applications))
    if chosen.applications and form.validate_on_submit():
        with form.refusals():
            if form.mark.data != mark:
                raise DomainError("Which applications these are has changed since you looked. Look at them again.")
            words = _tag(event, chosen.applications, form.name.data or "", on=form.way.data == "on")
        if not form.errors:
            flash(words, "done")
            return redirect(chosen.list_url, 303)
    form.mark.raw_data, form.mark.data = None, mark
    known = [tag.name for tag, _ in tagging.tags_of(event.id)]
    return chosen.shown("applications/bulk_tag.html", form, known=known)


def _tag(event: Event, applications: Any, name: str, *, on: bool) -> str:
    """Do it, and say to how many."""
    tag = tagging.tag_named(event, name) if on else tagging.known_tag(event, name)
    changed = len((tagging.put_on if on else tagging.take_off)(tag, applications))
    others = len(applications) - changed
    words = f"“{tag.name}” is {'put on' if on else 'taken off'} {plural(changed, 'application')}."
    return words + (f" {others:,} {'had it already' if on else 'did not have it'}." if others else "")


@blueprint.route("/organise/events/<event_slug>/applications/bulk/message", methods=["GET", "POST"])
@guard(at_event(Right.DECIDE))
@commits
@once
def message_many(event: Event) -> ResponseReturnValue:
    """Write to the founders: first the mail and who gets it, then it goes."""
    form, chosen = MessageForm(), _Chosen(event)
    reached = [one for one in chosen.applications if one.state is not ApplicationState.WITHDRAWN]
    is_sound, mark = form.validate_on_submit(), rules.mark_of(*(one.uid for one in reached))
    if reached and is_sound and "send" in request.form:
        if form.mark.data == mark:
            return _send(event, reached, form, chosen.list_url)
        form.refuse(DomainError("Who gets the mail has changed since you looked. Look at them, then send it."))
    form.mark.raw_data, form.mark.data = None, mark
    values = notifications.message_values(
        "(the startup)", event, subject=form.subject.data or "", text=form.text.data or "", sender=current_person().name
    )
    body = current_app.jinja_env.get_template("mail/organisers_message/body.txt")
    return chosen.shown(
        "applications/bulk_message.html",
        form,
        reached=reached,
        withdrawn=len(chosen.applications) - len(reached),
        people=sum(len(one.startup.members) for one in reached),
        body=body.render(**values, name="(the founder)", url="(the address of their application)") if is_sound else "",
    )


def _send(event: Event, reached: list[Application], form: MessageForm, to: str) -> Response:
    subject, text = form.subject.data or "", form.text.data or ""
    mails = notifications.messages(
        reached, event, clock.now(), subject=subject, text=text, sender=current_person().name
    )
    label = f"Founders of {plural(len(reached), 'startup')}: {subject}"
    record("wrote_to", subject=event.history_key, label=label, scope=event.history_key)
    flash(
        f"{plural(mails, 'mail is', 'mails are')} on the way to the founders of {plural(len(reached), 'startup')}.",
        "done",
    )
    return redirect(to, 303)
