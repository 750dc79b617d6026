"""Markdown from strangers: what it looks like, and what can never come out of it."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pitchday.formats.markdown import to_html, to_text

SAFE_TAGS = {
    "a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


class Reader(HTMLParser):
    """Collects what a browser would see: tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("A *b* **c** ~~d~~ `e`", "<p>A <em>b</em> <strong>c</strong> <s>d</s> <code>e</code></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>\n'),
        (
            '[us](https://a.example/?x=1&y "Us")',
            '<p><a href="https://a.example/?x=1&amp;y" title="Us" rel="nofollow noopener">us</a></p>\n',
        ),
        ("<a@b.example>", '<p><a href="mailto:a@b.example" rel="nofollow noopener">a@b.example</a></p>\n'),
        ("![a <b> chart](https://a.example/x.png)", "<p>a &lt;b&gt; chart</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>\n"),
        ("[x](ftp://a.example)", '<p><a rel="nofollow noopener">x</a></p>\n'),
        ("[x](/organise)", '<p><a rel="nofollow noopener">x</a></p>\n'),
        ("[x](//evil.example)", '<p><a rel="nofollow noopener">x</a></p>\n'),
        ("", ""),
    ],
)
def test_html(text: str, html: str) -> None:
    shown = to_html(text)
    assert isinstance(shown, Markup)
    assert str(shown) == html


@pytest.mark.parametrize(("top", "tags"), [(3, ["h3", "h4", "h6"]), (2, ["h2", "h3", "h5"]), (6, ["h6"] * 3)])
def test_headings_fit_below_those_of_the_page(top: int, tags: list[str]) -> None:
    assert Reader(to_html("# One\n\n## Two\n\n#### Four", top_heading=top)).tags == tags


def test_tables() -> None:
    html = to_html("| City | Startups |\n|---|--:|\n| Leeds | 12 |")
    assert Reader(html).tags == ["table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    assert Reader(html).attributes == []


def check_harmless(html: str) -> None:
    seen = Reader(html)
    assert set(seen.tags) <= SAFE_TAGS
    for tag, name, value in seen.attributes:
        assert (tag, name) in {("a", "href"), ("a", "title"), ("a", "rel"), ("ol", "start")}
        if name == "href":
            assert str(value).lower().startswith(("http:", "https:", "mailto:"))


PIECES = [
    "<script>alert(1)</script>", "<style>*{}</style>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>", "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "<javascript:x>",
    "[x](data:text/html,<script>)", "![x](x\" onerror=\"alert(1))", "[x](https://a.example/\" onclick=\"x)", "]]>",
    "[x]: javascript:x\n", "```x\" onload=\"y\n", "<!--", "-->", "<math><mtext>", "\x00", "&lt;script&gt;", "# ", "\n",
    "|a|\n|-|\n", "> ", "- ", "    ", "`", "[x][x]", "<iframe srcdoc='<script>'>", "\\", "style=x",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec="utf-8"), max_size=8), max_size=12))
def test_nothing_that_runs_comes_out(pieces: list[str]) -> None:
    check_harmless(to_html("".join(pieces)))


@given(st.text(st.characters(codec="utf-8")))
def test_plain_text_takes_anything(text: str) -> None:
    assert isinstance(to_text(text), str)


def test_plain_text_keeps_the_words_and_the_order() -> None:
    text = (
        "# Welcome\n\nDoors *open* at\n17:30, see [the map](https://a.example/map), "
        "[here](/relative) or <a@b.example> or [mail us](mailto:a@b.example). <https://a.example>\n\n"
        "- one\n- two\n\n  more of two\n  1. first\n  2. second\n\n> Quoted\n> twice\n\n---\n\n"
        "| City | Startups |\n|---|---|\n| Leeds | 12 |\n\n```\ncode\n  here\n```\n\n![A chart](x.png)"
    )
    assert to_text(text) == (
        "Welcome\n\nDoors open at\n17:30, see the map (https://a.example/map), "
        "here or a@b.example or mail us (a@b.example). https://a.example\n\n"
        "- one\n- two\n  more of two\n  1. first\n  2. second\n\n> Quoted\n> twice\n\n---\n\n"
        "City | Startups\nLeeds | 12\n\ncode\n  here\n\nA chart"
    )
