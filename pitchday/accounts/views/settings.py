"""The account's own pages."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from pitchday.accounts import limits, services, sessions
from pitchday.accounts.blueprint import blueprint
from pitchday.accounts.forms import ConfirmForm, NameForm, PasswordForm
from pitchday.db import commits, db
from pitchday.history.stale import require_version
from pitchday.web.forms import shown
from pitchday.web.guards import guard, signed_in


@blueprint.get("/me/account")
@guard(signed_in)
def settings() -> str:
    return render_template("accounts/settings.html", account=current_user)


@blueprint.route("/me/account/name", methods=["GET", "POST"])
@guard(signed_in)
@commits
def change_name() -> Response | tuple[str, int]:
    person = current_user.person
    form = NameForm(obj=person)
    if form.validate_on_submit():
        with form.refusals():
            require_version(person, form.version.data)
            services.change_name(person, name=form.name.data or "")
        if not form.errors:
            flash("Your name is changed.", "done")
            return redirect(url_for("accounts.settings"), 303)
        form.renew(person.version)
    return shown("accounts/name.html", form=form)


@blueprint.route("/me/account/password", methods=["GET", "POST"])
@guard(signed_in)
@limits.own_guesses
@commits
def change_password() -> Response | tuple[str, int]:
    account = current_user._get_current_object()
    form = PasswordForm(asks_current=account.password_hash is not None and not sessions.came_by_link())
    if form.validate_on_submit():
        with form.refusals():
            if form.current:
                services.confirm_password(account, current=form.current.data or "")
            services.change_password(account, password=form.password.data or "")
        if not form.errors:
            db.session.flush()
            sessions.begin(account)
            flash("Your password is changed. Every other browser is signed out.", "done")
            return redirect(url_for("accounts.settings"), 303)
    return shown("accounts/password.html", form=form)


@blueprint.route("/me/account/sign-out-everywhere", methods=["GET", "POST"])
@guard(signed_in)
@commits
def sign_out_everywhere() -> Response | tuple[str, int]:
    form = ConfirmForm()
    if form.validate_on_submit():
        services.end_sessions(current_user._get_current_object())
        sessions.end()
        flash("You are signed out everywhere, here too.", "done")
        return redirect(url_for("accounts.sign_in"), 303)
    return shown("accounts/sign_out_everywhere.html", form=form)
