"""Judging an uploaded PDF by its content, never by its name."""

from __future__ import annotations

import io

from pitchday.errors import DomainError
from pitchday.files.active import refuse_active

MAX_BYTES = 15 * 1024 * 1024
MAX_PAGES = 200


def page_count(data: bytes, *, field: str, what: str = "deck") -> int:
    """How many pages the PDF has.

    Raises DomainError, beside `field`, when the bytes are empty, too many, no PDF, encrypted, broken, without
    pages, or holds more than slides.
    """
    if not data:
        raise DomainError(f"The file is empty. Export the {what} as a PDF again and choose that file.", field=field)
    if len(data) > MAX_BYTES:
        size = len(data) / 1024 / 1024
        raise DomainError(f"The file has {size:.1f} MB; 15 MB is the most we take. Export it smaller.", field=field)
    if not data.startswith(b"%PDF-") or _has_a_tail(data):
        raise DomainError(f"The file is not a PDF, whatever its name says. Export the {what} as a PDF.", field=field)
    pages = _pages(data, field)
    if pages == 0:
        raise DomainError("The PDF has no pages.", field=field)
    if pages > MAX_PAGES:
        raise DomainError(f"The PDF has {pages} pages; {MAX_PAGES} is the most we take.", field=field)
    return pages


def _has_a_tail(data: bytes) -> bool:
    """Whether another file hangs on the end, as in what is a PDF to one program and an archive to another."""
    end = data.rfind(b"%%EOF")
    return end >= 0 and bool(data[end + 5 :].strip(b"\0\r\n\t "))


def _pages(data: bytes, field: str) -> int:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise DomainError("The PDF is protected by a password. Save it without one.", field=field)
        pages = len(reader.pages)
        if pages <= MAX_PAGES:
            refuse_active(reader, field=field)
    except DomainError:
        raise
    except Exception as error:  # a broken file may break its reader in any way it likes
        raise DomainError("The PDF is damaged and cannot be opened. Export it again.", field=field) from error
    return pages
