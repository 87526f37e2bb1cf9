"""Tables for spreadsheets, line by line as they are read: CSV, and the sheet format that every program opens.

A cell is a text, a whole number, a Decimal, a moment, or nothing. A text stays a text: a program that
takes “=…” for a formula finds an apostrophe before it. Numbers are written by us and stay numbers.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from django.utils.timezone import localtime

type Cell = str | int | Decimal | date | datetime | None

# What begins a formula, also in full width; and what programs skip before it.
_BEGINS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212|%"
_SKIPPED = r"[\s\u00a0\u200b-\u200f\u2060\ufeff\x00-\x1f'\"]*"
_FORMULA = re.compile(rf"^(?={_SKIPPED}[{_BEGINS}])|^(?=[\t\r\n])")
# Where the separator is another one than ours, a text is cut at it, and the rest begins a cell.
_INNER = re.compile(rf"([;\t\r\n])(?={_SKIPPED}[{_BEGINS}])")
# What XML cannot hold.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A sheet has no more, and a cell no longer text.
ROWS_AT_MOST, LETTERS_AT_MOST = 1_048_575, 32_000
AT_ONCE = 500


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, wherever it cuts lines into cells."""
    text = _INNER.sub(r"\1'", text.replace("\0", ""))
    return f"'{text}" if _FORMULA.search(text) else text


def csv_of(header: Iterable[Any], rows: Iterable[Iterable[Cell]]) -> Iterator[bytes]:
    """Return a CSV in pieces: UTF-8 with a mark, commas, each cell in quotation marks."""
    yield b"\xef\xbb\xbf"
    for some in _some([list(map(str, header))], rows):
        out = io.StringIO(newline="")
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([_written(cell) for cell in row] for row in some)
        yield out.getvalue().encode()


def xlsx_of(header: Iterable[Any], rows: Iterable[Iterable[Cell]], name: str = "1") -> Iterator[bytes]:
    """Return a workbook of one sheet in pieces; no more of it is held than some lines."""
    out = _Passing()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as book:
        for path, text in _PARTS.items():
            book.writestr(path, text.replace("SHEET", escape(name[:31], {'"': "&quot;"})))
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(_HEAD)
            number = 0
            for some in _some([list(map(str, header))], rows):
                lines = []
                for row in some:
                    number += 1
                    lines.append(f'<row r="{number}">{"".join(map(_cell, row))}</row>')
                sheet.write("".join(lines).encode())
                yield out.taken()
            sheet.write(_FOOT)
    yield out.taken()


def _some(first: list[Any], rows: Iterable[Iterable[Cell]]) -> Iterator[list[Any]]:
    some = first
    for row in rows:
        some.append(row)
        if len(some) >= AT_ONCE:
            yield some
            some = []
    yield some


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return localtime(cell).isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return guarded(cell) if isinstance(cell, str) else str(cell)


def _cell(cell: Cell) -> str:
    # A whole number beyond fifteen digits would lose its last ones, and a Decimal its noughts: they stay texts.
    if isinstance(cell, int) and not isinstance(cell, bool) and abs(cell) < 10**15:
        return f"<c><v>{cell}</v></c>"
    text = _UNFIT.sub("", _written(cell))[:LETTERS_AT_MOST]
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' if text else "<c/>"


class _Passing(io.RawIOBase):
    """A file that is only written, and handed on piece by piece."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._kept.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        piece, self._kept = b"".join(self._kept), []
        return piece


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="SHEET" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}
_HEAD = f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'.encode()
_FOOT = b"</sheetData></worksheet>"
