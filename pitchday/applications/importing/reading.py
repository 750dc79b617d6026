"""Reading a spreadsheet that somebody uploads: cells to texts, rows by the numbers that a spreadsheet shows.

Nothing in it is trusted: a workbook is refused before it is opened when it would unpack to more than it could hold,
carries macros or declares entities. Formulas are read as the values that were saved with them, and never run.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from pitchday.errors import DomainError
from pitchday.web.forms import cleaned

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 2_000
MOST_COLUMNS = 100
# A sheet may have blank rows between; further down nothing is looked for.
LAST_ROW = 5_000
LONGEST_CELL = 50_000

_UNREADABLE = (
    *(KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError, EOFError, SyntaxError, OSError),
    *(zipfile.BadZipFile, zlib.error, RuntimeError),
)
_FAILED_FORMULAS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_WORKBOOK, _OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """Headings by place, and rows with their numbers and as many cells; blank rows are left out."""

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def letters(place: int) -> str:
    """What a spreadsheet calls the column at `place`, counted from 0: `A`, `Z`, `AA`."""
    found, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def read(data: bytes) -> Sheet:
    """The first sheet that is not empty, or a CSV. Raises DomainError beside the field `file` for anything else."""
    if len(data) > MOST_BYTES:
        raise _refused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Split it, or leave pictures out.")
    if data.startswith(_OLD_WORKBOOK):
        raise _refused("This is an old Excel file, or one with a password. Save it as .xlsx without a password.")
    return _sheet(_workbook_rows(data) if data.startswith(_WORKBOOK) else _csv_rows(data))


def _refused(words: str) -> DomainError:
    return DomainError(words, field="file")


def _sheet(found: Iterable[tuple[int, Sequence[str]]]) -> Sheet:
    filled = [(number, row) for number, row in found if any(row)]
    if len(filled) < 2:
        raise _refused("There is no table in it: the first row names the columns, and each row below is one startup.")
    if len(filled) > MOST_ROWS + 1:
        raise _refused(f"It has more than {MOST_ROWS:,} rows. Split it into several files.")
    width = max(place + 1 for _, row in filled for place, cell in enumerate(row) if cell)
    if width > MOST_COLUMNS:
        raise _refused(f"It has more than {MOST_COLUMNS} columns. Leave out those that nobody needs here.")
    (_, headings), *rows = ((number, (*row, *[""] * width)[:width]) for number, row in filled)
    return Sheet(tuple(" ".join(cell.split())[:200] for cell in headings), tuple(rows))


def cell_text(value: object) -> str:
    """What a person would have typed: days as ISO 8601 writes them, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 10**15 else f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    text = cleaned(str(value)) or ""
    return "" if text in _FAILED_FORMULAS else text[:LONGEST_CELL]


def _workbook_rows(data: bytes) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        _require_harmless(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what a sheet has beyond its cells
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                rows = list(_rows_of(sheet))
                if any(any(row) for _, row in rows):
                    return rows
    except _UNREADABLE as error:
        raise _refused("This file cannot be read. Open it in your spreadsheet and save it again as .xlsx.") from error
    return []


def _rows_of(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be wrong
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW, max_col=MOST_COLUMNS + 1, values_only=True), 1):
        yield number, [cell_text(value) for value in row]


def _require_harmless(data: bytes) -> None:
    """Raise DomainError before anything in a workbook is parsed that should not be."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        known = parts.infolist()
        if len(known) > MOST_PARTS or sum(part.file_size for part in known) > MOST_UNPACKED:
            raise _refused("The file unpacks to far more than applications need. Save only the table, as .xlsx or CSV.")
        if any(part.filename.lower().endswith(("vbaproject.bin", ".xlsb")) for part in known):
            raise _refused("The file holds macros. Save it as .xlsx, which has none.")
        for part in known:
            if part.filename.lower().endswith((".xml", ".rels")):
                text = parts.read(part)
                # No spreadsheet writes these, in whichever encoding; they make parsers fetch files or fill memory.
                if b"<!DOCTYPE" in text.replace(b"\0", b"") or b"<!ENTITY" in text.replace(b"\0", b""):
                    raise _refused("The file holds what no spreadsheet needs. Save it again as .xlsx or CSV.")


def _csv_rows(data: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(data)
    separator = _separator(text)
    if re.match(r"sep=.\r?\n", text):
        text = "\n" + text.partition("\n")[2]  # it keeps its number
    found = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if number > LAST_ROW:
                break
            found.append((number, [cell_text(cell) for cell in row]))
    except csv.Error as error:
        raise _refused("This file cannot be read as CSV. Save it again from your spreadsheet.") from error
    return found


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 by its mark, else what Excel on Windows writes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data or data.startswith(b"%PDF"):
        encodings = []
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("This is no spreadsheet. Upload an .xlsx or a CSV file.")


def _separator(text: str) -> str:
    """What divides the cells: as the file says, or what gives the most rows as many cells as its first has."""
    if said := re.match(r"sep=(.)\r?\n", text):
        return said[1]
    return max(",;\t|", key=lambda separator: _fit(text[:100_000], separator))


def _fit(text: str, separator: str) -> tuple[bool, float, int]:
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(row)][:50]
    except csv.Error:
        return (False, 0, 0)
    width = len(rows[0]) if rows else 0
    # The last may be cut off.
    alike = sum(len(row) == width for row in rows) / len(rows) if rows else 0
    return (width > 1, alike, width)
