"""Looking at a page as axe does, and at whether it fits a phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journey.browser import PHONE, WIDE

SCRIPT = Axe().axe_script
# Nobody reads where axe thinks that a part stands: the part itself is shown.
RUN = """(rules) => axe
  .run({resultTypes: ["violations"], selectors: false, preload: false, ...(rules && {runOnly: rules})})
  .then((found) => found.violations)"""
# The two colour schemes have the same parts in the same places, so that other rules find in one what they find in both.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
# Parts that open on a press are looked at too. Not the account's menu, which would cover the page: see sign_out.
UNFOLD = """() => {
  for (const part of document.querySelectorAll("main details:not([open])")) part.open = part.inspected = true;
}"""
FOLD = """() => {
  for (const part of document.querySelectorAll("main details")) if (part.inspected) part.open = false;
}"""
PARTS = """() => {
  const named = (part) => `${part.tagName}.${part.className}${part.open ? " open" : ""}`;
  const parts = [...document.querySelectorAll("body *")].map(named);
  return [...new Set(parts)].sort().join(" ");
}"""
TOO_WIDE = """() => {
  const screen = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= screen) return [];
  return [...document.querySelectorAll("body *")]
    .filter((part) => part.getBoundingClientRect().right > screen + 1)
    .map((part) => part.outerHTML.slice(0, 160));
}"""


Look = tuple[Literal["light", "dark"], dict[str, int]]
LIGHT: Literal["light"] = "light"
EVERY_LOOK: tuple[Look, ...] = (("light", WIDE), ("light", PHONE), ("dark", WIDE), ("dark", PHONE))


@dataclass
class Inspector:
    """Called for each page that somebody comes to; `looks` are the colours and screens it is looked at in.

    A page made of the same parts as one before it, under the same title, is not looked at again: other words in the
    same places break no rule. `complaints` are one sentence each.
    """

    looks: tuple[Look, ...] = EVERY_LOOK
    complaints: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, page: Page) -> None:
        kind = (page.title(), page.evaluate(PARTS))
        if kind in self.seen:
            return
        self.seen.add(kind)
        before = page.viewport_size
        page.evaluate(SCRIPT)
        page.evaluate(UNFOLD)
        for colours, screen in self.looks:
            page.emulate_media(color_scheme=colours)
            page.set_viewport_size(screen)  # type: ignore[arg-type]
            where = f"{page.url} ({page.title()}), {colours}, {screen['width']} px"
            self._look(page, where, OF_COLOURS if (LIGHT, screen) in self.looks and colours != LIGHT else None)
        page.evaluate(FOLD)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(before or WIDE)  # type: ignore[arg-type]

    def _look(self, page: Page, where: str, rules: list[str] | None) -> None:
        self.complaints += [f"{where}: {_in_words(found)}" for found in page.evaluate(RUN, rules)]
        if too_wide := page.evaluate(TOO_WIDE):
            self.complaints.append(f"{where}: scrolls sideways because of {too_wide[-3:]}")


def _in_words(violation: dict[str, Any]) -> str:
    places = "; ".join(f"{node['html'][:200]} ({node['failureSummary']})" for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']}: {places}"
