"""Sites that really run, and a browser to visit them with.

- `site_on(kind)`: a site with its worker, on an empty migrated database of that kind.
- `visitor(site, ...)`: somebody with a browser of their own; their faults fail the test when it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from scripts.native import find_browser
from tests.databases import Databases
from tests.journey.browser import Visitor
from tests.journey.site import Site, running

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    place = find_browser()
    assert place, "No Chromium here: python scripts/native.py browser says what to install."
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=place, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def site_on(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    with ExitStack() as stack:

        def start(kind: str) -> Site:
            return stack.enter_context(running(databases.fresh(kind), tmp_path / f"var-{kind}"))

        yield start


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    with ExitStack() as stack:

        def arrives(site: Site, **manner: object) -> Visitor:
            somebody = Visitor(browser, site, **manner)  # type: ignore[arg-type]
            stack.callback(somebody.close)
            return somebody

        yield arrives
