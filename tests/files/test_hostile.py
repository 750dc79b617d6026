"""Files that mean harm are refused with a sentence, whatever they are called."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from pitchday.errors import DomainError
from pitchday.files.pdf import MAX_BYTES, page_count
from tests.files.test_files import make_pdf


def _written(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 100)
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _dictionary(**values: object) -> DictionaryObject:
    return DictionaryObject(
        {NameObject(f"/{key}"): NameObject(value) if type(value) is str else value for key, value in values.items()}
    )


def _opening(writer: PdfWriter, kind: str) -> None:
    writer._root_object[NameObject("/OpenAction")] = _dictionary(S=kind, F=TextStringObject("calc.exe"))


def _hidden(writer: PdfWriter) -> None:
    """The kind of the action is an object of its own, on a page."""
    kind = writer._add_object(NameObject("/Launch"))
    writer.pages[0][NameObject("/AA")] = _dictionary(O=_dictionary(S=kind))


def _named_script(writer: PdfWriter) -> None:
    """Run when the document is opened, without any action that says so."""
    writer._root_object[NameObject("/Names")] = _dictionary(JavaScript=ArrayObject())


def _annotation(writer: PdfWriter, kind: str) -> None:
    writer.pages[0][NameObject("/Annots")] = ArrayObject([_dictionary(Type="/Annot", Subtype=kind)])


def _stream(writer: PdfWriter, data: bytes, filters: object) -> None:
    stream = StreamObject()
    stream._data = data
    stream[NameObject("/Filter")] = filters
    writer._add_object(stream)


def _bomb(megabytes: int) -> bytes:
    machine, piece = zlib.compressobj(1), bytes(1024 * 1024)
    return b"".join(machine.compress(piece) for _ in range(megabytes)) + machine.flush()


FLATE = NameObject("/FlateDecode")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: _written(_named_script), "holds a script"),
        (lambda: _written(lambda w: _opening(w, "/JavaScript")), "holds a script"),
        (lambda: _written(lambda w: w.add_attachment("a.exe", b"MZ")), "holds another file"),
        (lambda: _written(lambda w: _opening(w, "/Launch")), "starts a program"),
        (lambda: _written(lambda w: _opening(w, "/SubmitForm")), "sends a form"),
        (lambda: _written(_hidden), "starts a program"),
        (lambda: _written(lambda w: _annotation(w, "/RichMedia")), "film, sound"),
        (lambda: _written(lambda w: _stream(w, _bomb(401), FLATE)), "far more than slides need"),
        (lambda: _written(lambda w: _stream(w, b"x", ArrayObject([FLATE, FLATE]))), "far more than slides need"),
        (lambda: make_pdf() + b"PK\x03\x04 an archive", "not a PDF"),
        (lambda: b"<html><script>alert(1)</script>" + make_pdf(), "not a PDF"),
        (lambda: b"GIF89a" + make_pdf(), "not a PDF"),
        (lambda: b"MZ\x90", "not a PDF"),
        (lambda: make_pdf().ljust(MAX_BYTES + 1, b"\0"), "15.0 MB; 15 MB is the most"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_more_than_slides_is_refused_with_a_sentence(data: Callable[[], bytes], words: str) -> None:
    with pytest.raises(DomainError, match=words) as refusal:
        page_count(data(), field="deck")
    assert refusal.value.field == "deck"


def test_links_and_large_pictures_are_what_slides_have() -> None:
    def slides(writer: PdfWriter) -> None:
        link = _dictionary(
            Type="/Annot", Subtype="/Link", A=_dictionary(S="/URI", URI=TextStringObject("https://x.example"))
        )
        writer.pages[0][NameObject("/Annots")] = ArrayObject([link])
        _stream(writer, _bomb(30), FLATE)

    assert page_count(_written(slides), field="deck") == 1
    assert page_count(make_pdf().ljust(MAX_BYTES, b"\0"), field="deck") == 1
