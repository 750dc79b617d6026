"""In front of Flask: a page that is the same for everybody is not drawn again while the database answers as before.

Without a session such a page depends on its address, on the time and on what the database says. What a view asked the
database is put down, and asked again for the next visitor, straight from the driver; when every answer is what it was,
so is the page. Nothing is kept for a time or thrown away by whoever changes something: the questions decide.

The instants that our pages speak of are whole minutes, so that questions hold for the minute in which they were asked.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from pitchday import clock
from pitchday.db import db
from pitchday.web.guards import personal_cookies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

V = TypeVar("V", bound=Callable[..., Any])
Address = tuple[str, str]
Answers = list[Sequence[Any]]

MOST_KEPT = 512
"""Pages of some 25 kB each, and what the database answered for them."""


@dataclass
class _Asked:
    """What one request has asked the database, as the driver is given it; `wanted` once a view has agreed to it."""

    questions: list[tuple[str, Any]] = field(default_factory=list)
    wanted: bool = False

    @property
    def only_reads(self) -> bool:
        return all(question.startswith(("SELECT", "WITH")) for question, _ in self.questions)


@dataclass(frozen=True)
class _Known:
    """The questions of an address in one minute; the page and its answers once they are known to belong together."""

    minute: int
    questions: list[tuple[str, Any]]
    answers: Answers | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


_asking: ContextVar[_Asked | None] = ContextVar("asking", default=None)


def same_for_everybody(view: V) -> V:
    """Say of a view that without a session its page depends on the address, the minute and the database alone."""

    @functools.wraps(view)
    def marked(*arguments: Any, **values: Any) -> Any:
        if (asked := _asking.get()) is not None:
            asked.wanted = True
        return view(*arguments, **values)

    return marked  # type: ignore[return-value]


class Unchanged:
    """Stands around an application; `engines` is looked at for each request, since tests put a connection there."""

    def __init__(self, application: WSGIApplication, engines: Any, cookies: Iterable[str]) -> None:
        self.application, self.engines = application, engines
        self.cookies = tuple(f"{name}=" for name in cookies)
        self._kept: dict[Address, _Known] = {}
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        sent, engine = environ.get("HTTP_COOKIE", ""), self.engines[None]
        is_personal = any(name in sent for name in self.cookies)
        if environ["REQUEST_METHOD"] != "GET" or is_personal or isinstance(engine, sa.Connection):
            return self.application(environ, start_response)
        address = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        minute = int(clock.now().timestamp()) // 60
        known = self._kept.get(address)
        if known is None or known.minute != minute:
            return self._drawn(environ, start_response, address, _Known(minute, []), None)
        answers = _ask(engine, known.questions)
        if answers is None or answers != known.answers:
            return self._drawn(environ, start_response, address, known, answers)
        start_response("200 OK", known.headers.copy())
        return (known.body,)

    def _drawn(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        address: Address,
        known: _Known,
        before: Answers | None,
    ) -> Iterable[bytes]:
        """The application's own answer, and what is to be learnt from it."""
        heads: list[tuple[str, list[tuple[str, str]]]] = []

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            heads.append((status, list(headers)))
            return start_response(status, headers, *rest)

        asked = _Asked()
        token = _asking.set(asked)
        try:
            parts = self.application(environ, start)
        finally:
            _asking.reset(token)
        status, headers = heads[-1] if heads else ("", [])
        if not (asked.wanted and asked.only_reads and status == "200 OK"):
            return parts
        if any(name.lower() == "set-cookie" for name, _ in headers):
            return parts
        body = b"".join(parts)
        if close := getattr(parts, "close", None):
            close()
        self._learn(address, known, asked, before, headers, body)
        return (body,)

    def _learn(
        self,
        address: Address,
        known: _Known,
        asked: _Asked,
        before: Answers | None,
        headers: list[tuple[str, str]],
        body: bytes,
    ) -> None:
        """Keep the page when the same questions had the same answers before it was drawn and have them after it."""
        same = [text for text, _ in known.questions] == [text for text, _ in asked.questions]
        after = _ask(self.engines[None], known.questions) if same and before is not None else None
        learnt = (
            _Known(known.minute, known.questions, after, headers, body)
            if after is not None and after == before
            else _Known(known.minute, asked.questions)
        )
        with self._lock:
            self._kept.pop(address, None)
            while len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[address] = learnt


def _ask(engine: sa.Engine, questions: Sequence[tuple[str, Any]]) -> Answers | None:
    """What the database says now; None when it does not answer, which Flask then meets in its own way."""
    try:
        connection = engine.raw_connection()
    except sa.exc.SQLAlchemyError:
        return None
    try:
        cursor = connection.cursor()
        answers: Answers = []
        for text, values in questions:
            cursor.execute(text, values)
            answers.append(cursor.fetchall())
        cursor.close()
    except engine.dialect.loaded_dbapi.Error:
        connection.invalidate()
        return None
    else:
        return answers
    finally:
        connection.close()


def init_app(app: Flask) -> None:
    with app.app_context():
        engines = db.engines

        @sa.event.listens_for(engines[None], "before_cursor_execute")
        def put_down(_connection: Any, _cursor: Any, text: str, values: Any, *_: Any) -> None:
            asked = _asking.get()
            if asked is not None and text != "BEGIN":
                asked.questions.append((text, values))

    app.wsgi_app = Unchanged(app.wsgi_app, engines, personal_cookies(app))  # type: ignore[method-assign]
