"""A new organiser from signing in to a published pitch day, held to what docs/ten-minutes.md lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator

from tests.journey.browser import Visitor
from tests.journey.site import Site
from tests.journey.story import RUTH, TITLE, a_day_in_summer_time

WRITTEN_DOWN = Path(__file__).resolve().parents[2] / "docs" / "ten-minutes.md"


class Counted(Visitor):
    """Whatever they do is put down: `acts` in words, `clicks` and `fields` as numbers."""

    def __init__(self, browser: Browser, site: Site, **manner: Any) -> None:
        super().__init__(browser, site, **manner)
        self.acts: list[str] = []
        self.clicks = self.fields = 0

    def follow(self, name: str, within: Locator | None = None) -> None:
        self._put_down(f"Follow “{name}”", clicks=1)
        super().follow(name, within)

    def press(self, name: str, within: Locator | None = None) -> None:
        self._put_down(f"Press “{name}”", clicks=1)
        super().press(name, within)

    def unfold(self, name: str) -> None:
        self._put_down(f"Unfold “{name}”", clicks=1)
        self.page.locator("summary", has_text=name).click()

    def write(self, label: str, text: str) -> None:
        self._put_down(f"Fill in “{label}”", fields=1)
        super().write(label, text)

    def choose(self, label: str, option: str) -> None:
        self._put_down(f"Choose “{label}”", fields=1)
        super().choose(label, option)

    def set_moment(self, label: str, moment: datetime) -> None:
        self._put_down(f"Set “{label}”, a date and a time", fields=2)
        super().set_moment(label, moment)

    def _put_down(self, words: str, *, clicks: int = 0, fields: int = 0) -> None:
        self.acts.append(words)
        self.clicks += clicks
        self.fields += fields


@pytest.mark.timeout(300)
def test_from_signing_in_to_a_published_pitch_day(site_on: Callable[..., Site], browser: Browser) -> None:
    site = site_on("sqlite")
    name, email = RUTH
    invitation = site.command("user", "add", email, "--name", name, "--organiser")
    her = Counted(browser, site)
    try:
        sign_in_and_set_up(her, invitation)
        check_questions_and_publish(her)
        call_the_team(her)
        site.mail("omar@judges.example", TITLE)
        her.sees("Omar Reyes", "Judge")
        assert her.get(her.path.removeprefix("/organise").removesuffix("/team") + "/apply").status in {200, 302}
    finally:
        her.close()
    written = WRITTEN_DOWN.read_text(encoding="utf-8")
    assert re.findall(r"^\d+\. (.*)$", written, re.MULTILINE) == her.acts
    assert f"{her.clicks} clicks and {her.fields} fields" in written


def sign_in_and_set_up(her: Counted, invitation: str) -> None:
    """At a venue that nobody has entered yet, which is the longest way."""
    day = datetime.combine(a_day_in_summer_time(), datetime.min.time())
    her.use_link(invitation)
    her.follow("Create a pitch day: Organise")
    her.write("Title", TITLE)
    her.set_moment("Starts", day.replace(hour=13))
    her.write("Ends: time", "18:00")
    her.set_moment("Applications close", day.replace(hour=17) - timedelta(days=14))
    her.choose("City", "Leeds")
    if not her.field("Name of the new venue").is_visible():
        her.unfold("Add a new venue")
    her.write("Name of the new venue", "Granary Hall")
    her.write("Street and town", "4 Wharf Street, Leeds")
    her.write("Postcode", "LS1 4AP")
    her.write("Room, row 1", "Main hall")
    her.write("People it holds, row 1", "180")
    her.write("Description", "Twelve minutes on stage, then two hours at the tables.")
    her.press("Create pitch day")
    her.sees(f"{TITLE} is a draft", "This pitch day is a draft")


def check_questions_and_publish(her: Counted) -> None:
    her.follow("Look through and publish")
    her.follow("Look at the questions that founders answer")
    her.sees("Which problem do you solve")
    her.follow("On to publishing")
    her.press("Publish the pitch day")
    her.sees(f"{TITLE} is published")


def call_the_team(her: Counted) -> None:
    her.follow("Team")
    her.write("Name", "Omar Reyes")
    her.write("Email address", "omar@judges.example")
    her.page.get_by_label("Judge", exact=True).check()
    her._put_down("Choose “Judge”", clicks=1)
    her.press("Send the invitation")
