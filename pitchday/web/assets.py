"""Static files under names that change with their content, kept by browsers for a year."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parents[2] / "static"
YEAR = 365 * 24 * 3600


def _folders() -> dict[str, Path]:
    """Where each part of /static/ comes from: our own folder, and the packages that bring Bootstrap and the font."""
    bootstrap = Path(str(files("flask_bootstrap"))) / "static" / "bootstrap5"
    return {
        "": STATIC,
        "bootstrap/css/": bootstrap / "css",
        "fonts/": Path(str(files("font_hanken_grotesk"))) / "files",
    }


def _wanted(prefix: str, path: Path) -> bool:
    if prefix == "bootstrap/css/":
        return path.name == "bootstrap.min.css"
    if prefix == "fonts/":
        return path.suffix == ".otf"
    return path.is_file()


def init_app(app: Flask) -> None:
    """Serve the files in front of the application, each by its plain and by its hashed name."""
    white = WhiteNoise(app.wsgi_app, max_age=3600, immutable_file_test=lambda _path, url: ".h-" in url)
    hashed: dict[str, str] = {}
    for prefix, folder in _folders().items():
        for path in sorted(folder.rglob("*") if prefix == "" else folder.glob("*")):
            if not path.is_file() or not _wanted(prefix, path):
                continue
            name = prefix + path.relative_to(folder).as_posix()
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
            stem, dot, ending = name.rpartition(".")
            hashed[name] = f"{stem}.h-{digest}{dot}{ending}"
            for public in (name, hashed[name]):
                white.add_file_to_dictionary(f"/static/{public}", str(path))
    app.wsgi_app = white  # type: ignore[method-assign]

    def asset(name: str) -> str:
        """The address of a static file. An unknown name is a mistake in a template: KeyError."""
        return f"/static/{hashed[name]}"

    app.jinja_env.globals["asset"] = asset
    app.extensions["pitchday-assets"] = hashed
