"""Tables as people's programs write them: whatever encoding, whatever separator; or a sentence that says what is wrong.

table = tables.read(data)
for number, cells in table.rows: ...
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .csv_rows import NeverClosed, rows

BYTES_AT_MOST = 20 * 1024 * 1024
LINES_AT_MOST = 100_000
COLUMNS_AT_MOST = 200
SEPARATORS = (",", ";", "\t", "|")
# What programs write where nothing says in which encoding: that of Windows with Cyrillic letters.
OLD_ENCODING = "windows-1251"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKED_AT = 64 * 1024


class NotATable(ValueError):
    """What came is no table that can be read. The sentence says why, and what to do."""


@dataclass(frozen=True)
class Table:
    """A header, and the lines below it, each with its number in the file, as a spreadsheet shows it."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    separator: str


def read(data: bytes) -> Table:
    """Return the table that `data` holds. Empty lines are left out; short ones are filled up.

    Raises:
        NotATable: also while its rows are read, for one that is too long.
    """
    if len(data) > BYTES_AT_MOST:
        raise NotATable(_("The file is larger than 20 megabytes: split it into several."))
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise NotATable(_("This is a spreadsheet’s own file: save it as CSV, and take that."))
    encoding = encoding_of(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotATable(_("The letters of this file cannot be read: save it as CSV in UTF-8.")) from error
    text = text.replace("\0", "")
    first, _line, rest = text.partition("\n")
    separator = ""
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        # A spreadsheet's own note of its separator. Lines are counted with it.
        separator, text = first.rstrip("\r")[4:5] or "\t", "\n" + rest
    separator = separator or separator_of(text[:_LOOKED_AT])
    lines = _lines(text, separator)
    number, header = next(lines, (0, []))
    header = [name.strip() for name in header]
    if not number or not any(header):
        raise NotATable(_("The file is empty: it needs a first line with the names of its columns."))
    if len(header) > COLUMNS_AT_MOST:
        raise NotATable(_("The first line has more than 200 columns: is this the right file?"))
    return Table(header, _filled(lines, len(header)), encoding, separator)


def encoding_of(data: bytes) -> str:
    """Return in which encoding `data` is written, as far as that can be told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    start = data[:_LOOKED_AT]
    # Latin letters and separators are half noughts in UTF-16.
    for half, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if len(start) >= 4 and start[half::2].count(0) * 4 > len(start[half::2]):
            return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return OLD_ENCODING
    return "utf-8"


def separator_of(text: str) -> str:
    """Return what stands between the cells: what splits the first lines most often, and the same way each."""
    best, most = ",", 0
    for separator in SEPARATORS:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row][:20]
        if not rows or len(rows[0]) < 2:
            continue
        alike = sum(len(row) == len(rows[0]) for row in rows)
        if alike * len(rows[0]) > most:
            best, most = separator, alike * len(rows[0])
    return best


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    number, width = 0, 0
    try:
        for row in rows(text, separator):
            number = row.number
            if not any(cell.strip() for cell in row.cells):
                continue
            width = width or len(row.cells)
            if row.has_swallowed(width, separator):
                raise NeverClosed(number)
            yield number, row.cells
    except csv.Error as error:
        raise _unread(number + 1) from error
    except NeverClosed as error:
        raise _unread(error.number) from error


def _unread(number: int) -> NotATable:
    return NotATable(_("Line %(number)d cannot be read: is a quotation mark never closed?") % {"number": number})


def _filled(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for count, (number, row) in enumerate(lines, 1):
        if count > LINES_AT_MOST:
            raise NotATable(_("The file has more than 100,000 lines: split it into several."))
        yield number, [*row, *[""] * (width - len(row))][:width]
