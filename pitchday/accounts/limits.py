"""How often one visitor may try. A conference shares one network address, so that limits per network are wide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, request
from flask_limiter.util import get_remote_address
from flask_login import current_user

from pitchday.extensions import limiter

View = Callable[..., Any]

TOO_MANY_MAILS = "So many mails went out in your name, or to this person, that this one was not sent."


def _address() -> str:
    return request.form.get("email", "")[:254].strip().lower()


def _address_and_network() -> str:
    return f"{get_remote_address()} {_address()}"


def _account() -> str:
    return str(current_user.get_id())


def _recipient() -> str:
    """The address that was typed, or the page whose button writes to somebody once more."""
    return _address() or request.path


def _sent(response: Response) -> bool:
    return response.status_code in (302, 303)


def _refused(response: Response) -> bool:
    return response.status_code == 422


def guesses(view: View) -> View:
    """For a form that takes an address and a password: only wrong ones count."""
    for limit, key in (
        ("300 per minute", get_remote_address),
        ("10 per 15 minutes", _address_and_network),
        ("100 per hour", _address),
    ):
        view = limiter.limit(limit, key_func=key, methods=["POST"], deduct_when=_refused)(view)
    return view


def mails(view: View) -> View:
    """For a form that sends mail to whatever address is typed."""
    for limit, key in (
        ("120 per minute", get_remote_address),
        ("5 per 15 minutes", _address_and_network),
        ("10 per hour", _address),
    ):
        view = limiter.limit(limit, key_func=key, methods=["POST"])(view)
    return view


def links(view: View) -> View:
    """For the address of a one-time link."""
    return limiter.limit("120 per minute", methods=["POST"])(view)


def invitations(view: View) -> View:
    """For a form by which somebody signed in has mail sent to whomever they name; what is refused sends none.

    All such forms count together, since it is the same people who might be pestered. Organisers write to a hall of
    investors one by one, which the first limit leaves room for.
    """
    for limit, key in (("60 per hour", _account), ("300 per day", _account), ("6 per hour", _recipient)):
        view = limiter.shared_limit(
            limit, "invitations", key_func=key, methods=["POST"], deduct_when=_sent, error_message=TOO_MANY_MAILS
        )(view)
    return view


def look_ups(view: View) -> View:
    """For a form whose refusals tell that something is here: enough for mistakes, too few to go through a list."""
    return limiter.limit("60 per hour", key_func=_account, methods=["POST"], deduct_when=_refused)(view)


def own_guesses(view: View) -> View:
    """For a form that asks a signed-in person for their password."""
    return limiter.limit("10 per 15 minutes", key_func=_account, methods=["POST"], deduct_when=_refused)(view)
