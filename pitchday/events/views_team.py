"""The pages of a team, the same for a pitch day and for a programme, and the page that answers an invitation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from pitchday import clock
from pitchday.accounts.invitations import InvitationState
from pitchday.accounts.limits import invitations as limited
from pitchday.accounts.models import Person
from pitchday.db import commits, db
from pitchday.errors import DomainError, Forbidden
from pitchday.events import team_queries, teams
from pitchday.events.enums import Role
from pitchday.events.models import Event, TeamInvitation
from pitchday.events.permissions import rights_at, rights_throughout
from pitchday.events.rights import AT_EVENT, THROUGHOUT, Right
from pitchday.events.team_forms import InviteForm, RoleForm
from pitchday.events.team_notifications import TASKS
from pitchday.events.team_permissions import invited_person, team_invitation, team_keeper, team_member, team_owner
from pitchday.events.team_queries import Given, Team
from pitchday.web.forms import Form, shown
from pitchday.web.guards import current_person, guard
from pitchday.web.once import once

blueprint = Blueprint("teams", __name__)

View = tuple[str, int] | Response

AT_A_DAY, AT_A_PROGRAMME = "/organise/events/<event_slug>/team", "/organise/programmes/<programme_slug>/team"
HINTS = {role.value: f"They can {task}." for role, task in TASKS.items()}


def _address(team: Team) -> dict[str, Any]:
    return {"event_slug": team.slug} if isinstance(team, Event) else {"programme_slug": team.slug}


def _shown(template: str, team: Team, form: Form, **values: Any) -> tuple[str, int]:
    """With the head of the desk that the team belongs to."""
    event, programme = (team, None) if isinstance(team, Event) else (None, team)
    return shown(template, form=form, at=_address(team), called=team.called, event=event, programme=programme, **values)


def _to_team(team: Team) -> Response:
    return redirect(url_for("teams.page", **_address(team)), 303)


@blueprint.route(AT_A_DAY, methods=["GET", "POST"])
@blueprint.route(AT_A_PROGRAMME, methods=["GET", "POST"])
@guard(team_keeper)
@limited
@commits
@once
def page(team: Team) -> View:
    form = InviteForm()
    if form.validate_on_submit():
        with form.refusals():
            teams.invite(
                team,
                name=form.name.data or "",
                email=form.email.data or "",
                role=form.chosen(),
                by=current_person(),
            )
        if not form.errors:
            flash(f"The invitation to {form.name.data} is on its way. They are in the team when they accept.", "done")
            return _to_team(team)
    return _shown(
        "events/team/page.html",
        team,
        form,
        members=team_queries.members(team),
        invitations=team_queries.unanswered(team),
        throughout=team_queries.members(team.programme) if isinstance(team, Event) and team.programme else (),
        hints=HINTS,
        now=clock.now(),
    )


@blueprint.route(f"{AT_A_DAY}/<person_uid>/<role>", methods=["GET", "POST"])
@blueprint.route(f"{AT_A_PROGRAMME}/<person_uid>/<role>", methods=["GET", "POST"])
@guard(team_member)
@commits
def member(team: Team, given: Given) -> View:
    """What somebody does, and the ways to change it."""
    form = RoleForm(data={"role": given.role.value})
    if form.validate_on_submit():
        given = _held(team, given, Right.TEAM)
        name = given.person.name
        with form.refusals():
            teams.change_role(team, given, form.chosen())
        if not form.errors:
            flash(f"{name} is {form.chosen().label.lower()} now.", "done")
            return _to_team(team)
    return _shown(
        "events/team/member.html",
        team,
        form,
        given=given,
        hints=HINTS,
        may_hand_over=Right.HAND_OVER in _rights(current_person(), team),
        can_take_over=given.role is Role.ORGANISER and given.person.account is not None,
    )


def _rights(person: Person, team: Team) -> frozenset[Right]:
    return rights_at(person, team) if isinstance(team, Event) else rights_throughout(person, team)


def _held(team: Team, given: Given, right: Right) -> Given:
    """The role, while nobody else changes the team. Whoever has just been taken out changes nothing any more."""
    given = teams.hold(team, given)
    if right not in _rights(current_person(), team):
        raise Forbidden("What you do in this team has changed meanwhile.")
    return given


@blueprint.route(f"{AT_A_DAY}/<person_uid>/<role>/remove", methods=["GET", "POST"])
@blueprint.route(f"{AT_A_PROGRAMME}/<person_uid>/<role>/remove", methods=["GET", "POST"])
@guard(team_member)
@commits
def remove(team: Team, given: Given) -> View:
    form = Form()
    if form.validate_on_submit():
        given = _held(team, given, Right.TEAM)
        name, role = given.person.name, given.role.label.lower()
        with form.refusals():
            teams.remove(team, given)
        if not form.errors:
            flash(f"{name} is no longer {role} of {team.called}.", "done")
            is_out = Right.TEAM not in _rights(current_person(), team)
            return redirect(url_for("home.me"), 303) if is_out else _to_team(team)
    return _shown("events/team/remove.html", team, form, given=given)


@blueprint.route(f"{AT_A_DAY}/<person_uid>/<role>/hand-over", methods=["GET", "POST"])
@blueprint.route(f"{AT_A_PROGRAMME}/<person_uid>/<role>/hand-over", methods=["GET", "POST"])
@guard(team_owner)
@commits
def hand_over(team: Team, given: Given) -> View:
    form = Form()
    if form.validate_on_submit():
        given = _held(team, given, Right.HAND_OVER)
        name = given.person.name
        with form.refusals():
            teams.hand_over(team, given, by=current_person())
        if not form.errors:
            flash(f"{name} is the lead now. Both of you get a mail.", "done")
            return _to_team(team)
    return _shown("events/team/hand_over.html", team, form, given=given)


@blueprint.post(f"{AT_A_DAY}/invitations/<invitation_uid>/again")
@blueprint.post(f"{AT_A_PROGRAMME}/invitations/<invitation_uid>/again")
@guard(team_invitation)
@limited
@commits
def invite_again(team: Team, invitation: TeamInvitation) -> View:
    return _done(team, lambda: teams.invite_again(invitation, by=current_person()), "A new link is on its way")


@blueprint.post(f"{AT_A_DAY}/invitations/<invitation_uid>/take-back")
@blueprint.post(f"{AT_A_PROGRAMME}/invitations/<invitation_uid>/take-back")
@guard(team_invitation)
@commits
def take_back(team: Team, invitation: TeamInvitation) -> View:
    return _done(team, lambda: teams.take_back(invitation), "The invitation is taken back")


def _done(team: Team, act: Callable[[], None], words: str) -> Response:
    """Do what a button asks; a refusal is told on the page of the team, which then shows how things are."""
    try:
        act()
    except DomainError as refusal:
        db.session.rollback()
        flash(refusal.message, "problem")
    else:
        flash(words, "done")
    return _to_team(team)


@blueprint.route("/me/invitations/<invitation_uid>", methods=["GET", "POST"])
@guard(invited_person)
@commits
def invitation(invitation: TeamInvitation) -> View:
    """Say who invites to what; joining is one button. Posting twice leads to the same place."""
    form = Form()
    if invitation.state is InvitationState.ACCEPTED:
        return redirect(_first_page(invitation), 303)
    if form.validate_on_submit():
        with form.refusals():
            teams.accept(invitation, by=current_person())
        if not form.errors:
            flash(f"You are in the team of {invitation.team.called} as {invitation.role.label.lower()}.", "done")
            return redirect(_first_page(invitation), 303)
    return _question(invitation, form)


def _question(invitation: TeamInvitation, form: Form) -> tuple[str, int]:
    return shown(
        "events/team/invitation.html",
        form=form,
        invitation=invitation,
        task=TASKS[invitation.role],
        is_late=invitation.expires_at <= clock.now(),
    )


def _first_page(invitation: TeamInvitation) -> str:
    """The desk, for those whose role opens one."""
    team, role = invitation.team, invitation.role
    if isinstance(team, Event):
        return url_for("home.overview", event_slug=team.slug) if Right.SEE in AT_EVENT[role] else url_for("home.me")
    if Right.SEE in THROUGHOUT[role]:
        return url_for("home.programme_overview", programme_slug=team.slug)
    return url_for("home.me")


@blueprint.post("/me/invitations/<invitation_uid>/decline")
@guard(invited_person)
@commits
def decline(invitation: TeamInvitation) -> View:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            teams.decline(invitation)
        if not form.errors:
            flash(f"You have declined. {invitation.by.name} sees it on the page of the team.", "done")
            return redirect(url_for("home.me"), 303)
    return _question(invitation, form)
