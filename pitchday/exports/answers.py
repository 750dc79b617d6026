"""Answers whose bytes this process keeps, under an identity that changes with their content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from werkzeug.wrappers import Response

from pitchday.exports.cache import store
from pitchday.files import services as files
from pitchday.web.downloads import PUBLIC, download, not_modified


def answer(identity: str, kind: str, name: str | None, load: Callable[[], bytes]) -> Response:
    """304 when the visitor has these bytes, else the bytes; `load` is asked only for what memory does not hold."""
    response = not_modified(identity, PUBLIC)
    if response is None:
        data = store.get(identity)
        if data is None:
            data = load()
            store.put(identity, data)
        response = download(data, kind, name=name, cache=PUBLIC, etag=identity)
    # Somebody with a session is answered otherwise, so that a cache must not mix the two up.
    response.headers["Vary"] = "Cookie"
    return response


def stored(sha256: str) -> bytes:
    """Bytes of the store of files. Pages draw around them; what goes out as it is lies in memory by its identity."""
    return files.read(sha256)


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
