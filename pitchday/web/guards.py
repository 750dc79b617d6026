"""Every route says on the line under it who may use it; one test walks them all.

A rule is a function of the person (None when nobody is signed in) and of values from the address. It returns what
the view is called with in their place, or raises NotFound, Forbidden or SignInNeeded:

    @blueprint.get("/organise/events/<event_slug>")
    @guard(at_event(Right.SEE))
    def overview(event: Event) -> str: ...
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, g, request
from flask_login import current_user

from pitchday.errors import Forbidden, NotFound, SignInNeeded

Rule = Callable[..., dict[str, Any]]
V = TypeVar("V", bound=Callable[..., Any])
T = TypeVar("T")


def current_person() -> Any:
    """The person who is signed in, or None; a visitor without a cookie costs no look at the session."""
    if not request.cookies and "_login_user" not in g:
        return None
    return current_user.person if current_user and current_user.is_authenticated else None


def personal_cookies(app: Flask) -> tuple[str, str]:
    """Names of the cookies that make an answer somebody's own: a device that remembers them may bring one alone."""
    return app.config["SESSION_COOKIE_NAME"], app.config["REMEMBER_COOKIE_NAME"]


def required_person(person: T | None) -> T:
    """The person, when there is one. Raises SignInNeeded otherwise."""
    if person is None:
        raise SignInNeeded
    return person


def guard(rule: Rule) -> Callable[[V], V]:
    """Let the view run only when the rule agrees, and with what the rule has loaded."""
    taken = set(inspect.signature(rule).parameters) - {"person"}

    def decorate(view: V) -> V:
        @functools.wraps(view)
        def guarded(**address: Any) -> Any:
            if any("\0" in str(value) for value in address.values()):
                raise NotFound  # PostgreSQL cannot even be asked about it
            asked = {name: address.pop(name) for name in taken & address.keys()}
            loaded = rule(current_person(), **asked)
            return view(**address, **loaded)

        guarded.guard = rule.__name__  # type: ignore[attr-defined]
        guarded.rule = rule  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return decorate


def rule_of(app: Flask, endpoint: str) -> Any:
    """The rule that a route asks; None for a route without a guard, such as the one of static files."""
    return getattr(app.view_functions[endpoint], "rule", None)


def anyone(person: object) -> dict[str, Any]:
    """Public: no account is needed."""
    return {}


def signed_in(person: object) -> dict[str, Any]:
    """Whoever has an account."""
    required_person(person)
    return {}


def administrator(person: Any) -> dict[str, Any]:
    """Those who run this installation."""
    if not required_person(person).is_administrator:
        raise Forbidden
    return {}
