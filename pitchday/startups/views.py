"""A startup's profile for everybody and for those who keep it, and the investor's list of startups."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.limits import invitations, look_ups
from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.errors import DomainError
from pitchday.events.queries import sectors
from pitchday.files.models import StoredFile
from pitchday.files.services import read
from pitchday.history.stale import merge
from pitchday.investors.models import InvestorProfile, InvestorStatement
from pitchday.investors.permissions import basis_of, investor
from pitchday.investors.queries import profile_of
from pitchday.places.queries import cities
from pitchday.startups import inviting, joining, queries, rules, services
from pitchday.startups.decks import opened, views_of
from pitchday.startups.decks import show as choose
from pitchday.startups.duplicates import Duplicate, duplicates_of, require_another
from pitchday.startups.enums import Stage
from pitchday.startups.forms import ConfirmForm, DeckForm, JoinForm, LogoForm, MemberForm, NewStartupForm, StartupForm
from pitchday.startups.models import Deck, JoinRequest, MemberInvitation, Startup, StartupMember
from pitchday.startups.permissions import (
    anyone_startup,
    asked_member,
    deck_reader,
    invited,
    inviter,
    is_member,
    membership,
    own_deck,
    startup_logo,
    startup_member,
    startup_to_join,
)
from pitchday.startups.sections import Filled, filled
from pitchday.startups.visibility import Viewer, facts, may_see_promotional, public_facts, viewer
from pitchday.web.downloads import FOREVER, PRIVATE, download, not_modified, picture
from pitchday.web.forms import cleaned, shown, upload_bytes
from pitchday.web.guards import current_person, guard, signed_in
from pitchday.web.once import once
from pitchday.web.paging import paged
from pitchday.web.urls import local_target

blueprint = Blueprint("startups", __name__)

Answer = Response | str | tuple[str, int]


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
def new() -> Answer:
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
def edit(startup: Startup) -> Answer:
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
def logo(startup: Startup) -> Answer:
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


@blueprint.route("/startups/<startup_slug>/members", methods=["GET", "POST"])
@guard(startup_member)
@invitations
@commits
@once
def members(startup: Startup) -> Answer:
    form = MemberForm()
    if form.validate_on_submit():
        with form.refusals():
            asked = inviting.invite(
                startup,
                name=form.name.data or "",
                email=form.email.data or "",
                role=form.role.data or "Founder",
                by=current_person(),
            )
        if not form.errors:
            flash(f"{asked.name} is invited. The mail with a link is on its way.", "done")
            return redirect(_members_url(startup), 303)
    return shown(
        "startups/members.html",
        form=form,
        startup=startup,
        requests=joining.open_requests(startup),
        invited=inviting.unanswered(startup),
        now=clock.now(),
    )


def _members_url(startup: Startup) -> str:
    return url_for("startups.members", startup_slug=startup.slug)


@blueprint.post("/startups/<startup_slug>/invitations/<invitation_uid>/send-again")
@guard(inviter)
@invitations
@commits
def invite_again(startup: Startup, invitation: MemberInvitation) -> Response:
    inviting.send_again(invitation, by=current_person())
    flash(f"{invitation.name} gets another mail, with a new link.", "done")
    return redirect(_members_url(startup), 303)


@blueprint.post("/startups/<startup_slug>/invitations/<invitation_uid>/take-back")
@guard(inviter)
@commits
def take_invitation_back(startup: Startup, invitation: MemberInvitation) -> Response:
    inviting.take_back(invitation)
    flash(f"The invitation of {invitation.name} is taken back: its link lets nobody in.", "done")
    return redirect(_members_url(startup), 303)


@blueprint.route("/startups/invitations/<invitation_uid>", methods=["GET", "POST"])
@guard(invited)
@commits
def invitation(invitation: MemberInvitation) -> Answer:
    form = ConfirmForm()
    startup, accept = invitation.startup, request.form.get("choice") == "accept"
    if form.validate_on_submit():
        with form.refusals():
            inviting.answer(invitation, by=current_person(), accept=accept)
        if not form.errors:
            flash(f"You are a member of {startup.name}." if accept else "You have declined.", "done")
            target = url_for("startups.show", startup_slug=startup.slug) if accept else url_for("home.me")
            return redirect(target, 303)
    return shown(
        "startups/invitation.html", form=form, invitation=invitation, is_old=invitation.expires_at <= clock.now()
    )


@blueprint.route("/startups/ask/<startup_uid>", methods=["GET", "POST"])
@guard(startup_to_join)
@invitations
@commits
@once
def ask_to_join(startup: Startup) -> Answer:
    form = JoinForm()
    if form.validate_on_submit():
        with form.refusals():
            joining.ask_to_join(startup, by=current_person(), message=form.message.data or "")
        if not form.errors:
            flash("Your request is on its way to the members. They answer by mail.", "done")
            return redirect(url_for("home.me"), 303)
    return shown("startups/ask.html", form=form, known=public_facts(startup) if startup.listed else None)


@blueprint.post("/startups/<startup_slug>/requests/<request_uid>/<any(accept, decline):choice>")
@guard(asked_member)
@commits
def answer_request(startup: Startup, join_request: JoinRequest, choice: str) -> Response:
    joining.answer(join_request, accept=choice == "accept")
    outcome = "is a member now" if choice == "accept" else "was not let in"
    flash(f"{join_request.person.name} {outcome}, and is told.", "done")
    return redirect(_members_url(startup), 303)


@blueprint.route("/startups/<startup_slug>/members/<person_uid>/remove", methods=["GET", "POST"])
@guard(membership)
@commits
def remove_member(startup: Startup, member: StartupMember) -> Answer:
    form = ConfirmForm()
    if form.validate_on_submit():
        name, own = member.name, member.person_id == current_person().id
        with form.refusals():
            services.remove_member(member)
        if not form.errors:
            flash(f"{name} is no longer a member of {startup.name}.", "done")
            target = url_for("home.me") if own else _members_url(startup)
            return redirect(target, 303)
    return shown("startups/remove_member.html", form=form, startup=startup, member=member)


@blueprint.route("/startups/<startup_slug>/decks", methods=["GET", "POST"])
@guard(startup_member)
@commits
@once
def decks(startup: Startup) -> Answer:
    form = DeckForm()
    if form.validate_on_submit():
        with form.refusals():
            data = upload_bytes(form.deck.data)
            if data is None:
                raise DomainError("Choose a PDF file first.", field="deck")
            added = services.add_deck(startup, data, form.deck.data.filename, current_person())
        if not form.errors:
            kept = f"The deck is saved: {added.file_name}, {added.pages} pages."
            more = "" if added.is_shown else " Say that it is the one when investors are to see it."
            flash(kept + more, "done")
            return redirect(url_for("startups.decks", startup_slug=startup.slug), 303)
    listing = paged(views_of(startup))
    return shown("startups/decks.html", form=form, startup=startup, decks=queries.decks_of(startup), listing=listing)


@blueprint.route("/startups/<startup_slug>/decks/<deck_uid>/show", methods=["GET", "POST"])
@guard(own_deck)
@commits
def show_deck(startup: Startup, deck: Deck) -> Answer:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            choose(deck)
        if not form.errors:
            flash(f"{deck.file_name} is the deck that investors see.", "done")
            return redirect(url_for("startups.decks", startup_slug=startup.slug), 303)
    return shown("startups/show_deck.html", form=form, startup=startup, deck=deck)


@blueprint.get("/startups/<startup_slug>/decks/<deck_uid>")
@guard(deck_reader)
def deck(deck: Deck, statement: InvestorStatement | None) -> Response:
    name, sha256 = deck.download_name, deck.file.sha256
    if statement is not None:
        _opened(deck, statement)
    etag = sha256[:32]
    unchanged = not_modified(etag, PRIVATE)
    if unchanged is not None:
        return unchanged
    return download(read(sha256), "pdf", name=name, cache=PRIVATE, etag=etag)


@commits
def _opened(deck: Deck, statement: InvestorStatement) -> None:
    opened(deck, current_person(), statement=statement)
