"""Rows for a spreadsheet (CSV, XLSX) and values for a program (JSON): same input, same bytes."""

import csv
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet


Cell = str | int | float | Decimal | bool | datetime | date | time | None

_NEVER_WRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel, LibreOffice and Google Sheets run a cell that starts with one of these, or their full-width twins.
_STARTS_A_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_NEGATIVE_NUMBER = re.compile(r"-\d+(\.\d+)?")
_SHEET_TITLE_REFUSES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_SHEET_TITLE = 31
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Column:
    """A heading. A column of instants also names the zone they are shown in; its heading says so."""

    title: str
    zone: ZoneInfo | None = None

    @property
    def heading(self) -> str:
        return f"{self.title} ({self.zone.key})" if self.zone else self.title


def csv_bytes(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV that Excel opens as UTF-8 with nothing in it run as a formula: a text that could be gets an
    apostrophe.

    Raises ValueError for an instant in a column without a zone, a naive datetime or a row of the wrong
    length.
    """
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_unarmed(column.heading) for column in columns])
    for row in rows:
        writer.writerow([_written(_local(cell, column)) for column, cell in zip(columns, row, strict=True)])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheet_title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet with typed cells and a bold, frozen header; nothing in it is a formula.

    Instants are written as wall-clock times of their column's zone, because a spreadsheet knows no zones.
    Texts longer than a cell can hold end in an ellipsis. Raises ValueError as `csv_bytes` does.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "pitchday"
    book.properties.created = book.properties.modified = datetime(*_ZIP_EPOCH)  # noqa: DTZ001
    sheet = book.worksheets[0]
    sheet.title = _sheet_title(sheet_title)
    sheet.freeze_panes = "A2"
    widths = [0] * len(columns)
    headings: list[Cell] = [column.heading for column in columns]
    for row in [headings, *rows]:
        cells = [_sheet_cell(sheet, _local(cell, column)) for column, cell in zip(columns, row, strict=True)]
        widths = [max(width, len(str(cell.value or ""))) for width, cell in zip(widths, cells, strict=True)]
        sheet.append(cells)
    for index, width in enumerate(widths, start=1):
        sheet.cell(1, index).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(index)].width = min(width + 2, _WIDEST_COLUMN)
    return _saved(book)


def json_bytes(value: object) -> bytes:
    """Compact JSON in UTF-8 with sorted keys; instants in UTC, decimals as texts.

    Raises TypeError for a type JSON has no word for, ValueError for a naive datetime, NaN or infinity.
    """
    text = json.dumps(value, default=_plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "backslashreplace")  # half of a surrogate pair becomes the escape JSON has for it


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        if value.utcoffset() is None:
            raise ValueError(f"{value} names no time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _local(cell: Cell, column: Column) -> Cell:
    """Texts without what XML refuses, instants as naive times of the column's zone."""
    if isinstance(cell, str):
        return _NEVER_WRITTEN.sub("", cell)
    if isinstance(cell, datetime):
        if cell.utcoffset() is None:
            raise ValueError(f"{cell} names no time zone")
        if column.zone is None:
            raise ValueError(f"The column {column.title!r} holds an instant and names no time zone")
        return cell.astimezone(column.zone).replace(tzinfo=None)
    return cell


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    return _unarmed(cell) if isinstance(cell, str) else str(cell)


def _unarmed(text: str) -> str:
    # Some programs drop leading spaces before they look for the sign.
    armed = text.startswith(_STARTS_A_FORMULA) or text.lstrip().startswith(_STARTS_A_FORMULA)
    return f"'{text}" if armed and not _NEGATIVE_NUMBER.fullmatch(text) else text


def _sheet_cell(sheet: "Worksheet", cell: Cell) -> "SheetCell":
    from openpyxl.cell import WriteOnlyCell

    if isinstance(cell, str) and len(cell) > _LONGEST_CELL:
        cell = f"{cell[: _LONGEST_CELL - 1]}…"
    written = WriteOnlyCell(sheet)
    written.value = cell
    if isinstance(cell, str):
        written.data_type = "s"  # openpyxl takes a text that starts with = for a formula
    elif isinstance(cell, datetime):
        written.number_format = "yyyy-mm-dd hh:mm"
    elif isinstance(cell, date):
        written.number_format = "yyyy-mm-dd"
    elif isinstance(cell, time):
        written.number_format = "hh:mm"
    return written


def _sheet_title(title: str) -> str:
    kept = _SHEET_TITLE_REFUSES.sub(" ", _NEVER_WRITTEN.sub("", title)).strip(" '")
    return " ".join(kept.split())[:_LONGEST_SHEET_TITLE].rstrip(" '") or "Sheet"


def _saved(book: "Workbook") -> bytes:
    """The workbook's bytes without the time of writing, which `Workbook.save` puts into it in two places."""
    from openpyxl.writer.excel import ExcelWriter

    dated, undated = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(dated, "w")).save()
    with ZipFile(dated) as source, ZipFile(undated, "w") as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, _ZIP_EPOCH), source.read(name), ZIP_DEFLATED)
    return undated.getvalue()
