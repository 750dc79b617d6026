"""Tags: put on an application and taken off it, renamed and removed for the whole pitch day."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday.applications import tagging
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ConfirmForm, TagForm
from pitchday.applications.models import Application, Tag
from pitchday.applications.permissions import assessor, tag_keeper, tagged
from pitchday.applications.place_in_list import back_to
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, rights_at
from pitchday.events.rights import Right
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/tags")
@guard(assessor)
@commits
def add_tag(event: Event, application: Application) -> Response:
    form = TagForm()
    if form.validate_on_submit():
        with form.refusals():
            tagging.put_on(tagging.tag_named(event, form.name.data or ""), [application])
    for problem in [*form.form_errors, *form.name.errors]:
        flash(problem, "problem")
    return redirect(back_to(event, application) + "#tags", 303)


@blueprint.post("/organise/events/<event_slug>/applications/<application_uid>/tags/<tag_uid>/off")
@guard(tagged)
@commits
def take_tag_off(event: Event, application: Application, tag: Tag) -> Response:
    tagging.take_off(tag, [application])
    return redirect(back_to(event, application) + "#tags", 303)


@blueprint.get("/organise/events/<event_slug>/applications/tags")
@guard(at_event(Right.READ))
def tags(event: Event) -> str:
    return render_template(
        "applications/tags.html",
        event=event,
        tags=tagging.tags_of(event.id),
        may_change=Right.DECIDE in rights_at(current_person(), event),
    )


def _to_tags(event: Event) -> Response:
    return redirect(url_for("applications.tags", event_slug=event.slug), 303)


@blueprint.route("/organise/events/<event_slug>/applications/tags/<tag_uid>", methods=["GET", "POST"])
@guard(tag_keeper)
@commits
def rename_tag(event: Event, tag: Tag) -> ResponseReturnValue:
    form, before = TagForm(name=tag.name), tag.name
    if form.validate_on_submit():
        with form.refusals():
            tagging.rename(tag, form.name.data or "")
        if not form.errors:
            flash(f"“{before}” is called “{tag.name}” now, on every application that has it.", "done")
            return _to_tags(event)
    return shown("applications/tag.html", form=form, event=event, name=before)


@blueprint.route("/organise/events/<event_slug>/applications/tags/<tag_uid>/remove", methods=["GET", "POST"])
@guard(tag_keeper)
@commits
def remove_tag(event: Event, tag: Tag) -> ResponseReturnValue:
    form, name = ConfirmForm(), tag.name
    if form.validate_on_submit():
        tagging.remove(tag)
        flash(f"The tag “{name}” is removed.", "done")
        return _to_tags(event)
    used = {known.uid: count for known, count in tagging.tags_of(event.id)}[tag.uid]
    return shown("applications/tag_remove.html", form=form, event=event, tag=tag, used=used)
