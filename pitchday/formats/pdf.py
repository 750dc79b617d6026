"""HTML to PDF by WeasyPrint: tagged for screen readers (PDF/UA-1), same bytes for the same input.

A document may hold other people's words, so nothing is fetched but our own static files and fonts.
Rendering is slow (a second for ten pages or more): call it from a job.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

STATIC = Path(__file__).parents[2] / "static"
STATIC_SCHEME = "pitchday-static"
FONT_SCHEME = "pitchday-font"
_PICTURE = "data:image/png;base64,"
_LARGEST_PICTURE = 256 * 1024
_TYPES = {
    ".css": "text/css",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


class FormatError(ValueError):
    """The document cannot be made; the message says what in it is to blame."""


def render(html: str, *, stylesheets: Sequence[str] = ("css/document.css",)) -> bytes:
    """`html` as a PDF, styled by files of the static folder.

    The page names its language (`<html lang>`) and its `<title>`. It may refer to `pitchday-static:<path>`,
    `pitchday-font:<file of font_hanken_grotesk>` and PNG pictures in `data:` addresses. Raises FormatError
    for any other address, for a file that is not there and for a page without language or title.
    """
    # It warns of every letter that no installed font has, each time, which fills the log with people's words; and it
    # tells of its progress even while it is imported.
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    from PIL import ImageFile
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    # Its import makes the whole process take pictures that are broken off, also those that people upload.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    fetcher = _fetcher()
    fonts = FontConfiguration()
    try:
        page = HTML(string=html, base_url=f"{STATIC_SCHEME}:", url_fetcher=fetcher)
        styles = [CSS(url=f"{STATIC_SCHEME}:{name}", url_fetcher=fetcher, font_config=fonts) for name in stylesheets]
        document = page.render(font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1")
        if not ((document.metadata.title or "").strip() and document.metadata.lang):
            raise FormatError("A document needs a title and a language")
        written: bytes = document.write_pdf(pdf_identifier=b"pitchday", pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as failure:
        raise FormatError(str(failure.__cause__)) from failure
    if fetcher.refusals:
        raise fetcher.refusals[0]
    return written


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        """With `fail_on_errors` a refusal ends the rendering, except inside an SVG, where WeasyPrint swallows it."""

        def __init__(self) -> None:
            super().__init__(allowed_protocols=["data"], allow_redirects=False, fail_on_errors=True)
            self.refusals: list[FormatError] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url.startswith(_PICTURE) and len(url) <= _LARGEST_PICTURE:
                return super().fetch(url, headers)
            try:
                path = _file(url)
            except FormatError as refusal:
                self.refusals.append(refusal)
                raise
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})

    return OurFilesOnly()


def _file(url: str) -> Path:
    """The file behind one of our own addresses, never outside its folder."""
    scheme, _, name = url.partition(":")
    folders = {STATIC_SCHEME: lambda: STATIC, FONT_SCHEME: _font_folder}
    if scheme not in folders:
        raise FormatError(f"A document may not fetch {url[:200]}")
    folder = folders[scheme]().resolve()
    path = (folder / unquote(name)).resolve()
    if not path.is_relative_to(folder) or path.suffix not in _TYPES or not path.is_file():
        raise FormatError(f"A document refers to {url[:200]}, which is not there")
    return path


def _font_folder() -> Path:
    import font_hanken_grotesk

    return Path(font_hanken_grotesk.font_directory)
