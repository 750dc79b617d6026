"""A client that looks at every page it opens: sound HTML, one h1, unique ids, labelled fields, nothing inline."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask import g, has_app_context
from flask.testing import FlaskClient

from pitchday.db import db

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
CLOSED_BY_OTHERS = frozenset(["li", "p", "dt", "dd", "option", "tr", "td", "th", "thead", "tbody"])
UNLABELLED = frozenset({"hidden", "submit", "button", "image", "reset"})


class Page(HTMLParser):
    """Faults and facts of one page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: set[str] = set()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.h1 = 0
        self._open: list[str] = []
        self._labels_open = 0
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open if tag not in CLOSED_BY_OTHERS]
        if self.h1 != 1:
            self.faults.append(f"{self.h1} h1 instead of one")
        self.faults += [
            f"no label for {found.get('name')!r}"
            for found in self.fields
            if not (found.get("id") in self.labelled or "aria-label" in found or "aria-labelledby" in found)
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._look(tag, found)
        if tag not in VOID:
            self._open.append(tag)
        self._labels_open += tag == "label"
        self.h1 += tag == "h1"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._labels_open -= tag == "label"
        while self._open and self._open[-1] != tag and self._open[-1] in CLOSED_BY_OTHERS:
            self._open.pop()
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1] if self._open else 'nothing'}")
        else:
            self._open.pop()

    def _look(self, tag: str, found: dict[str, str | None]) -> None:
        if (name := found.get("id")) is not None:
            if name in self.ids:
                self.faults.append(f"id {name!r} twice")
            self.ids.add(name)
        if tag == "label" and found.get("for"):
            self.labelled.add(found["for"] or "")
        wants_label = tag in ("select", "textarea") or (tag == "input" and found.get("type") not in UNLABELLED)
        if wants_label and not self._labels_open:
            self.fields.append(found)
        inline = [attribute for attribute in found if attribute == "style" or attribute.startswith("on")]
        self.faults += [f"inline {attribute} on <{tag}>" for attribute in inline]
        is_data = found.get("type") == "application/ld+json"  # no script: nothing in it runs
        if tag == "style" or (tag == "script" and "src" not in found and not is_data):
            self.faults.append(f"inline <{tag}>")


class CheckingClient(FlaskClient):
    """Fails on a page with a fault, whichever test opens it."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        # A savepoint of the test's own session must not enclose, and so undo, what a request commits.
        db.session.commit()
        # The test's application context serves its requests too: what one put into `g` is not the next one's.
        if has_app_context():
            vars(g).clear()
        response = super().open(*args, **kwargs)
        db.session.expire_all()
        if response.mimetype == "text/html" and response.status_code < 500 and not response.direct_passthrough:
            html = response.get_data(as_text=True)
            if html and response.status_code not in (301, 302, 303, 307, 308):
                faults = Page(html).faults
                assert not faults, f"{response.request.path}: {faults}"
        return response
