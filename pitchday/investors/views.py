"""The investor's own pages, and the organiser's list of investors."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.limits import invitations
from pitchday.accounts.models import Person
from pitchday.db import commits
from pitchday.downloads.answers import list_file
from pitchday.events.models import Event
from pitchday.events.permissions import at_event
from pitchday.events.rights import Right
from pitchday.history.stale import require_version
from pitchday.investors import queries, rules, services
from pitchday.investors.enums import InvestorKind
from pitchday.investors.forms import ConfirmForm, InviteForm, ProfileForm, RegisterForm, StatementForm
from pitchday.investors.lists import Investors
from pitchday.investors.models import InvestorProfile, InvestorStatement, StatementTemplate
from pitchday.investors.permissions import basis_of, investor, invited_investor, own_statement, signer
from pitchday.web.filters import day
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard, signed_in
from pitchday.web.once import once

blueprint = Blueprint("investors", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.route("/me/investor", methods=["GET", "POST"])
@guard(signed_in)
@commits
@once
def profile() -> Answer:
    person: Person = current_person()
    known = queries.profile_of(person)
    if known is not None:
        return _profile_page(person, known)
    form = RegisterForm()
    if form.validate_on_submit():
        with form.refusals():
            services.register(person, kind=form.chosen_kind, firm=form.firm.data or "")
        if not form.errors:
            flash("You are registered as an investor. Next, tell us on what basis you may see offers.", "done")
            return redirect(url_for("investors.statement"), 303)
    return shown("investors/register.html", form=form)


def _profile_page(person: Person, profile: InvestorProfile) -> str:
    today = clock.today()
    basis = basis_of(person, today)
    return render_template(
        "investors/profile.html",
        profile=profile,
        basis=basis,
        ends_soon=basis is not None and basis.last_valid_day - today < rules.RENEWAL,
        statements=queries.statements_of(person),
        today=today,
    )


@blueprint.route("/me/investor/edit", methods=["GET", "POST"])
@guard(investor)
@commits
def edit(profile: InvestorProfile) -> Answer:
    form = ProfileForm(obj=profile, data={"kind": profile.kind.value})
    if form.validate_on_submit():
        with form.refusals():
            require_version(profile, form.version.data)
            services.edit_profile(profile, kind=form.chosen_kind, firm=form.firm.data or "")
        if not form.errors:
            flash("Your investor profile is saved.", "done")
            return redirect(url_for("investors.profile"), 303)
        form.renew(profile.version)
    return shown("investors/edit.html", form=form)


@blueprint.get("/me/investor/statement")
@guard(investor)
def statement(profile: InvestorProfile) -> str:
    return render_template("investors/choose.html", templates=queries.current_templates(clock.today()))


@blueprint.route("/me/investor/statement/<basis>", methods=["GET", "POST"])
@guard(signer)
@commits
@once
def sign(profile: InvestorProfile, template: StatementTemplate) -> Answer:
    form = StatementForm(template)
    if form.validate_on_submit():
        with form.refusals():
            rules.require_edition(form.read_edition, template.edition)
            signed = services.sign_statement(
                current_person(),
                template,
                grounds=form.ticked,
                accepts_risk=form.risk.data,
                signed_name=form.signed_name.data or "",
            )
        if not form.errors:
            flash(f"Your statement is signed. It holds through {day(signed.last_valid_day)}.", "done")
            return redirect(url_for("investors.profile"), 303)
    today = clock.today()
    return shown(
        "investors/sign.html",
        form=form,
        profile=profile,
        wording=template,
        today=today,
        last_valid_day=rules.last_valid_day(today, template.months_valid),
    )


@blueprint.get("/me/investor/statements/<statement_uid>")
@guard(own_statement)
def signed(statement: InvestorStatement) -> str:
    return render_template("investors/signed.html", statement=statement, today=clock.today())


@blueprint.route("/me/investor/statements/<statement_uid>/withdraw", methods=["GET", "POST"])
@guard(own_statement)
@commits
def withdraw(statement: InvestorStatement) -> Answer:
    form = ConfirmForm()
    if form.validate_on_submit():
        with form.refusals():
            services.withdraw_statement(statement)
        if not form.errors:
            flash("Your statement is withdrawn. You can sign another at any time.", "done")
            return redirect(url_for("investors.profile"), 303)
    return shown("investors/withdraw.html", form=form, statement=statement)


@blueprint.route("/organise/events/<event_slug>/investors", methods=["GET", "POST"])
@guard(at_event(Right.INVESTORS))
@invitations
@commits
@once
def invite(event: Event) -> Answer:
    form = InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            services.invite(
                event,
                name=form.name.data or "",
                email=form.email.data or "",
                kind=InvestorKind(form.kind.data),
                firm=form.firm.data or "",
            )
        if not form.errors:
            flash(f"{form.name.data} is invited. The mail with a link to sign in is on its way.", "done")
            return redirect(url_for("investors.invite", event_slug=event.slug), 303)
    invited = Investors(event)
    return shown(
        "investors/invite.html",
        form=form,
        event=event,
        list=invited.page(request.args),
        with_basis=queries.count_with_basis(event, invited.day),
    )


@blueprint.get("/organise/events/<event_slug>/investors.<any(csv, xlsx):ending>")
@guard(at_event(Right.INVESTORS, Right.DOWNLOAD))
def invite_file(event: Event, ending: str) -> Response:
    return list_file(Investors(event), ending)


@blueprint.post("/organise/events/<event_slug>/investors/<person_uid>/link")
@guard(invited_investor)
@invitations
@commits
def send_link(event: Event, invited: Person) -> Answer:
    services.invite_again(event, invited)
    flash(f"A new link is on its way to {invited.name}.", "done")
    return redirect(url_for("investors.invite", event_slug=event.slug), 303)
