"""Spreadsheets and JSON, read back by their own readers."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell import Cell as SheetCell

from pitchday.formats.tables import Cell, Column, csv_bytes, json_bytes, xlsx_bytes

NAME = Column("Startup")
STARTS = Column("Starts", zone=ZoneInfo("Europe/London"))
SUMMER = datetime(2027, 7, 1, 17, 0, tzinfo=UTC)
WINTER = datetime(2027, 1, 12, 18, 0, tzinfo=UTC)


def read_csv(written: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(written.decode("utf-8-sig"), newline="")))


def read_xlsx(written: bytes) -> list[list[SheetCell]]:
    return [list(row) for row in openpyxl.load_workbook(BytesIO(written)).worksheets[0].iter_rows()]


def test_csv_opens_in_excel_as_utf_8() -> None:
    written = csv_bytes([NAME, STARTS], [("Łódź, Ltd", SUMMER), ('The "Best"\nCo', WINTER)])
    assert written.startswith(b"\xef\xbb\xbfStartup,Starts (Europe/London)\r\n")
    assert written.endswith(b"\r\n")
    assert read_csv(written)[1:] == [
        ["Łódź, Ltd", "2027-07-01 18:00:00"],
        ['The "Best"\nCo', "2027-01-12 18:00:00"],
    ]


def test_csv_writes_every_type_plainly() -> None:
    row: tuple[Cell, ...] = (None, True, False, -3, 1.5, Decimal("150000.10"), date(2027, 7, 1), time(9, 5), "")
    columns = [Column(str(number)) for number in range(len(row))]
    assert read_csv(csv_bytes(columns, [row]))[1] == [
        "", "yes", "no", "-3", "1.5", "150000.10", "2027-07-01", "09:05:00", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 161 496 0000",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\uff1d1",
        "-",
        "-1+1",
        "=",
        "\x00=1",
    ],
)
def test_csv_disarms_formulas(text: str) -> None:
    (cell,) = read_csv(csv_bytes([NAME], [(text,)]))[1]
    assert cell == f"'{text.replace(chr(0), '')}"


@pytest.mark.parametrize("text", ["-5", "-12.50", "5", "a=b", "a@b.example", "it's"])
def test_csv_leaves_numbers_and_words_alone(text: str) -> None:
    assert read_csv(csv_bytes([NAME], [(text,)]))[1] == [text]


@given(st.text(st.characters(codec=None)))
def test_no_text_becomes_a_formula(text: str) -> None:
    (cell,) = read_csv(csv_bytes([NAME], [(text,)] if text else [("x",)]))[1] or [""]
    assert not cell.lstrip().startswith(("=", "+", "@"))
    assert not cell.startswith(("\t", "\r", "\n"))
    (written,) = read_xlsx(xlsx_bytes(text, [NAME], [(text,)]))[-1]
    assert written.data_type != "f"


def test_xlsx_is_typed() -> None:
    row: tuple[Cell, ...] = ("Acme", SUMMER, -3, Decimal("7.5"), date(2027, 7, 1), time(9, 5), True, None)
    columns = [NAME, STARTS, *(Column(str(number)) for number in range(6))]
    heading, cells = read_xlsx(xlsx_bytes("Order", columns, [row]))
    assert [cell.value for cell in heading[:2]] == ["Startup", "Starts (Europe/London)"]
    assert all(cell.font.bold for cell in heading)
    assert [cell.value for cell in cells] == [
        "Acme",
        datetime(2027, 7, 1, 18, 0),  # noqa: DTZ001
        -3,
        7.5,
        datetime(2027, 7, 1),  # noqa: DTZ001
        time(9, 5),
        True,
        None,
    ]
    assert [cell.number_format for cell in (cells[1], cells[4], cells[5])] == [
        "yyyy-mm-dd hh:mm",
        "yyyy-mm-dd",
        "hh:mm",
    ]


def test_xlsx_keeps_its_header_in_sight_and_its_columns_readable() -> None:
    written = xlsx_bytes("Order", [NAME, Column("N")], [("A startup with a long name", 1), ("x" * 500, 2)])
    sheet = openpyxl.load_workbook(BytesIO(written)).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.column_dimensions["B"].width == 3


@pytest.mark.parametrize("text", ["=1+1", "=HYPERLINK(x)", "#N/A", "+1", "it's"])
def test_xlsx_texts_stay_texts(text: str) -> None:
    (cell,) = read_xlsx(xlsx_bytes("Order", [NAME], [(text,)]))[1]
    assert (cell.value, cell.data_type) == (text, "s")


def test_xlsx_takes_any_text() -> None:
    (first,), (second,) = read_xlsx(xlsx_bytes("Order", [NAME], [("a\x00b\x0b\ufffec\ud83d",), ("x" * 40_000,)]))[1:]
    assert first.value == "abc"
    assert second.value == "x" * 32_766 + "…"


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Order: [A/B] *?", "Order A B"),
        ("'Quoted'", "Quoted"),
        ("x" * 40, "x" * 31),
        ("", "Sheet"),
        ("\x00'", "Sheet"),
    ],
)
def test_xlsx_sheet_titles(title: str, shown: str) -> None:
    assert openpyxl.load_workbook(BytesIO(xlsx_bytes(title, [NAME], []))).sheetnames == [shown]


def test_xlsx_holds_no_time_of_writing() -> None:
    written = xlsx_bytes("Order", [NAME], [("Acme",)])
    with ZipFile(BytesIO(written)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2
    assert xlsx_bytes("Order", [NAME], [("Acme",)]) == written


@pytest.mark.parametrize("write", [csv_bytes, lambda columns, rows: xlsx_bytes("Order", columns, rows)])
@pytest.mark.parametrize(
    ("columns", "row", "message"),
    [
        ([NAME], (SUMMER,), "names no time zone"),
        ([STARTS], (SUMMER.replace(tzinfo=None),), "names no time zone"),
        ([NAME, STARTS], ("Acme",), "shorter"),
        ([NAME], ("Acme", "more"), "longer"),
    ],
)
def test_rows_that_do_not_fit_are_refused(
    write: Callable[[list[Column], list[tuple[Cell, ...]]], bytes],
    columns: list[Column],
    row: tuple[Cell, ...],
    message: str,
) -> None:
    with pytest.raises(ValueError, match=message):
        write(columns, [row])


def test_json_is_stable() -> None:
    value = {"b": [SUMMER, date(2027, 7, 1), time(9, 5), Decimal("1.50")], "a": {"d": None, "c": "Łódź"}}
    written = json_bytes(value)
    assert written == (
        '{"a":{"c":"Łódź","d":null},"b":["2027-07-01T17:00:00Z","2027-07-01","09:05:00","1.50"]}'.encode()
    )
    assert json_bytes(dict(reversed(value.items()))) == written


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(st.characters(codec=None)), st.lists))
def test_json_round_trip(value: object) -> None:
    assert json.loads(json_bytes(value)) == value


@pytest.mark.parametrize(
    ("value", "error"),
    [({1, 2}, TypeError), (float("nan"), ValueError), (datetime(2027, 7, 1), ValueError)],  # noqa: DTZ001
)
def test_json_refuses_what_it_has_no_word_for(value: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        json_bytes([value])
