"""Somebody at a browser, who finds things by what they are called, as people do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, Locator, Page, expect

from tests.journey.site import Site, link_in, wait_for

Look = Callable[[Page], None]

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# What a browser says about a page that was meant to be refused is no fault of the page.
EXPECTED = re.compile(r"the server responded with a status of 4\d\d")


def called(name: str) -> re.Pattern[str]:
    """The whole name, with or without "(optional)"; words for screen readers alone may stand a space apart."""
    words = re.escape(name).replace(":", r"\s*:")
    return re.compile(rf"^\s*{words}\s*(\(optional\))?\s*$")


class Visitor:
    """A browser of its own, with its own cookies; `look` is called for every page it comes to.

    `faults` collects what must never happen on any page: script errors, breaches of the content policy, status 500.
    """

    def __init__(
        self,
        browser: Browser,
        site: Site,
        *,
        screen: dict[str, int] | None = None,
        scripts: bool = True,
        look: Look | None = None,
    ) -> None:
        self.site, self.look = site, look
        self.faults: list[str] = []
        self.context = browser.new_context(
            base_url=site.url,
            viewport=screen or WIDE,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        self.context.set_default_timeout(20_000)
        self.page = self._tab()

    def _tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)
        return page

    def _heard(self, message: Any) -> None:
        if message.type == "error" and not EXPECTED.search(message.text):
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} at {response.url}")

    def close(self) -> None:
        self.context.close()
        assert not self.faults, "\n".join(self.faults)

    # Going about

    @property
    def path(self) -> str:
        """Where this browser is, without the place in the page."""
        return self.page.url.removeprefix(self.site.url).partition("#")[0]

    def open(self, address: str) -> None:
        self.page.goto(address)
        self._arrived()

    @contextmanager
    def another_tab(self) -> Iterator[None]:
        """What happens meanwhile happens in a tab that is closed afterwards."""
        first, self.page = self.page, self._tab()
        try:
            yield
        finally:
            self.page.close()
            self.page = first

    def follow(self, name: str, within: Locator | None = None) -> None:
        self._click((within or self.page).get_by_role("link", name=called(name)).first)

    def press(self, name: str, within: Locator | None = None) -> None:
        self._click((within or self.page).get_by_role("button", name=called(name)).first)

    def press_and_stay(self, name: str) -> None:
        """A button that leads nowhere, at least not now."""
        self.page.get_by_role("button", name=called(name)).first.click()

    def _click(self, target: Locator) -> None:
        with self.page.expect_navigation():
            target.click()
        self._arrived()

    def _arrived(self) -> None:
        if self.look is not None:
            self.look(self.page)

    def take(self, name: str) -> bytes:
        """Follow a link that ends in a file, and return the file."""
        with self.page.expect_download(timeout=60_000) as download:
            self.page.get_by_role("link", name=called(name)).first.click()
        place: Path = download.value.path()
        return place.read_bytes()

    def take_when_ready(self, name: str) -> bytes:
        """The same for a file that a job makes first, and that the browser would rather show than save."""
        address = self.page.get_by_role("link", name=called(name)).first.get_attribute("href")
        assert address
        return self.get_when_ready(address)

    def get(self, address: str, **headers: str) -> APIResponse:
        """Ask for an address without showing the answer, with the cookies of this browser."""
        return self.context.request.get(address, headers=headers, max_redirects=0)

    def get_when_ready(self, address: str) -> bytes:
        """A file that a job makes first: asked for until it is there."""

        def ask() -> bytes | None:
            answer = self.get(address)
            assert answer.status in {200, 202}, answer.status
            return answer.body() if answer.status == 200 else None

        return wait_for(ask, address)

    # Filling in

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.field(label).select_option(label=option)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label, exact=True).check()

    def attach(self, label: str, name: str, content: bytes) -> None:
        self.field(label).set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})

    def set_moment(self, label: str, moment: datetime) -> None:
        """A wall-clock time, in the two fields that ask for it."""
        self.page.get_by_label(f"{label}: date", exact=True).fill(f"{moment:%Y-%m-%d}")
        self.page.get_by_label(f"{label}: time", exact=True).fill(f"{moment:%H:%M}")

    def field(self, label: str) -> Locator:
        """By its label, whether or not that ends with "(optional)"."""
        return self.page.get_by_label(called(label))

    # Seeing

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).to_contain_text(text)

    def sees_nothing_of(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    # Signing in

    def use_link(self, text: str, button: str = "Sign in") -> None:
        """Follow the link to sign in with that this text holds, and press the button behind it."""
        self.open(link_in(text))
        self.press(button)

    def sign_out(self) -> None:
        self.page.locator("header details summary").click()
        self._arrived()
        self.press("Sign out")
