"""One deck for each sector: three pages, each marked as fictional."""

from __future__ import annotations

from html import escape

from pitchday.demo.words.sectors import TRADES
from pitchday.formats.pdf import render

MARK = "FICTIONAL DEMO"


def deck(sector: str) -> bytes:
    """The slides of a sector as a PDF, the same bytes each time."""
    trade = TRADES[sector]
    title = f"A startup in {sector.replace('-', ' ')}"
    pages = (
        ("The problem", trade.problems),
        ("What we make", [f"{product}." for product in trade.products[:4]]),
        ("What it is good for", [*trade.gains, f"Our customers: {', '.join(trade.customers)}."]),
    )
    body = "".join(
        f'<section{" class=doc-page" if number else ""}><p class="doc-lead">{MARK}</p><h2>{heading}</h2>'
        + "".join(f"<p>{escape(line)}</p>" for line in lines)
        + "</section>"
        for number, (heading, lines) in enumerate(pages)
    )
    return render(
        f'<!doctype html><html lang="en-GB"><head><title>{title}</title></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
