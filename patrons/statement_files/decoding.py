"""From the bytes of a file to its rows."""

import csv
import re
from collections import Counter

from django.utils.translation import gettext as _

from newsroom.csv_rows import NeverClosed, Row, rows

BYTES_AT_MOST = 5 * 1024 * 1024
ROWS_AT_MOST = 20_000
SEPARATORS = ";,\t|"
_HIGH = re.compile(rb"[\x80-\xff]+")


class NotAStatement(Exception):
    """The file cannot be read; the sentence says why and what to do."""


def text_of(data: bytes) -> str:
    """Return what a file of a bank says, in whichever encoding.

    Raises:
        NotAStatement: it is too large, or no text.
    """
    if len(data) > BYTES_AT_MOST:
        raise NotAStatement(_("This file is larger than 5 MB: ask the bank for fewer months at once."))
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"):
        raise NotAStatement(
            _("This is no CSV file: choose “CSV” where the bank offers the statement, and upload that.")
        )
    text = _decoded(data)
    if "\0" in text or not text.strip():
        raise NotAStatement(_("There is no text in this file: choose the CSV that the bank made."))
    return text


def rows_of(text: str, separator: str, *, is_cut: bool = False) -> list[list[str]]:
    """Return the cells of each row, none of them longer than anybody needs.

    Args:
        is_cut: it is only the beginning of a text, and may end within a cell.

    Raises:
        NotAStatement: it has no rows, or too many, or some are lost in a cell of another.
    """
    found: list[list[str]] = []
    long: list[Row] = []
    try:
        for row in rows(text, separator):
            if len(found) >= ROWS_AT_MOST:
                raise NotAStatement(
                    _("This file has more than %(most)s lines: ask the bank for fewer months at once.")
                    % {"most": ROWS_AT_MOST}
                )
            found.append([" ".join(cell.split())[:1_000] for cell in row.cells[:60]])
            if row.lines > 1:
                long.append(row)
    except csv.Error as error:
        raise NotAStatement(_("This file is no table: choose the CSV that the bank made.")) from error
    except NeverClosed as error:
        if not is_cut:
            raise _unread(error.number) from error
    width, _times = usual_width(found)
    lost = next((row for row in long if not is_cut and row.has_swallowed(width, separator)), None)
    if lost is not None:
        raise _unread(lost.number)
    return found


def usual_width(rows: list[list[str]]) -> tuple[int, int]:
    """Return how many cells most of the rows have, and how many rows those are."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return max(((width, times) for width, times in widths.items()), key=lambda each: each[1], default=(0, 0))


def _unread(number: int) -> NotAStatement:
    return NotAStatement(_("Line %(number)d cannot be read: is a quotation mark never closed?") % {"number": number})


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    start = data[:2_000]
    if start and start.count(0) * 3 > len(start):
        return data.decode("utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Cyrillic letters stand beside each other; umlauts and accents stand alone.
        runs = [len(run) for run in _HIGH.findall(data[:100_000])]
        is_cyrillic = sum(run for run in runs if run > 1) > sum(run for run in runs if run == 1)
        return data.decode("cp1251" if is_cyrillic else "cp1252", "replace")
