"""What people write in Markdown, as safe HTML and as plain text for calendars and mails.

CommonMark with tables and strikethrough; a newline stays a newline, because most people do not know they
write Markdown. Pictures become their description: a picture from elsewhere would tell its host who reads
the page.
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    import nh3
    from markdown_it import MarkdownIt
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TAGS = _HEADINGS | {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}


def to_html(text: str, *, top_heading: int = 3) -> Markup:
    """Safe HTML whose highest heading is `top_heading`, so that it fits below the headings of a page."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + top_heading - 1, 6)}"
    html: str = parser.renderer.render(tokens, parser.options, {})
    return Markup(_cleaner().clean(html))  # noqa: S704


def to_text(text: str) -> str:
    """The words without the marks: lists keep their bullets, links are followed by their address."""
    from markdown_it.tree import SyntaxTreeNode

    return _blocks(SyntaxTreeNode(_parser().parse(text)).children)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.add_render_rule("image", _described)
    return parser


@cache
def _cleaner() -> "nh3.Cleaner":
    import nh3

    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener",
    )


def _described(_renderer: Any, tokens: Sequence["Token"], index: int, *_: Any) -> str:
    return str(escape(tokens[index].content))


def _blocks(nodes: Sequence["SyntaxTreeNode"], gap: str = "\n\n") -> str:
    return gap.join(block for node in nodes if (block := _block(node)))


def _block(node: "SyntaxTreeNode") -> str:
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node)
    if node.type == "blockquote":
        return "\n".join(f"> {line}" for line in _blocks(node.children).splitlines())
    if node.type == "table":
        rows = (row for part in node.children for row in part.children)
        return "\n".join(" | ".join(_inline(cell.children) for cell in row.children) for row in rows)
    if node.type in {"fence", "code_block"}:
        return node.content.rstrip("\n")
    if node.type == "hr":
        return "---"
    return _inline(node.children)


def _list(node: "SyntaxTreeNode") -> str:
    first = int(node.attrs.get("start", 1))
    lines = []
    for number, item in enumerate(node.children, start=first):
        mark = f"{number}. " if node.type == "ordered_list" else "- "
        lines.append(mark + _blocks(item.children, gap="\n").replace("\n", "\n" + " " * len(mark)))
    return "\n".join(lines)


def _inline(nodes: Sequence["SyntaxTreeNode"]) -> str:
    return "".join(_words(node) for node in nodes)


def _words(node: "SyntaxTreeNode") -> str:
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    if node.type in {"text", "code_inline", "image"}:
        return node.content
    words = _inline(node.children)
    if node.type == "link":
        scheme, _, rest = (address := str(node.attrs.get("href", ""))).partition(":")
        shown = rest if scheme == "mailto" else address
        return words if scheme not in _SCHEMES or shown == words else f"{words} ({shown})"
    return words
