"""Somebody who has a keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.journey.browser import Visitor, called

MOST_STOPS = 200
IS_HERE = "(part) => part === document.activeElement"
# What has the focus, and whether that can be seen: by a line around it, or around the label of a hidden field.
UNSEEN = """() => {
  const here = document.activeElement;
  if (here === document.body || here === document.documentElement) return "";
  const look = getComputedStyle(here);
  const lined = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2;
  return lined && here.matches(":focus-visible") ? "" : here.outerHTML.slice(0, 200);
}"""


class Keyboard:
    """Goes from one stop to the next with Tab, and fails where the focus cannot be seen."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page = visitor, visitor.page

    def go_to(self, role: str, name: str) -> None:
        self._tab_to(self.page.get_by_role(role, name=called(name)).first, name)  # type: ignore[arg-type]

    def go_to_field(self, label: str) -> None:
        self._tab_to(self.visitor.field(label), label)

    def _tab_to(self, target: Locator, name: str) -> None:
        target.wait_for()
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            unseen = self.page.evaluate(UNSEEN)
            assert not unseen, f"nobody sees the focus on {unseen}"
            if target.evaluate(IS_HERE):
                return
        raise AssertionError(f"{name} cannot be reached with Tab on {self.page.url}")

    def press(self, key: str = "Enter") -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def follow(self, name: str) -> None:
        self.go_to("link", name)
        self.press()

    def push(self, name: str, key: str = "Enter") -> None:
        self.go_to("button", name)
        self.press(key)

    def write(self, label: str, text: str) -> None:
        """Replaces what is in the field."""
        self.go_to_field(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
