"""The working draft, changed by buttons and short forms."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from pitchday.applications.queries import application_by_uid
from pitchday.db import commits, db
from pitchday.errors import DomainError, NotFound
from pitchday.events.models import Event
from pitchday.events.permissions import at_event, may
from pitchday.events.rights import Right
from pitchday.schedule import queries, rules, services
from pitchday.schedule.blueprint import blueprint
from pitchday.schedule.enums import SessionKind
from pitchday.schedule.forms import FORMS, ChangeForm, PlaceForm
from pitchday.schedule.models import PitchSlot, Sitting
from pitchday.schedule.permissions import sitting_organiser, slot_organiser
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once

View = tuple[str, int] | str | Response

ROOT = "/organise/events/<event_slug>/schedule"


@blueprint.get(ROOT)
@guard(at_event(Right.SCHEDULE))
def builder(event: Event) -> str:
    sittings = queries.draft(event.id)
    items = services.planned(sittings)
    found = services.preview(event)
    clashes = rules.draft_clashes(
        items,
        opens_at=event.starts_at,
        closes_at=event.ends_at,
        rooms=[room.id for room in event.rooms],
        zone=event.zone,
    )
    return render_template(
        "schedule/builder.html",
        event=event,
        sittings=sittings,
        times={item.uid: item for item in items},
        clashes=[
            *clashes,
            *(words for words in found.refusals if words not in clashes),
            *services.short_ways(event, items),
        ],
        found=found,
        unplaced=queries.unplaced(event.id),
        releases=db.session.scalars(queries.releases(event.id)).all(),
        kinds=SessionKind,
        rules=rules,
        may_release=may(current_person(), event, Right.RELEASE),
    )


@blueprint.route(f"{ROOT}/add/<any(pitches, break, talk, meetings):kind>", methods=["GET", "POST"])
@guard(at_event(Right.SCHEDULE))
@commits
@once
def add(event: Event, kind: str) -> View:
    chosen = SessionKind(kind)
    form = FORMS[chosen](event, chosen)
    if form.validate_on_submit():
        with form.refusals():
            services.add_sitting(event, chosen, form.values())
        if not form.errors:
            flash(f"{form.title.data or chosen.label} is in the draft.", "done")
            return _back(event)
    return shown("schedule/sitting.html", form=form, event=event, kind=chosen, sitting=None)


@blueprint.route(f"{ROOT}/sessions/<sitting_uid>", methods=["GET", "POST"])
@guard(sitting_organiser)
@commits
def edit(event: Event, sitting: Sitting) -> View:
    form, uid = FORMS[sitting.kind](event, sitting.kind, sitting), sitting.uid
    if form.validate_on_submit():
        with form.refusals():
            services.edit_sitting(sitting, form.values(), version=form.version.data)
        if not form.errors:
            flash("Saved in the draft.", "done")
            return _back(event)
        sitting = _still_there(event, uid)
        form.renew(sitting.version)
    return shown("schedule/sitting.html", form=form, event=event, kind=sitting.kind, sitting=sitting)


@blueprint.route(f"{ROOT}/sessions/<sitting_uid>/remove", methods=["GET", "POST"])
@guard(sitting_organiser)
@commits
def remove(event: Event, sitting: Sitting) -> View:
    form = ChangeForm(data={"version": sitting.version})
    title, uid = sitting.title, sitting.uid
    if form.validate_on_submit():
        with form.refusals():
            services.remove_sitting(sitting, version=form.version.data)
        if not form.errors:
            flash(f"{title} is not in the draft any more.", "done")
            return _back(event)
        sitting = _still_there(event, uid)
        form.renew(sitting.version)
    return shown("schedule/remove.html", form=form, event=event, sitting=sitting)


@blueprint.post(f"{ROOT}/place")
@guard(at_event(Right.SCHEDULE))
@commits
def place(event: Event) -> View:
    uid, version = (form := PlaceForm()).wanted()
    sitting = queries.sitting_by_uid(event.id, uid)
    application = application_by_uid(form.application.data or "")
    if sitting is None or application is None or application.event_id != event.id:
        raise NotFound("This session or this startup is not there any more.")
    words = f"{application.startup.name} pitches in {sitting.title}."
    return _changed(event, lambda: services.place(sitting, application, version=version), words)


@blueprint.post(f"{ROOT}/pitches/<slot_uid>/<any(earlier, later):direction>")
@guard(slot_organiser)
@commits
def move(event: Event, slot: PitchSlot, direction: str) -> View:
    version = ChangeForm().seen()
    return _changed(
        event, lambda: services.move_pitch(slot, earlier=direction == "earlier", version=version), "", slot.uid
    )


@blueprint.post(f"{ROOT}/pitches/<slot_uid>/remove")
@guard(slot_organiser)
@commits
def take_out(event: Event, slot: PitchSlot) -> View:
    version = ChangeForm().seen()
    words = f"{slot.application.startup.name} waits for another place."
    return _changed(event, lambda: services.remove_pitch(slot, version=version), words)


def _changed(event: Event, change: Callable[[], object], words: str, anchor: str = "") -> Response:
    """Do what a button asks; a refusal is told on the draft's page, which then shows how things are."""
    slug = event.slug
    try:
        change()
        db.session.flush()
    except DomainError as refusal:
        if refusal.status != DomainError.status:
            raise
        db.session.rollback()
        flash(refusal.message, "problem")
    else:
        if words:
            flash(words, "done")
    return redirect(url_for("schedule.builder", event_slug=slug, _anchor=f"item-{anchor}" if anchor else None), 303)


def _still_there(event: Event, uid: str) -> Sitting:
    """The session after a refusal; the refusal may have been that somebody else removed it."""
    sitting = queries.sitting_by_uid(event.id, uid)
    if sitting is None:
        raise NotFound("This session is not in the draft any more.")
    return sitting


def _back(event: Event) -> Response:
    return redirect(url_for("schedule.builder", event_slug=event.slug), 303)
