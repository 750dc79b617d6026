"""A whole pitch day from an empty database again, and every page of it as axe sees it: light, dark, wide, narrow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journey.browser import Visitor
from tests.journey.inspection import Inspector
from tests.journey.site import Site
from tests.journey.test_journey import live_through, story_on

BREAK = """() => {
  const main = document.querySelector("main");
  main.append(document.createElement("input"), document.createElement("p"));
  const words = main.lastElementChild;
  words.textContent = "faint words on a line that is too long for a phone";
  Object.assign(words.style, {color: "#999", background: "#aaa", width: "700px"});
}"""


@pytest.mark.timeout(900)
def test_no_page_of_the_journey_keeps_anybody_out(
    site_on: Callable[..., Site], visitor: Callable[..., Visitor]
) -> None:
    inspector = Inspector()
    story = story_on(site_on("sqlite"), visitor, look=inspector)
    live_through(story)
    assert len(inspector.seen) > 40, "the journey has become shorter than what this test is for"
    assert not inspector.complaints, "\n".join(inspector.complaints)


def test_the_inspection_finds_what_is_wrong(site_on: Callable[..., Site], visitor: Callable[..., Visitor]) -> None:
    """On a page that is broken on purpose: a field without a name, faint words, and a line that is too long."""
    inspector = Inspector()
    somebody = visitor(site_on("sqlite"))
    somebody.open("/events")
    somebody.page.evaluate(BREAK)
    inspector(somebody.page)
    complaints = "\n".join(inspector.complaints)
    assert "label: " in complaints and "color-contrast: " in complaints
    assert "dark, 390 px: scrolls sideways" in complaints and "1280 px: scrolls" not in complaints
