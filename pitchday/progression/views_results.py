"""What came out of a pitch day: entered, ties decided, made public."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.db import commits
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.progression import queries, results, rules
from pitchday.progression.blueprint import blueprint
from pitchday.progression.forms import PublishForm, ResultsForm, results_form, tie_form
from pitchday.progression.models import EventResult
from pitchday.progression.permissions import may_see_ways
from pitchday.web.filters import moment
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard

View = tuple[str, int] | str | Response


def _to_page(event: Event) -> Response:
    return redirect(url_for("progression.results_page", event_slug=event.slug), 303)


@blueprint.get("/organise/events/<event_slug>/results")
@guard(at_event(Right.RESULTS))
def results_page(event: Event) -> View:
    return _page(event, results_form(queries.contenders(event.id), queries.result_of(event.id)))


def _page(event: Event, form: ResultsForm) -> tuple[str, int]:
    result = queries.result_of(event.id)
    tied = rules.ties(queries.placed(result))
    names = {row.application.startup_id: row.application.startup.name for row in (result.placings if result else ())}
    return shown(
        "progression/results.html",
        form=form,
        event=event,
        result=result,
        is_public=queries.is_public(result),
        contenders=queries.contenders(event.id),
        ties=[(group[0].rank, [names[one.startup_id] for one in group]) for group in tied],
        settled={row.application_id: row for row in (result.placings if result else ()) if row.tie_order},
        onward=queries.routes_from(event.id),
        may_see_ways=may_see_ways(current_person(), event),
        has_begun=event.starts_at <= clock.now(),
    )


@blueprint.post("/organise/events/<event_slug>/results")
@guard(at_event(Right.RESULTS))
@commits
def save_results(event: Event) -> View:
    contenders = queries.contenders(event.id)
    form = results_form(contenders, queries.result_of(event.id))
    if form.validate_on_submit():
        with form.refusals():
            results.record(event, form.standings(contenders), version=form.version.data)
        if not form.errors:
            flash("The results are saved.", "done")
            return _to_page(event)
        known = queries.result_of(event.id)
        form.renew(known.version if known else 0)
    return _page(event, form)


@blueprint.route("/organise/events/<event_slug>/results/ties", methods=["GET", "POST"])
@guard(at_event(Right.RESULTS))
@commits
def settle(event: Event) -> View:
    """Decide between startups that share a place, the best place first."""
    result = queries.result_of(event.id)
    open_ties = rules.ties(queries.placed(result))
    if result is None or not open_ties:
        flash("No startups share a place, or it has been decided between them.", "note")
        return _to_page(event)
    group = open_ties[0]
    startups = {row.application.startup_id: row.application.startup for row in result.placings}
    form = tie_form(group, startups)
    if form.validate_on_submit():
        with form.refusals():
            results.settle(result, form.chosen(group), reason=form.reason.data or "")
        if not form.errors:
            flash("The decision is on record.", "done")
            return _to_page(event)
    return shown("progression/tie.html", form=form, event=event, rank=group[0].rank, tied=group)


@blueprint.route("/organise/events/<event_slug>/results/publish", methods=["GET", "POST"])
@guard(at_event(Right.RESULTS))
@commits
def publish_results(event: Event) -> View:
    result = queries.result_of(event.id)
    if result is None or not result.placings:
        flash("There are no results yet. Enter them first.", "note")
        return _to_page(event)
    form = PublishForm(data={"public_from": result.public_from or clock.now()})
    if form.validate_on_submit():
        with form.refusals():
            results.publish(result, form.public_from.data)
        if not form.errors:
            flash(_published(event, result), "done")
            return _to_page(event)
    return shown("progression/publish.html", form=form, event=event, result=result)


def _published(event: Event, result: EventResult) -> str:
    if result.public_from is None or result.public_from <= clock.now():
        return "The results are public."
    return f"Everybody sees the results from {moment(result.public_from, event.zone)}."


@blueprint.post("/organise/events/<event_slug>/results/hide")
@guard(at_event(Right.RESULTS))
@commits
def hide_results(event: Event) -> Response:
    result = queries.result_of(event.id)
    if result is not None:
        results.hide(result)
        flash("The results stay a draft until you choose a moment.", "done")
    return _to_page(event)
