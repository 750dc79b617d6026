"""Check for the parts that pip cannot install, and install them where that is ours to do.

    python scripts/native.py pdf        the libraries and fonts that WeasyPrint draws with
    python scripts/native.py browser    a Chromium for the browser tests

Missing parts are installed with apt-get when root on a Debian-like system; anywhere else, one sentence says
what to install, and the exit status is 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

# WeasyPrint knows its libraries under many names; asking it is the only check that cannot disagree with it.
# A new process each time, because a failed import is remembered.
PDF_LIBRARIES = "from weasyprint.text.ffi import harfbuzz_subset as found; raise SystemExit(found is None)"
FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/opt/homebrew/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "~/Library/Fonts",
)
# The headless shell first: without the windows that nobody sees, the browser tests take two thirds of the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class Part(NamedTuple):
    """Something the machine must have: what for, how to see it is there, and the packages that bring it."""

    purpose: str
    present: Callable[[], bool]
    apt: tuple[str, ...]
    brew: str


def find_browser() -> str | None:
    """Path of the first Chromium or Chrome found; `CHROMIUM` in the environment names another."""
    wanted = os.environ.get("CHROMIUM")
    names = (wanted,) if wanted else (*BROWSERS, *MAC_BROWSERS)
    return next(filter(None, map(shutil.which, names)), None)


def has_pdf_libraries() -> bool:
    command = [sys.executable, "-W", "ignore", "-c", PDF_LIBRARIES]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def has_fonts() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    return any(file.suffix in {".ttf", ".otf", ".ttc"} for folder in folders for file in folder.rglob("*"))


PARTS = {
    "pdf": (
        Part(
            "PDFs need Pango and the HarfBuzz subsetting library",
            has_pdf_libraries,
            ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
            "brew install pango",
        ),
        Part("PDFs need a font", has_fonts, ("fonts-dejavu-core",), "brew install font-dejavu"),
    ),
    "browser": (
        Part(
            "the browser tests need a Chromium, which CHROMIUM may name",
            lambda: find_browser() is not None,
            ("chromium-headless-shell",),
            "brew install --cask chromium",
        ),
    ),
}


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(packages: tuple[str, ...]) -> None:
    """Install Debian packages without questions; a failure shows in apt-get's words and the next check."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, env=environment)


def advice(part: Part) -> str:
    """One sentence for someone whose machine lacks this part."""
    if sys.platform == "darwin":
        return f"Missing: {part.purpose}. Install with: {part.brew}"
    return f"Missing: {part.purpose}. Install with: sudo apt-get install {' '.join(part.apt)}"


def main(names: list[str]) -> int:
    """Check the named groups of parts; 0 when all are present in the end."""
    missing = [part for name in names for part in PARTS[name] if not part.present()]
    if missing and may_install():
        print("Installing what the machine lacks:", *(package for part in missing for package in part.apt))
        install(tuple(package for part in missing for package in part.apt))
        missing = [part for part in missing if not part.present()]
    for part in missing:
        print(advice(part), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
