"""Signing up, in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from pitchday.accounts import limits, passwords, services, sessions
from pitchday.accounts.blueprint import blueprint
from pitchday.accounts.forms import AddressForm, ConfirmForm, SignInForm, SignUpForm
from pitchday.accounts.models import Account
from pitchday.accounts.queries import link_by_token, person_by_email, token_hash
from pitchday.accounts.views.demo import ROLES
from pitchday.db import commits, db
from pitchday.web.forms import shown
from pitchday.web.guards import anyone, current_person, guard
from pitchday.web.urls import local_target

# Sign-ups begun in this browser, by the hashes of their links.
BEGUN_HERE = "sign_ups"
INBOX = "inbox"


def _next() -> str:
    return local_target(request.args.get("next"), services.HOME)


def _asked_next() -> str | None:
    """What links between these pages hand on: nothing when nothing was asked for."""
    target = _next()
    return target if target != services.HOME else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@guard(anyone)
@limits.guesses
def sign_in() -> Response | tuple[str, int]:
    if current_person():
        return redirect(_next(), 303)
    form = SignInForm()
    if form.validate_on_submit():
        with form.refusals():
            account = services.account_with(email=form.email.data or "", password=form.password.data or "")
        if not form.errors:
            _renew_hash(account, form.password.data or "")
            sessions.begin(account, remember=form.remember.data)
            return redirect(_next(), 303)
    return shown("accounts/sign_in.html", form=form, next_url=_asked_next(), roles=ROLES)


def _renew_hash(account: Account, password: str) -> None:
    if account.password_hash and passwords.outdated(account.password_hash):
        commits(services.renew_hash)(account, password=password)


@blueprint.route("/sign-in/link", methods=["GET", "POST"])
@guard(anyone)
@limits.mails
@commits
def send_link() -> Response | tuple[str, int]:
    form = AddressForm()
    if form.validate_on_submit():
        with form.refusals():
            services.send_sign_in_link(email=form.email.data or "", next_url=_next())
        if not form.errors:
            session[INBOX] = form.email.data
            return redirect(url_for("accounts.check_inbox"), 303)
    return shown("accounts/send_link.html", form=form, next_url=_asked_next())


@blueprint.get("/sign-in/sent")
@guard(anyone)
def check_inbox() -> str:
    return render_template("accounts/check_inbox.html", email=session.get(INBOX))


@blueprint.route("/sign-up", methods=["GET", "POST"])
@guard(anyone)
@limits.mails
@commits
def sign_up() -> Response | tuple[str, int]:
    if current_person():
        return redirect(_next(), 303)
    form = SignUpForm()
    if form.validate_on_submit():
        with form.refusals():
            begun = services.sign_up(
                name=form.name.data or "",
                email=form.email.data or "",
                password=form.password.data or None,
                next_url=_next(),
            )
        if not form.errors:
            session[BEGUN_HERE] = [*session.get(BEGUN_HERE, [])[-4:], begun]
            session[INBOX] = form.email.data
            return redirect(url_for("accounts.check_inbox"), 303)
    return shown("accounts/sign_up.html", form=form, next_url=_asked_next())


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"])
@guard(anyone)
@limits.links
@commits
def link(token: str) -> Response | tuple[str, int]:
    """A page with one button: programs that look into mails follow links, but they press nothing."""
    form = ConfirmForm()
    try:
        opened = services.open_link(token)
        if not form.validate_on_submit():
            person = person_by_email(opened.email)
            has_account = person is not None and person.account is not None
            return shown("accounts/link.html", form=form, link=opened, person=person, has_account=has_account)
        chose_password = opened.password_hash is not None
        account, target = services.use_link(token, same_browser=token_hash(token) in session.get(BEGUN_HERE, ()))
    except services.LinkGone:
        return _link_gone(token)
    db.session.flush()
    sessions.begin(account, by_link=True)
    if chose_password and account.password_hash is None:
        flash("You opened the link in another browser, so the password is not set. Choose one here when you want one.")
        return redirect(url_for("accounts.settings"), 303)
    return redirect(target, 303)


def _link_gone(token: str) -> Response | tuple[str, int]:
    """To somebody who has just used it, where it led; to anybody else, the way to another."""
    gone, person = link_by_token(token), current_person()
    if gone and person and gone.used_at and gone.email == person.email:
        return redirect(gone.next_url, 303)
    return render_template("accounts/link_gone.html", form=AddressForm(formdata=None)), services.LinkGone.status


@blueprint.post("/sign-out")
@guard(anyone)
def sign_out() -> Response:
    sessions.end()
    flash("You are signed out.", "done")
    return redirect(url_for("accounts.sign_in"), 303)
