"""The shortest way from a release to an answer: identity first, bytes from memory, and nothing else.

Every visitor of a pitch day comes through here at the same minute, so that what is not needed is not done.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache

from flask import request
from werkzeug.datastructures import Headers
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response

from pitchday.exports.cache import store
from pitchday.files import services as files
from pitchday.web.downloads import MEDIA_TYPES, PUBLIC


def answer(identity: str, kind: str, name: str, load: Callable[[], bytes]) -> Response:
    """304 when the visitor has these bytes, else the bytes; `load` is asked only for what memory does not hold."""
    headers = _headers(identity, kind, name)
    sent = request.environ.get("HTTP_IF_NONE_MATCH")
    if sent is not None and _knows(sent, identity):
        response = Response(status=304)
        response.headers = Headers(headers[:3])
        return response
    data = store.get(identity)
    if data is None:
        data = load()
        store.put(identity, data)
    response = Response(data)
    response.headers = Headers([*headers, ("Content-Length", str(len(data)))])
    return response


def _knows(sent: str, identity: str) -> bool:
    return sent == f'"{identity}"' or parse_etags(sent).contains_weak(identity)


@lru_cache(maxsize=1024)
def _headers(identity: str, kind: str, name: str) -> list[tuple[str, str]]:
    """The first three belong to a 304 too. Slugs and uids are plain letters: a name made of them needs no quoting."""
    shown = [("Content-Disposition", f'inline; filename="{name}.{kind}"')] if kind != "html" else []
    return [
        ("ETag", f'"{identity}"'),
        ("Cache-Control", PUBLIC),
        ("Vary", "Cookie"),
        ("Content-Type", MEDIA_TYPES[kind]),
        *shown,
    ]


def stored(sha256: str) -> bytes:
    """Bytes of the store of files, kept in memory from the first time on."""
    data = store.get(sha256)
    if data is None:
        data = files.read(sha256)
        store.put(sha256, data)
    return data


def page_identity(key: str, draw: Callable[[], bytes]) -> str:
    """The identity of a page, known without drawing it from the second time on; `key` names all that is in it."""
    known = store.get(key)
    if known is not None:
        return known.decode()
    page = draw()
    identity = hashlib.sha256(page).hexdigest()[:32]
    store.put(identity, page)
    store.put(key, identity.encode())
    return identity
