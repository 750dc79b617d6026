"""Nothing a client sends makes a 500: every form route is posted junk, every address is given junk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from wtforms import Form as PlainForm

from pitchday.web.forms import Form
from tests import world
from tests.test_guards import ADMITS, guard_of

TEXT = st.text(max_size=40)
ODD = st.sampled_from(
    ["", " ", "0", "-1", "1e309", "NaN", "99999999999999999999", "2027-02-30", "2027-03-28", "01:30", "25:00", "true",
     "on", "\0", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "🚀" * 30, "x" * 5000, "../../etc/passwd",
     "'; DROP TABLE event; --", "<script>alert(1)</script>", "{{ 7 * 7 }}", "javascript:alert(1)", "https://",
     "\r\nBcc: all@pitchday.example", "%00", "x@y", "a@b.example", "٣", "½"]
)  # fmt: skip
VALUE = st.one_of(ODD, TEXT)
UPLOAD = st.tuples(st.binary(max_size=60), st.sampled_from(["deck.pdf", "", "../../x.pdf", "a\nb.pdf", "x" * 300]))

UPLOADS = ("deck", "file", "logo")


def subclasses(form: type[PlainForm]) -> Iterator[type[PlainForm]]:
    for known in form.__subclasses__():
        yield known
        yield from subclasses(known)


def field_names() -> list[str]:
    """The names of all fields of all forms, so that junk reaches what reads it."""
    names = {"once", "version", "page"}
    for form in subclasses(Form):
        for name in dir(form):
            if hasattr(getattr(form, name), "field_class"):
                names |= {name, f"{name}-date", f"{name}-time", f"{name}-fold", f"{name}-0-name", f"{name}-0-capacity"}
    return sorted(names)


POSTS = st.tuples(
    st.dictionaries(st.sampled_from(field_names()), st.one_of(VALUE, st.lists(VALUE, min_size=1, max_size=3))),
    st.none() | UPLOAD,
)


def test_no_posted_junk_makes_a_500(app: Flask, visitor: world.Visitor) -> None:
    for rule in world.rules(app):
        guard = guard_of(app, rule)
        if "POST" in (rule.methods or ()) and guard is not None:
            role = min(ADMITS[guard][0], default="person")
            with visitor.undone():
                post_junk(visitor, rule, role)


def post_junk(visitor: world.Visitor, rule: Rule, role: str) -> None:
    """Post many kinds of junk to one route, as somebody whom its guard lets in."""
    address = visitor.address(rule)

    @settings(max_examples=12, deadline=None, phases=[Phase.generate], database=None, derandomize=True)
    @given(POSTS)
    def post(junk: tuple[dict[str, Any], tuple[bytes, str] | None]) -> None:
        values, upload = junk
        files = (
            {} if upload is None else {name: (io.BytesIO(upload[0]), upload[1]) for name in ("deck", "file", "logo")}
        )
        response = visitor.as_role(role).post(address, data={**visitor.data(rule), **values, **files})
        assert response.status_code < 500, f"{response.status_code} at {rule.endpoint}: {values}"

    post()


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
)
@given(part=st.one_of(ODD, TEXT), query=st.dictionaries(st.sampled_from(["page", "q", "city", "next", "kind"]), VALUE))
def test_no_junk_in_an_address_makes_a_500(app: Flask, part: str, query: dict[str, str]) -> None:
    browser = app.test_client()
    for rule in world.rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        junk = {name: 10**18 if name == "number" else part.replace("/", "") or "x" for name in rule.arguments}
        try:
            built = rule.build(junk)
        except ValueError:
            continue  # the address itself takes only some words, so that junk in it leads nowhere
        if built is None:
            continue
        response = browser.get(built[1], query_string=query)
        assert response.status_code < 500 or rule.endpoint == "home.readyz", built[1]
