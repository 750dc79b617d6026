"""Files are kept once, by content; a PDF is judged by what it is, not by what it is called."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from pitchday.db import db
from pitchday.errors import DomainError
from pitchday.files.pdf import MAX_BYTES, page_count
from pitchday.files.services import read, store


def make_pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=100)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_same_content_is_kept_once(app: Flask) -> None:
    first, second = store(b"slides", "application/pdf"), store(b"slides", "application/pdf")
    assert first.id == second.id
    assert read(first.sha256) == b"slides"
    db.session.rollback()
    assert store(b"slides", "application/pdf").size == 6, "bytes left by a rolled-back upload do no harm"


def test_pages_are_counted() -> None:
    assert page_count(make_pdf(12), field="deck") == 12


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04 a presentation", "not a PDF"),
        (b"%PDF-1.7\n" + b"\0" * MAX_BYTES, "15 MB is the most"),
        (make_pdf(password="secret"), "protected by a password"),
        (make_pdf(0), "no pages"),
        (make_pdf(201), "201 pages"),
        (b"%PDF-1.7\nbroken off here", "damaged"),
    ],
    ids=["empty", "other", "large", "encrypted", "no pages", "long", "damaged"],
)
def test_what_is_no_usable_pdf_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words) as caught:
        page_count(data, field="deck")
    assert caught.value.field == "deck"


@given(st.binary(max_size=400), st.integers(0, 500))
def test_no_bytes_break_the_judge(noise: bytes, place: int) -> None:
    data = make_pdf(1)
    try:
        assert page_count(data[:place] + noise + data[place:], field="deck") >= 1
    except DomainError as refusal:
        assert refusal.message
