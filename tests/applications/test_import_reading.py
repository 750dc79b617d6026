"""Reading spreadsheets of strangers: whatever the encoding, the cells as people meant them, and nothing hostile."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from pitchday.applications.importing.columns import Target, guessed
from pitchday.applications.importing.reading import MOST_BYTES, cell_text, letters, read
from pitchday.errors import DomainError
from pitchday.startups.rules import read_company_number, read_founded, read_money

TABLE = "Name;Town\r\nCafé Zoë;Leeds\r\n"


def book(*rows: list[object]) -> bytes:
    made, file = Workbook(), io.BytesIO()
    for row in rows:
        made.worksheets[0].append(row)
    made.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_csv_of_any_origin(encoding: str, separator: str) -> None:
    sheet = read(TABLE.replace(";", separator).encode(encoding))
    assert sheet.headings == ("Name", "Town") and sheet.rows == ((2, ("Café Zoë", "Leeds")),)


def test_rows_keep_the_numbers_that_a_spreadsheet_shows() -> None:
    sheet = read(b'Name,Why\n\n"Loom","one\ntwo"\n,\nMoor,x\n')
    assert sheet.rows == ((3, ("Loom", "one\ntwo")), (5, ("Moor", "x")))
    assert [number for number, _ in read(book(["Name"], [], ["Loom"])).rows] == [3]


def test_a_separator_that_the_file_names() -> None:
    assert read(b"sep=;\r\nName;Town\r\nLoom, Ltd;Leeds, UK\r\n").rows == ((3, ("Loom, Ltd", "Leeds, UK")),)


def test_cells_are_texts_as_people_meant_them() -> None:
    cells = [1234567.0, 1234567, datetime(2024, 3, 14), date(2024, 3, 14), True, 0.1 + 0.2, "#N/A"]  # noqa: DTZ001
    assert [cell_text(cell) for cell in cells] == ["1234567", "1234567", "2024-03-14", "2024-03-14", "yes", "0.3", ""]


def test_formulas_are_values_and_never_run() -> None:
    sheet = read(book(["Name", "Ask"], ["Loom", '=WEBSERVICE("http://example.org")']))
    assert sheet.rows == ((2, ("Loom", "")),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no table"),
        (b"Name\n", "no table"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel file"),
        (b"%PDF-1.7\n", "no spreadsheet"),
        (b"Name\0\nLoom\n", "no spreadsheet"),
        (b"PK\x03\x04nonsense", "cannot be read"),
        (bytes(MOST_BYTES + 1), "larger than 5 MB"),
        (b"Name,Town\n" + b"Loom,Leeds\n" * 2001, "more than 2,000 rows"),
        (b"," * 150 + b"Name\n" + b"," * 150 + b"Loom\n", "more than 100 columns"),
        (with_part(book(["Name"], ["Loom"]), "xl/vbaProject.bin", b"x"), "macros"),
        (with_part(book(["Name"], ["Loom"]), "xl/bomb.xml", bytes(60 * 1024 * 1024)), "unpacks to far more"),
        (with_part(book(["Name"], ["Loom"]), "xl/evil.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>'), "no spreadsheet needs"),
    ],
)
def test_what_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words) as refusal:
        read(data)
    assert refusal.value.field == "file"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for wanted in (data, b"PK\x03\x04" + data):
        try:
            assert read(wanted).rows
        except DomainError as refusal:
            assert refusal.field == "file"


@given(st.integers(1, 99_999_999))
def test_company_numbers_that_lost_their_zeros_get_them_back(number: int) -> None:
    assert read_company_number(cell_text(float(number)), field="") == f"{number:08}"


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_is_the_same_as_a_cell_and_as_british_text(day: date) -> None:
    as_cell = cell_text(datetime(day.year, day.month, day.day))  # noqa: DTZ001
    assert read_founded(as_cell, field="") == read_founded(f"{day:%d/%m/%Y}", field="") == day.isoformat()


@given(st.integers(0, 1_000_000_000))
def test_money_is_the_same_however_the_sheet_holds_it(pounds: int) -> None:
    for cell in (pounds, float(pounds), f"{pounds:,}", f"£{pounds}"):
        assert read_money(cell_text(cell), field="") == pounds


@given(st.integers(0, 18_000))
def test_letters_are_those_of_spreadsheets(place: int) -> None:
    from openpyxl.utils import get_column_letter

    assert letters(place) == get_column_letter(place + 1)


def test_headings_are_guessed_once_each() -> None:
    known = [Target("name", "Name of the startup"), Target("founder_email", "Founder’s email address")]
    headings = ["COMPANY NAME", "E-mail", "Email", "Shoe size", "name_of_the startup"]
    assert guessed(headings, known) == ["name", "founder_email", "", "", ""]
