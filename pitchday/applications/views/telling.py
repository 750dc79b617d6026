"""Telling founders of questions that were changed after they had sent their answers."""

from __future__ import annotations

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from pitchday import clock
from pitchday.applications import queries, rules
from pitchday.applications import telling as notices
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import TellForm
from pitchday.applications.notifications import new_questions_values
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.web.filters import plural
from pitchday.web.forms import shown
from pitchday.web.guards import guard
from pitchday.web.once import once


@blueprint.get("/organise/events/<event_slug>/questions/news")
@guard(at_event(Right.EDIT))
def news(event: Event) -> ResponseReturnValue:
    """Say how many are told, and of what, before anybody is."""
    return _news_page(event, TellForm())


@blueprint.post("/organise/events/<event_slug>/questions/news")
@guard(at_event(Right.EDIT))
@commits
@once
def tell(event: Event) -> ResponseReturnValue:
    form = TellForm()
    told = None
    if form.validate_on_submit():
        with form.refusals():
            told = notices.tell(event)
    if told is None:
        return _news_page(event, form)
    if told:
        flash(f"The founders of {plural(told, 'application')} are told. Their mails are on the way.", "done")
    else:
        flash("Everybody knows of the questions that stand already.", "note")
    return redirect(url_for("applications.questions", event_slug=event.slug), 303)


def _news_page(event: Event, form: TellForm) -> tuple[str, int]:
    untold = notices.untold(event, queries.questions_over_time(event))
    text = current_app.jinja_env.get_template("mail/new_questions/body.txt")
    values = new_questions_values("(the startup)", event, untold.news)
    return shown(
        "applications/questions_news.html",
        form=form,
        event=event,
        untold=untold,
        closed=rules.why_closed(event, clock.now(), event.zone),
        text=text.render(**values, name="(the founder)", url="(the address of their application)"),
        subject=f"New questions for your application to {event.title}",
    )
