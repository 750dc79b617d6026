"""Cloning a pitch day or a programme, and saying what has not come along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from pitchday.applications.calls import call_of, says_who_and_what
from pitchday.applications.queries import stored_questions
from pitchday.db import commits, db
from pitchday.events import cloning
from pitchday.events.cloning import USUAL, Carry
from pitchday.events.models import Event, Programme
from pitchday.events.permissions import at_event, event_cloner, programme_cloner
from pitchday.events.queries import of_programme
from pitchday.events.rights import Right
from pitchday.events.team_queries import members
from pitchday.home.blueprint import blueprint
from pitchday.schedule.models import Sitting
from pitchday.web.filters import day, moment
from pitchday.web.forms import CountField, DayField, OnceForm, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once

View = tuple[str, int] | Response
A_YEAR = 52


def _boxes(label: str) -> SelectMultipleField:
    return SelectMultipleField(
        label, validate_choice=False, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class CarryForm(OnceForm):
    carry = _boxes("What comes along")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.carry.choices = [SelectChoice(part.value, part.label) for part in Carry]

    def chosen(self) -> frozenset[Carry]:
        return frozenset(part for part in Carry if part.value in (self.carry.data or ()))


class CloneEventForm(CarryForm):
    title = StringField(
        "Title", [DataRequired("Enter a title."), Length(max=120, message="Use at most 120 characters.")]
    )
    starts_on = DayField("New date", [InputRequired("Enter the date of the new pitch day.")])


class CloneProgrammeForm(CarryForm):
    name = StringField("Name", [DataRequired("Enter a name."), Length(max=120, message="Use at most 120 characters.")])
    weeks = CountField("Weeks later", [InputRequired("Enter how many weeks later.")], most=520)
    events = _boxes("Pitch days to clone")

    def __init__(self, events: Sequence[Event], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = {event.slug: event for event in events}
        self.events.choices = [
            SelectChoice(slug, f"{event.title}, {day(event.starts_at, event.zone)}")
            for slug, event in self.known.items()
        ]

    def chosen_events(self) -> list[Event]:
        return [event for slug, event in self.known.items() if slug in (self.events.data or ())]


def _local_day(event: Event) -> date:
    return event.starts_at.astimezone(event.zone).date()


@blueprint.route("/organise/events/<event_slug>/clone", methods=["GET", "POST"])
@guard(event_cloner)
@commits
@once
def clone(event: Event) -> View:
    form = CloneEventForm(
        data={
            "title": event.title,
            "starts_on": _local_day(event) + timedelta(weeks=A_YEAR),
            "carry": [part.value for part in USUAL],
        }
    )
    if form.validate_on_submit():
        shift = form.starts_on.data - _local_day(event)
        with form.refusals():
            made = cloning.clone_event(
                event, title=form.title.data or "", shift=shift, carry=form.chosen(), by=current_person()
            )
        if not form.errors:
            flash(f"{made.title} on {day(made.starts_at, made.zone)} is a draft.", "done")
            _tell_lost_times(cloning.lost_times(cloning.times_of(event), event.zone, shift), event.zone)
            return redirect(url_for("home.cloned", event_slug=made.slug), 303)
    return shown("home/clone.html", form=form, event=event)


def _tell_lost_times(lost: Iterator[cloning.LostTime], zone: ZoneInfo) -> None:
    for time in lost:
        flash(
            f"Clocks change that night: {time.what} at {moment(time.after, zone)} now. Check that it is what you want.",
            "problem",
        )


@blueprint.get("/organise/events/<event_slug>/cloned")
@guard(at_event(Right.EDIT))
def cloned(event: Event) -> str:
    """What a new pitch day has not got from the one before, with the pages where it is done."""
    return render_template("home/cloned.html", event=event, missing=list(_not_carried(event)))


def _not_carried(event: Event) -> Iterator[tuple[str, str, str]]:
    """What, why, and the page where it is done."""
    has_sessions = sa.select(sa.exists().where(Sitting.event_id == event.id))

    def at(endpoint: str) -> str:
        return url_for(endpoint, event_slug=event.slug)

    if not event.description.strip():
        yield "The description", "Write what founders can expect.", at("events.edit")
    if not stored_questions(event.id):
        yield "Questions of the call", "The standard ones stand.", at("applications.questions")
    if not says_who_and_what(call_of(event)):
        yield "The words of the call", "It does not say who can apply, and what they get.", at("applications.call")
    if not db.session.scalar(has_sessions):
        yield "Sessions of the schedule", "The draft is empty.", at("schedule.builder")
    if len(members(event)) < 2:
        yield "The team", "Only you run it.", at("teams.page")
    yield "Investors", "Nobody is invited yet.", at("investors.invite")
    yield "Applications, decisions, pitches and meetings", "They belong to the other day.", ""


@blueprint.route("/organise/programmes/<programme_slug>/clone", methods=["GET", "POST"])
@guard(programme_cloner)
@commits
@once
def clone_programme(programme: Programme) -> View:
    events = of_programme(programme)
    form = CloneProgrammeForm(
        events,
        data={
            "name": programme.name,
            "weeks": A_YEAR,
            "events": [event.slug for event in events],
            "carry": [part.value for part in USUAL],
        },
    )
    if form.validate_on_submit():
        chosen, weeks = form.chosen_events(), form.weeks.data or 0
        with form.refusals():
            made = cloning.clone_programme(
                programme,
                name=form.name.data or "",
                weeks=weeks,
                events=chosen,
                carry=form.chosen(),
                by=current_person(),
            )
        if not form.errors:
            flash(f"{made.name} is here, with {len(chosen)} drafts. Its people were not taken along.", "done")
            for event in chosen:
                lost = cloning.lost_times(cloning.times_of(event), event.zone, timedelta(weeks=weeks))
                _tell_lost_times(lost, event.zone)
            return redirect(url_for("programmes.edit", programme_slug=made.slug), 303)
    return shown("home/clone_programme.html", form=form, programme=programme, events=events)
