"""Beside a time of a call stands what clocks show where the reader is, if they show something else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from pitchday.web.assets import STATIC

TIME = '<time datetime="2027-03-09T13:00:00+00:00" data-own-time="Europe/London">Tue 9 Mar 2027, 13:00</time>'


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/London", []),
        ("Africa/Accra", []),
        ("America/New_York", ["Tue 9 Mar 2027, 08:00 where you are"]),
        ("Asia/Tokyo", ["Tue 9 Mar 2027, 22:00 where you are"]),
        ("Pacific/Auckland", ["Wed 10 Mar 2027, 02:00 where you are"]),
    ],
)
def test_the_readers_own_time_is_said_where_it_differs(browser: Browser, zone: str, words: list[str]) -> None:
    context = browser.new_context(timezone_id=zone, locale="de-DE")
    page = context.new_page()
    page.set_content(TIME)
    page.add_script_tag(path=STATIC / "js" / "own-time.js", type="module")
    assert page.locator(".own-time").all_text_contents() == words
    context.close()
