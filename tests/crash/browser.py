"""A browser without scripts over a real connection: cookies, and forms as they stand on the page."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin

LOST = (urllib.error.URLError, http.client.HTTPException, OSError)
"""What it looks like from outside when the server dies: no connection, or half an answer."""


@dataclass
class Form:
    """`hidden` fields are sent as they are; `buttons` are (name, value) of those that carry a value."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """The posting forms and the links of a page."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._open: Form | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "form" and found.get("method") == "post":
            self._open = Form(urljoin(self.address, found.get("action", "")))
            self.forms.append(self._open)
        elif self._open is not None and tag == "button" and "name" in found:
            self._open.buttons.append((found["name"], found.get("value", "")))
        elif self._open is not None and tag == "input":
            self._open.fields.add(found.get("name", ""))
            if found.get("type") == "hidden":
                self._open.hidden[found["name"]] = found.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


@dataclass(frozen=True)
class Answer:
    status: int
    address: str
    html: str

    @property
    def page(self) -> Page:
        return Page(self.address, self.html)


class _StayHere(urllib.request.HTTPRedirectHandler):
    """An answer of 303 is the server's word that the change is made; following it may fail for other reasons."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Browser:
    """Its methods raise one of `LOST` when the server dies."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(), _StayHere
        )

    def get(self, path: str) -> Answer:
        return self._open(urljoin(self.root, path), None)

    def post(self, form: Form, **values: str) -> Answer:
        return self._open(form.action, urlencode({**form.hidden, **values}).encode())

    def sign_in(self, email: str, password: str) -> None:
        door = self.get("/sign-in")
        if door.status == 303:
            return  # the answer was cut short after its cookie
        form = next(form for form in door.page.forms if "password" in form.fields)
        answer = self.post(form, email=email, password=password)
        assert answer.status == 303, f"{email} could not sign in: {answer.status}"

    def _open(self, address: str, data: bytes | None) -> Answer:
        request = urllib.request.Request(address, data)  # noqa: S310 - our own loopback address
        try:
            with self._opener.open(request, timeout=30) as answer:
                return Answer(answer.status, address, answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                return Answer(answer.code, address, answer.read().decode())
