"""Answers that are bytes with an identity: `ETag`, 304, a name to save them by."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

from flask import request
from werkzeug.http import parse_etags
from werkzeug.wrappers import Response

MEDIA_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "xml": "application/xml; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Kept by browsers and shared caches, but asked about each time: a new release shows at once, at the price of a 304.
PUBLIC = "public, no-cache"
PRIVATE = "private, no-cache"
# For what is named by its content: the address of something else is another one.
FOREVER = "public, max-age=31536000, immutable"


def etag_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def not_modified(etag: str, cache: str) -> Response | None:
    """The 304 that a visitor with this version needs, or None."""
    sent = request.headers.get("If-None-Match")
    if sent is None or not parse_etags(sent).contains_weak(etag):
        return None
    response = Response(status=304)
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = cache
    return response


def look_again(page: str, *, at: str | None = None, after: int = 2) -> Response:
    """A page that says that something is being made, and looks again by itself, here or `at` where the thing is.

    In the second case it is there: the page stays when the browser keeps what it is given as a file.
    """
    response = Response(page, 200 if at else 202, content_type=MEDIA_TYPES["html"])
    response.headers["Refresh"] = f"{after}; url={at}" if at else str(after)
    if at is None:
        response.headers["Retry-After"] = str(after)
    response.headers["Cache-Control"] = "no-store"
    return response


def download(
    data: bytes, kind: str, *, name: str | None, cache: str, etag: str | None = None, inline: bool = True
) -> Response:
    """The bytes, or 304 when the visitor has them. `name` is without its ending; None for a page."""
    etag = etag or etag_of(data)
    unchanged = not_modified(etag, cache)
    if unchanged is not None:
        return unchanged
    response = Response(data, content_type=MEDIA_TYPES[kind])
    response.headers["ETag"] = f'"{etag}"'
    response.headers["Cache-Control"] = cache
    if name is not None:
        name = " ".join(name.split())  # a line break would end the header
        plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
        response.headers["Content-Disposition"] = (
            f'{"inline" if inline else "attachment"}; filename="{plain}.{kind}"; '
            f"filename*=UTF-8''{quote(name)}.{kind}"
        )
    return response


def picture(data: bytes, media_type: str, *, cache: str) -> Response:
    """A picture to be shown in a page, or 304 when the visitor has it. `media_type` is what we made it, not a guess."""
    etag = etag_of(data)
    unchanged = not_modified(etag, cache)
    if unchanged is not None:
        return unchanged
    headers = {"ETag": f'"{etag}"', "Cache-Control": cache, "Content-Disposition": "inline"}
    return Response(data, content_type=media_type, headers=headers)
