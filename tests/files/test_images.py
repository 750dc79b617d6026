"""A picture is judged by what it is, and only what we have drawn ourselves is kept."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pitchday.errors import DomainError
from pitchday.files.images import KEPT_SIDE, MAX_BYTES, remade
from pitchday.formats.pdf import render


def make_picture(kind: str, size: tuple[int, int] = (120, 80), mode: str = "RGB", **values: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode != "P" else 3).save(out, kind, **values)  # type: ignore[arg-type]
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_drawn_again_in_its_kind(kind: str, media_type: str) -> None:
    made = remade(make_picture(kind), field="logo")
    assert made.media_type == media_type
    assert (opened(made.data).format, opened(made.data).size) == (kind, (120, 80))


@pytest.mark.parametrize("mode", ["P", "L", "LA", "RGBA", "1"])
def test_every_kind_of_colour_is_taken(mode: str) -> None:
    assert opened(remade(make_picture("PNG", mode=mode), field="logo").data).size == (120, 80)


def test_what_hides_behind_a_picture_is_gone() -> None:
    hidden = PngInfo()
    hidden.add_text("Comment", "taken at my house")
    dirty = make_picture("PNG", pnginfo=hidden) + b"<script>alert(1)</script>"
    clean = remade(dirty, field="logo").data
    assert b"my house" in dirty
    assert b"my house" not in clean and b"<script>" not in clean


def test_a_large_picture_becomes_smaller_and_keeps_its_shape() -> None:
    assert opened(remade(make_picture("PNG", (3200, 1600)), field="logo").data).size == (KEPT_SIDE, KEPT_SIDE // 2)


def test_a_photograph_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert opened(remade(make_picture("JPEG", exif=turned), field="logo").data).size == (80, 120)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG or JPEG"),
        (make_picture("GIF"), "not a PNG or JPEG"),
        (make_picture("PNG")[:60], "damaged"),
        (make_picture("PNG", (6001, 80)), "6,001 by 80 pixels; 6,000 is the most"),
        (make_picture("PNG", (12_000, 12_000), mode="1"), "6,000"),
        (make_picture("PNG", (20, 20)), "too few to be seen"),
        (b"\x89PNG" + b"\0" * MAX_BYTES, "2 MB is the most"),
    ],
    ids=["empty", "svg", "gif", "broken off", "wide", "bomb", "tiny", "heavy"],
)
def test_what_is_no_usable_picture_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words) as caught:
        remade(data, field="logo")
    assert caught.value.field == "logo"


def test_a_broken_picture_is_refused_also_where_documents_are_made() -> None:
    # What makes them switches that off for the whole process.
    render('<html lang="en"><title>Door list</title><p>Acme</p></html>')
    with pytest.raises(DomainError, match="damaged"):
        remade(make_picture("PNG")[:60], field="logo")


@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_bytes_break_the_reader(junk: bytes, at: int) -> None:
    sound = make_picture("PNG")
    for data in (junk, sound[:at] + junk, sound[:at] + junk + sound[at:]):
        try:
            remade(data, field="logo")
        except DomainError as refusal:
            assert refusal.message
