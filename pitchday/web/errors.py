"""Error pages that say what happened and what to do next."""

from __future__ import annotations

import logging

import sqlalchemy as sa
from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from pitchday.db import db, set_writing
from pitchday.errors import DomainError, SignInNeeded

log = logging.getLogger(__name__)


def _page(status: int, message: str | None = None) -> tuple[str, int]:
    set_writing(False)  # the page itself only reads, and must not wait for those who write
    return render_template("errors/error.html", status=status, message=message), status


_BUSY = (
    "So many people are saving at this moment that your turn did not come. Nothing was saved. Go back, where what you "
    "typed is usually still there, and send it once more."
)


def sign_in_needed(_error: SignInNeeded) -> Response:
    """Sign in first, then come back to the page that was asked for; a form is not posted again."""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target))


def refused(error: DomainError) -> tuple[str, int]:
    """A refusal that no form has caught."""
    db.session.rollback()
    return _page(error.status, error.message)


def http_error(error: HTTPException) -> Response | tuple[str, int] | HTTPException:
    if error.code is None or error.code < 400:
        return error
    return _page(error.code, _own_words(error))


def _own_words(error: HTTPException) -> str | None:
    """What is said in the place of the page's first sentence."""
    if isinstance(error, CSRFError):
        return "Open the page again and send the form once more."
    if isinstance(error, RateLimitExceeded) and error.limit.error_message:
        return error.description
    return None


def lost_database(error: sa.exc.OperationalError) -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """A page is read again when its connection broke, as after a restart of the database; the pool is fresh by then.

    SQLite lets one write at a time: whoever has waited in vain is told that nothing was saved.
    """
    if "database is locked" in str(error.orig):
        log.warning("Nothing was saved at %s: others wrote for too long", request.endpoint)
        db.session.rollback()
        return *_page(503, _BUSY), {"Retry-After": "5"}
    if error.connection_invalidated and request.method in ("GET", "HEAD") and "tried_again" not in g:
        g.tried_again = True
        db.session.remove()
        return current_app.make_response(current_app.dispatch_request())
    if current_app.config["PROPAGATE_ERRORS"]:
        raise error
    return broken(error)


def broken(error: Exception) -> tuple[str, int]:
    """The page for our own mistakes, drawn even when the database or the layout is what broke."""
    log.exception("Unhandled error at %s", request.endpoint, exc_info=error)
    try:
        db.session.rollback()
        return _page(500)
    except Exception:  # the error page's own helpers have failed: plain words remain
        log.exception("The error page failed too")
        return (
            "<!doctype html><title>Sorry</title><h1>Something went wrong on our side</h1><p>Try again.",
            500,
        )


def init_app(app: Flask) -> None:
    app.register_error_handler(SignInNeeded, sign_in_needed)
    app.register_error_handler(DomainError, refused)
    app.register_error_handler(sa.exc.OperationalError, lost_database)
    app.register_error_handler(HTTPException, http_error)
    if not app.config["PROPAGATE_ERRORS"]:
        app.register_error_handler(Exception, broken)
