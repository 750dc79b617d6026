"""PDFs, read back with pypdf."""

import hashlib
import os
import subprocess
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from pitchday.formats.pdf import FormatError, render

ROOT = Path(__file__).parents[2]


def page(body: str, *, head: str = "<title>Leeds pitch day</title>", lang: str = "en-GB") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head>{head}</head><body><main><h1>Leeds pitch day</h1>'
        f"{body}</main></body></html>"
    )


def rows(count: int) -> str:
    row = '<div class="doc-row"><div class="doc-time">09:00-09:10</div><div class="doc-body">'
    return "".join(f"{row}<h3>Startup {number}</h3><p>What it does</p></div></div>" for number in range(count))


def png(colours: int) -> str:
    picture = Image.frombytes("RGB", (colours, 100), os.urandom(colours * 300))
    picture.save(buffer := BytesIO(), "PNG")
    return f"data:image/png;base64,{b64encode(buffer.getvalue()).decode()}"


def test_pages_are_numbered_and_repeat_the_title() -> None:
    reader = PdfReader(BytesIO(render(page(rows(45)))))
    texts = [sheet.extract_text() for sheet in reader.pages]
    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of 3" in text
        assert text.count("Leeds pitch day") == 1
    assert [f"Startup {number}" in "".join(texts) for number in range(45)] == [True] * 45
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]


def test_it_is_tagged_and_says_title_and_language() -> None:
    reader = PdfReader(BytesIO(render(page("<h2>Morning</h2><p>Doors open</p>"))))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert reader.metadata is not None
    assert reader.metadata.title == "Leeds pitch day"
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()


def test_our_typeface_is_in_it_and_other_scripts_are_not_empty_boxes() -> None:
    reader = PdfReader(BytesIO(render(page("<p>Acme</p><p>שלום عرض Ω</p>"))))
    fonts = {font.get_object()["/BaseFont"] for font in reader.pages[0]["/Resources"]["/Font"].values()}
    assert any("Hanken-Grotesk" in font for font in fonts)
    assert any("DejaVu" in font or "Noto" in font for font in fonts)


def test_the_same_input_gives_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, sys; from pitchday.formats.pdf import render;"
        "sys.stdout.write(hashlib.sha256(render(sys.stdin.read())).hexdigest())"
    )
    html = page(rows(3) + f'<img alt="" src="{png(3)}">')
    for seed in ("1", "2"):
        other = subprocess.run(
            [sys.executable, "-c", program],
            input=html,
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert other.stdout == hashlib.sha256(render(html)).hexdigest()


def test_small_pictures_and_our_own_files_are_fetched() -> None:
    html = page(
        f'<img alt="A code" src="{png(10)}">',
        head=(
            '<title>x</title><link rel="stylesheet" href="pitchday-static:css/document.css">'
            '<style>@font-face { font-family: Thin; src: url("pitchday-font:HankenGrotesk-Light.otf") }</style>'
        ),
    )
    reader = PdfReader(BytesIO(render(html)))
    assert len(reader.pages[0].images) == 1


REFUSED = [
    "http://127.0.0.1:9/secret",
    "https://example.com/logo.png",
    "ftp://example.com/logo.png",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "/etc/passwd",
    "logo.png",
    "//example.com/logo.png",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "data:text/css,p{}",
    "pitchday-static:../pyproject.toml",
    "pitchday-static:css/../../config.py",
    "pitchday-static:%2e%2e/%2e%2e/etc/passwd",
    "pitchday-static:/etc/passwd",
    "pitchday-static:css",
    "pitchday-static:css/nowhere.css",
    "pitchday-font:OFL.txt",
    "pitchday-font:../__init__.py",
]


@pytest.mark.parametrize("address", REFUSED)
def test_nothing_else_is_fetched(address: str) -> None:
    with pytest.raises(FormatError) as refusal:
        render(page(f'<img alt="" src="{address}">'))
    assert address in str(refusal.value)


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="{}">',
        '<link rel="attachment" href="{}">',
        '<a rel="attachment" href="{}">x</a>',
        '<object data="{}">x</object>',
        '<embed src="{}">',
        '<p style="background-image: url({})">x</p>',
        '<p style="list-style-image: url({}); display: list-item">x</p>',
        '<style>@import "{}";</style>',
        '<style>@font-face {{ font-family: Own; src: url("{}") }}</style>',
        '<style>p::before {{ content: url("{}") }}</style><p>x</p>',
        '<svg width="9" height="9"><image width="9" height="9" href="{}"/></svg>',
    ],
)
@pytest.mark.parametrize("address", ["file:///etc/hostname", "https://example.com/x"])
def test_whatever_asks_for_it(markup: str, address: str) -> None:
    with pytest.raises(FormatError, match="may not fetch"):
        render(page(markup.format(address)))


def test_a_link_is_not_fetched() -> None:
    reader = PdfReader(BytesIO(render(page('<a href="https://pitchday.example/events">All events</a>'))))
    assert reader.pages[0]["/Annots"][0].get_object()["/A"]["/URI"] == "https://pitchday.example/events"


def test_a_large_picture_is_refused() -> None:
    with pytest.raises(FormatError, match="may not fetch data:image/png"):
        render(page(f'<img alt="" src="{png(1000)}">'))


@pytest.mark.parametrize("html", [page("x", head=""), page("x", head="<title> </title>"), page("x", lang="")])
def test_a_page_without_title_or_language_is_refused(html: str) -> None:
    with pytest.raises(FormatError, match="title and a language"):
        render(html)


def test_an_unknown_stylesheet_is_refused() -> None:
    with pytest.raises(FormatError, match=r"pitchday-static:css/nowhere\.css"):
        render(page("x"), stylesheets=["css/nowhere.css"])
