"""Addresses for those who are not in a request: mails, calendars, jobs."""

from __future__ import annotations

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for

from pitchday.errors import DomainError


def absolute(endpoint: str, **values: Any) -> str:
    """The full address, from BASE_URL whatever host the request came by, so that files are the same for everyone."""
    adapter = current_app.url_map.bind("")
    return str(current_app.config["BASE_URL"]) + adapter.build(endpoint, values)


def local_target(target: str | None, otherwise: str) -> str:
    """Where to go next, if `target` is a path of ours; sign-in links must not lead strangers elsewhere."""
    if not target or "\\" in target or any(ord(letter) < 33 for letter in target):
        return otherwise
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or target.startswith("//"):
        return otherwise
    return target


def read_website(text: str, *, field: str) -> str:
    """An http or https address, with `https://` put in front of a bare name; raises DomainError beside `field`."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    refusal = DomainError("Enter an address that starts with https://, such as https://example.org.", field=field)
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise refusal from None
    plain = re.fullmatch(r"[^\s<>\"'`\\]+", address) is not None
    if not plain or parts.scheme.lower() not in ("http", "https") or "." not in host.strip(".") or "@" in parts.netloc:
        raise refusal
    return address


def page_url(number: int) -> str:
    """The address of another page of the list that is shown, with its filters."""
    values = {**request.view_args, **request.args.to_dict(), "page": number}  # type: ignore[dict-item]
    return url_for(request.endpoint or "", **values)


def slug(text: str, *, otherwise: str = "x") -> str:
    """A lower-case ASCII name for addresses, 60 characters at most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or otherwise


def calendar_uid(kind: str, uid: str) -> str:
    """The UID of a thing in every calendar, mail and feed: one builder, so that no two ever differ."""
    return f"{kind}-{uid}@{current_app.config['MAIL_DOMAIN']}"
