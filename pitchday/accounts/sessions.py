"""Whose request it is: from the cookie to the person, and from the person to the history's actor."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, session
from flask_login import login_user, logout_user

from pitchday import clock
from pitchday.accounts.models import Account
from pitchday.accounts.queries import person_of_session
from pitchday.extensions import login_manager
from pitchday.history.services import SYSTEM, set_actor

BY_LINK = "by_link_at"
FRESH_FOR = timedelta(minutes=15)
REMEMBERED_FOR = timedelta(days=30)


def init_app(app: Flask) -> None:
    """Remembered devices carry a cookie as strict as the session's."""
    app.config.setdefault("REMEMBER_COOKIE_NAME", f"{app.config['SESSION_COOKIE_NAME']}-remember")
    app.config.setdefault("REMEMBER_COOKIE_DURATION", REMEMBERED_FOR)
    app.config.setdefault("REMEMBER_COOKIE_HTTPONLY", True)
    app.config.setdefault("REMEMBER_COOKIE_SECURE", app.config["SESSION_COOKIE_SECURE"])
    app.config.setdefault("REMEMBER_COOKIE_SAMESITE", app.config["SESSION_COOKIE_SAMESITE"])
    login_manager.session_protection = "basic"
    login_manager.user_loader(load)
    app.teardown_request(_forget_actor)


def load(session_key: str) -> Account | None:
    """Called only for a browser that brings a key; a visitor without one costs no query."""
    person = person_of_session(session_key)
    if person is None:
        return None
    set_actor(person.actor)
    return person.account


def _forget_actor(_error: BaseException | None) -> None:
    # A server's thread takes the next request in the same context, and that may be a stranger's.
    set_actor(SYSTEM)


def begin(account: Account, *, remember: bool = False, by_link: bool = False) -> None:
    """Sign in, in a session that holds nothing from before."""
    session.clear()
    if by_link:
        session[BY_LINK] = clock.now().timestamp()
    login_user(account, remember=remember)
    set_actor(account.person.actor)


def came_by_link() -> bool:
    """Whether a mailed link was followed a short while ago: that is how a forgotten password is replaced."""
    return bool(clock.now().timestamp() - session.get(BY_LINK, 0) < FRESH_FOR.total_seconds())


def end() -> None:
    session.clear()
    logout_user()
