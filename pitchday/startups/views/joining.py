"""Who belongs to a startup: invitations, requests to join, members who leave."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.limits import invitations
from pitchday.db import commits
from pitchday.startups import inviting, joining, services
from pitchday.startups.blueprint import blueprint
from pitchday.startups.forms import ConfirmForm, JoinForm, MemberForm
from pitchday.startups.models import JoinRequest, MemberInvitation, Startup, StartupMember
from pitchday.startups.permissions import (
    asked_member,
    invited,
    inviter,
    membership,
    startup_member,
    startup_to_join,
)
from pitchday.startups.visibility import public_facts
from pitchday.web.forms import shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once


@blueprint.route("/startups/<startup_slug>/members", methods=["GET", "POST"])
@guard(startup_member)
@invitations
@commits
@once
def members(startup: Startup) -> ResponseReturnValue:
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
def invitation(invitation: MemberInvitation) -> ResponseReturnValue:
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
def ask_to_join(startup: Startup) -> ResponseReturnValue:
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
def remove_member(startup: Startup, member: StartupMember) -> ResponseReturnValue:
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
