"""In front of Flask: a public schedule that has not changed is answered by one query and from memory.

When a release comes out everybody asks for the same few things at once. Sessions, sign-in and rate limits cost ten
times what such an answer does and add nothing to it, so that they are passed by. Nothing is decided here: headers and
bytes are those of an answer that the guarded view gave to somebody without a session, kept under everything that it
depends on. Whatever is missing, unusual or broken goes on to Flask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask import Flask
from werkzeug.http import parse_etags

from pitchday.db import db
from pitchday.exports.cache import store
from pitchday.exports.edition import edition
from pitchday.exports.queries import Current, current_on, current_sql, numbered_current_sql
from pitchday.web.downloads import PUBLIC
from pitchday.web.guards import personal_cookies

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CURRENT = "pitchday.current"
"""Where in a request's environment the view finds what the query here has told, so that it is not asked twice."""

_SCHEDULE = re.compile(r"/events/([a-z0-9-]+)/schedule(?:\.(ics|json|csv|xlsx|pdf))?")
_PREPARED = b"pitchday_current"
_MOST_KEPT = 1024
_OF_THE_BYTES = frozenset({"content-type", "content-length", "content-disposition"})

Headers = list[tuple[str, str]]


class Shortcut:
    """Stands around an application; `engines` is looked at for each request, since tests put a connection there."""

    def __init__(
        self, application: WSGIApplication, engines: Any, edition: str, personal_cookies: Iterable[str]
    ) -> None:
        self.application = application
        self.edition = edition
        self.engines = engines
        self.personal_cookies = tuple(f"{name}=" for name in personal_cookies)
        self._kept: dict[tuple[str, str, Current], tuple[str, Headers, Headers]] = {}
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match = _SCHEDULE.fullmatch(environ["PATH_INFO"])
        if match is None or not self._may_be_for_everybody(environ):
            return self.application(environ, start_response)
        slug, kind = match[1], match[2] or "html"
        found = self._ask(slug, kind)
        if found is None:
            return self.application(environ, start_response)
        environ[CURRENT] = found
        if found.sha256 is None:
            return self.application(environ, start_response)
        key = (slug, kind, found)
        body = self._from_memory(key, environ, start_response)
        return self.application(environ, self._learning(key, start_response)) if body is None else body

    def _may_be_for_everybody(self, environ: WSGIEnvironment) -> bool:
        sent = environ.get("HTTP_COOKIE", "")
        return environ["REQUEST_METHOD"] in ("GET", "HEAD") and not any(name in sent for name in self.personal_cookies)

    def _from_memory(
        self, key: tuple[str, str, Current], environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes] | None:
        """The body of the answer, whose head has been sent, or None when memory has lost a part of it."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        identity, whole, unchanged = kept
        sent = environ.get("HTTP_IF_NONE_MATCH")
        if sent is not None and _knows(sent, identity):
            start_response("304 NOT MODIFIED", unchanged.copy())
            return ()
        data = store.get(identity)
        if data is None:
            return None
        start_response("200 OK", whole.copy())
        return () if environ["REQUEST_METHOD"] == "HEAD" else (data,)

    def _ask(self, slug: str, kind: str) -> Current | None:
        """The one query; None also when it fails, which Flask then meets in its own way."""
        engine = self.engines[None]
        if isinstance(engine, sa.Connection):
            return current_on(engine, slug, kind, self.edition)
        try:
            connection = engine.raw_connection()
        except sa.exc.SQLAlchemyError:
            return None
        try:
            if engine.dialect.name == "postgresql":
                row = prepared_row(connection, kind, self.edition, slug)
            else:
                cursor = connection.cursor()
                cursor.execute(current_sql(engine.dialect), (kind, self.edition, slug))
                row = cursor.fetchone()
                cursor.close()
        except engine.dialect.loaded_dbapi.Error:
            connection.invalidate()
            return None
        else:
            return None if row is None else Current(*row)
        finally:
            connection.close()

    def _learning(self, key: tuple[str, str, Current], start_response: StartResponse) -> StartResponse:
        """Keep the headers of a public 200, to be sent again with the same bytes."""

        def start(status: str, headers: Headers, *rest: Any) -> Any:
            named = {name.lower(): value for name, value in headers}
            public = named.get("cache-control") == PUBLIC and "set-cookie" not in named
            if status.startswith("200 ") and public and "etag" in named:
                unchanged = [(name, value) for name, value in headers if name.lower() not in _OF_THE_BYTES]
                with self._lock:
                    while len(self._kept) >= _MOST_KEPT:
                        del self._kept[next(iter(self._kept))]
                    self._kept[key] = (named["etag"].strip('"'), list(headers), unchanged)
            return start_response(status, headers, *rest)

        return start


def prepared_row(connection: sa.PoolProxiedConnection, kind: str, edition: str, slug: str) -> tuple[Any, ...] | None:
    """The answer of PostgreSQL to a statement that this connection prepares once, straight from libpq.

    Outside a transaction it is one round trip, and without a cursor it costs half of the processor's time. Raises
    the driver's OperationalError when the server does not answer it.
    """
    from psycopg import OperationalError, pq
    from psycopg.adapt import Transformer

    driver: Any = connection.driver_connection
    if _PREPARED not in connection.info:
        made = driver.pgconn.prepare(_PREPARED, numbered_current_sql())
        if made.status != pq.ExecStatus.COMMAND_OK:
            raise OperationalError(made.error_message.decode(errors="replace"))
        connection.info[_PREPARED] = True
    answer = driver.pgconn.exec_prepared(_PREPARED, [kind.encode(), edition.encode(), slug.encode()])
    if answer.status != pq.ExecStatus.TUPLES_OK:
        raise OperationalError(answer.error_message.decode(errors="replace"))
    if answer.ntuples == 0:
        return None
    transformer = Transformer(driver)
    transformer.set_pgresult(answer)
    return transformer.load_row(0, tuple)


def _knows(sent: str, identity: str) -> bool:
    return sent == f'"{identity}"' or parse_etags(sent).contains_weak(identity)


def init_app(app: Flask) -> None:
    with app.app_context():
        engines, ours = db.engines, edition()
    app.wsgi_app = Shortcut(app.wsgi_app, engines, ours, personal_cookies(app))  # type: ignore[method-assign]
