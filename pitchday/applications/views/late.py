"""Late links: organisers give them and take them back, and whoever has one opens it."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the types are older

from pitchday import clock
from pitchday.applications import late_links as links
from pitchday.applications import late_queries, queries, rules
from pitchday.applications.blueprint import blueprint
from pitchday.applications.forms import ConfirmForm, LateForm, LateLinkForm
from pitchday.applications.models import LateLink
from pitchday.applications.permissions import late_link_holder, late_link_keeper
from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.startups.permissions import is_member
from pitchday.startups.queries import startups_of
from pitchday.startups.visibility import public_facts
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once
from pitchday.web.paging import paged


@blueprint.get("/organise/events/<event_slug>/call/late-links")
@guard(at_event(Right.EDIT))
def late_links(event: Event) -> ResponseReturnValue:
    listing = paged(late_queries.links_of(event.id))
    rows = [(link, public_facts(link.startup)["name"] if link.startup else "") for link in listing.items]
    return shown(
        "applications/late_links.html", form=ConfirmForm(), event=event, listing=listing, rows=rows, time=clock.now()
    )


@blueprint.get("/organise/events/<event_slug>/call/late-links/new")
@guard(at_event(Right.EDIT))
def new_late_link(event: Event) -> ResponseReturnValue:
    return _new_page(event, LateLinkForm(event.zone))


def _new_page(event: Event, form: LateLinkForm) -> tuple[str, int]:
    deadline = rules.deadline_in_words(event.applications_close_at, event.zone)
    return shown("applications/late_link_new.html", form=form, event=event, deadline=deadline)


@blueprint.post("/organise/events/<event_slug>/call/late-links/new")
@guard(at_event(Right.EDIT))
@commits
@once
def give_late_link(event: Event) -> ResponseReturnValue:
    form = LateLinkForm(event.zone)
    if form.validate_on_submit():
        with form.refusals():
            links.give(
                event,
                email=form.email.data or "",
                ends_at=form.ends_at.data,
                reason=form.reason.data or "",
                by=current_person(),
            )
    if form.errors:
        return _new_page(event, form)
    flash(f"The link is on its way to {form.email.data}.", "done")
    return _to_list(event)


def _to_list(event: Event) -> Response:
    return redirect(url_for("applications.late_links", event_slug=event.slug), 303)


@blueprint.get("/organise/events/<event_slug>/call/late-links/<link_uid>/take-back")
@guard(late_link_keeper)
def take_late_link_back(event: Event, link: LateLink) -> ResponseReturnValue:
    return shown("applications/late_link_back.html", form=ConfirmForm(), event=event, link=link)


@blueprint.post("/organise/events/<event_slug>/call/late-links/<link_uid>/take-back")
@guard(late_link_keeper)
@commits
def end_late_link(event: Event, link: LateLink) -> ResponseReturnValue:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            links.take_back(link)
    if form.errors:
        return shown("applications/late_link_back.html", form=form, event=event, link=link)
    flash(f"The link for {link.email} is taken back.", "done")
    return _to_list(event)


@blueprint.get("/late/<token>")
@guard(late_link_holder)
def late(link: LateLink, token: str) -> ResponseReturnValue:
    """Until when it holds, and which of one's startups it shall be for; once it is used, the way to the application."""
    return _onward(link) or _late_page(link, _late_form(), token)


def _onward(link: LateLink) -> Response | None:
    """To the application of whoever has used the link: the mail that says that it opens it goes on being true."""
    if link.startup is None or link.taken_back_at is not None or not is_member(current_person(), link.startup):
        return None
    application = queries.of_startups(link.event_id, [link.startup.id])[link.startup.id]
    return redirect(url_for("applications.form", application_uid=application.uid), 303)


def _late_form() -> LateForm:
    form = LateForm()
    form.startup.choices = [SelectChoice(mine.slug, mine.name) for mine in startups_of(current_person())]
    return form


def _late_page(link: LateLink, form: LateForm, token: str) -> tuple[str, int]:
    event = link.event
    return shown(
        "applications/late.html",
        form=form,
        event=event,
        token=token,
        useless=links.why_useless(link, clock.now()),
        until=rules.deadline_in_words(link.ends_at, event.zone),
    )


@blueprint.post("/late/<token>")
@guard(late_link_holder)
@commits
def use_late_link(link: LateLink, token: str) -> ResponseReturnValue:
    """Take it for a startup; from there on it is an application like any other. A second click finds it taken."""
    if onward := _onward(link):
        return onward
    form = _late_form()
    mine = {startup.slug: startup for startup in startups_of(current_person())}
    if form.validate_on_submit():
        with form.refusals():
            if form.startup.data not in mine:
                raise DomainError("Choose one of your own startups.", field="startup")
            application = links.use(link, mine[form.startup.data])
    if form.errors:
        return _late_page(link, form, token)
    return redirect(url_for("applications.form", application_uid=application.uid), 303)
