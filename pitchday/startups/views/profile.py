"""A startup's profile for everybody and for those who keep it, and the investor's list of startups."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.limits import look_ups
from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.events.queries import sectors
from pitchday.files.models import StoredFile
from pitchday.files.services import read
from pitchday.history.stale import merge
from pitchday.investors.models import InvestorProfile
from pitchday.investors.permissions import basis_of, investor
from pitchday.investors.queries import profile_of
from pitchday.places.queries import cities
from pitchday.startups import queries, rules, services
from pitchday.startups.blueprint import blueprint
from pitchday.startups.duplicates import Duplicate, duplicates_of, require_another
from pitchday.startups.enums import Stage
from pitchday.startups.forms import LogoForm, NewStartupForm, StartupForm
from pitchday.startups.models import Startup
from pitchday.startups.permissions import (
    anyone_startup,
    is_member,
    startup_logo,
    startup_member,
)
from pitchday.startups.sections import Filled, filled
from pitchday.startups.visibility import Viewer, facts, may_see_promotional, viewer
from pitchday.web.downloads import FOREVER, PRIVATE, picture
from pitchday.web.forms import cleaned, shown, upload_bytes
from pitchday.web.guards import current_person, guard, signed_in
from pitchday.web.once import once
from pitchday.web.paging import paged
from pitchday.web.urls import local_target


@blueprint.get("/startups")
@guard(investor)
def browse(profile: InvestorProfile) -> str:
    asked = {name: (cleaned(request.args.get(name)) or "")[:100] for name in ("q", "sector", "stage", "city")}
    today = clock.today()
    looking = viewer(profile.person, on=today)
    listing = paged(queries.listed(**asked))
    return render_template(
        "startups/browse.html",
        listing=listing,
        found=[(startup, facts(startup, looking)) for startup in listing.items],
        looking=looking,
        asked=asked,
        sectors=sectors(),
        stages=list(Stage),
        cities=cities(),
    )


@blueprint.route("/startups/new", methods=["GET", "POST"])
@guard(signed_in)
@look_ups
@commits
@once
def new() -> ResponseReturnValue:
    form = NewStartupForm()
    duplicates: list[Duplicate] = []
    if form.validate_on_submit():
        duplicates = duplicates_of(form.facts())
        with form.refusals():
            require_another(duplicates, confirmed=bool(form.is_another.data))
            startup = services.create(form.facts(), by=current_person())
        if not form.errors:
            flash(f"The profile of {startup.name} is saved. You can use it for every call.", "done")
            _question_company_number(startup.company_number)
            return redirect(_onward(startup), 303)
    return shown("startups/new.html", form=form, duplicates=duplicates, is_member=_is_mine)


def _is_mine(startup: Startup) -> bool:
    return is_member(current_person(), startup)


def _onward(startup: Startup) -> str:
    """Back to the application that asked for the profile, or to the profile."""
    return local_target(request.args.get("next"), url_for("startups.show", startup_slug=startup.slug))


def _question_company_number(number: str) -> None:
    if number and not rules.known_company_number(number):
        flash(
            f"Company numbers look like 12345678 or SC123456. Yours is saved as {number}: please check it.",
            "wait",
        )


@blueprint.get("/startups/<startup_slug>")
@guard(anyone_startup)
def show(startup: Startup) -> str:
    person: Person | None = current_person()
    today = clock.today()
    looking = viewer(person, on=today)
    allowed = may_see_promotional(startup.id, looking)
    decks = queries.decks_of(startup) if allowed else []
    member = is_member(person, startup)
    return render_template(
        "startups/show.html",
        startup=startup,
        facts=facts(startup, looking),
        progress=_progress(startup) if member else [],
        allowed=allowed,
        member=member,
        basis=basis_of(person, today),
        registered=person is not None and profile_of(person) is not None,
        decks=decks if member else [deck for deck in decks if deck.is_shown],
    )


@blueprint.route("/startups/<startup_slug>/edit", methods=["GET", "POST"])
@guard(startup_member)
@look_ups
@commits
def edit(startup: Startup) -> ResponseReturnValue:
    form = StartupForm(obj=startup)
    duplicates: list[Duplicate] = []
    if form.validate_on_submit():
        merged = merge(startup, form.version.data, form.facts())
        form.take(merged.theirs)
        duplicates = duplicates_of(merged.mine, of=startup)
        with form.refusals():
            if merged.clash:
                raise merged.clash
            require_another(duplicates, confirmed=bool(form.is_another.data))
            services.edit(startup, merged.mine)
        if not form.errors:
            if merged.told:
                flash(f"{' '.join(merged.told)} Both changes are kept.", "note")
            flash("The profile is saved. What you have submitted to a call stays as you sent it.", "done")
            _question_company_number(startup.company_number)
            return redirect(_onward(startup), 303)
        form.renew(startup.version)
    return shown(
        "startups/edit.html",
        form=form,
        startup=startup,
        progress=_progress(startup),
        duplicates=duplicates,
        is_member=_is_mine,
    )


def _progress(startup: Startup) -> list[Filled]:
    return filled(facts(startup, Viewer(own=frozenset({startup.id}))))


@blueprint.route("/startups/<startup_slug>/logo", methods=["GET", "POST"])
@guard(startup_member)
@commits
@once
def logo(startup: Startup) -> ResponseReturnValue:
    form = LogoForm()
    if form.validate_on_submit():
        with form.refusals():
            data = upload_bytes(form.logo.data)
            if data is None and not form.without_logo.data:
                raise DomainError("Choose a picture first.", field="logo")
            services.set_logo(startup, data)
        if not form.errors:
            flash("The logo is saved." if data else "No logo is shown any more.", "done")
            return redirect(url_for("startups.show", startup_slug=startup.slug), 303)
    return shown("startups/logo.html", form=form, startup=startup)


@blueprint.get("/startups/<startup_slug>/logo/<digest>")
@guard(startup_logo)
def logo_file(file: StoredFile, is_public: bool) -> Response:
    """The picture by what is in it: another picture has another address, so that this one never changes."""
    return picture(read(file.sha256), file.media_type, cache=FOREVER if is_public else PRIVATE)
