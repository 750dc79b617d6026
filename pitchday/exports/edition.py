"""What the bytes of a file follow from besides its release: the software that writes it, and the site's addresses.

A deploy that changes any of it makes a new edition, whose files are made anew and kept beside those of the old one:
while both versions serve, each finds its own.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

from flask import Flask, current_app

ROOT = Path(__file__).parents[2]
_KEY = "pitchday-edition"
_SETTINGS = ("BASE_URL", "MAIL_DOMAIN")
# Rather too much than too little: a file that comes out the same again keeps its bytes and its ETag.
_SOURCES = (
    "pitchday/exports/*.py",
    "pitchday/formats/*.py",
    "pitchday/web/*.py",
    "pitchday/clock.py",
    "pitchday/events/enums.py",
    "pitchday/schedule/enums.py",
    "templates/exports/*.html",
    "templates/layouts/document.html",
    "templates/macros/*.html",
    "static/css/document.css",
)
_LIBRARIES = ("font-hanken-grotesk", "icalendar", "Jinja2", "openpyxl", "weasyprint")


def edition() -> str:
    """The name of this edition, found out once when the process starts."""
    name: str = current_app.extensions[_KEY]
    return name


def edition_of(root: Path, settings: dict[str, str]) -> str:
    """A name for what is in these folders and settings; another when anything in them is another."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(root.glob(pattern)):
            digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
            digest.update(path.read_bytes())
    said = [*settings.items(), *((name, version(name)) for name in _LIBRARIES)]
    digest.update(repr(said).encode())
    return digest.hexdigest()[:16]


def init_app(app: Flask) -> None:
    # At the start and not at the first use: by then a deploy may have put other files in the place of those that run.
    app.extensions[_KEY] = edition_of(ROOT, {name: app.config[name] for name in _SETTINGS})
