"""The rows of a CSV text, none of them lost behind a quotation mark that nobody closed."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass


class NeverClosed(ValueError):
    """A quotation mark is opened in line `number`, and what should close it is missing or belongs elsewhere."""

    def __init__(self, number: int) -> None:
        super().__init__(f"A quotation mark of line {number} is never closed.")
        self.number = number


@dataclass(frozen=True)
class Row:
    """One row; `number` is the line of the file where it begins, `lines` on how many it stands."""

    number: int
    cells: list[str]
    lines: int = 1

    def has_swallowed(self, width: int, separator: str) -> bool:
        """Whether another row hides in a cell of this one, in a table of `width` columns.

        A text of several lines is no harm. One that holds as many separators as a row does is a row.
        """
        if self.lines == 1:
            return False
        long = [cell for cell in self.cells if "\n" in cell or "\r" in cell]
        return len(self.cells) != width or any(cell.count(separator) >= width - 1 for cell in long)


def rows(text: str, separator: str) -> Iterator[Row]:
    """Yield the rows of `text`, the empty ones too.

    Raises:
        NeverClosed: while they are read.
        csv.Error: a cell is longer than any.
    """
    raw: list[str] = []
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        for line in io.StringIO(text, newline=""):
            raw.append(line)
            yield line
        # One line more: where a quotation mark is open, it becomes a part of the last row.
        ended = True
        yield "end"

    before = 0
    reader = csv.reader(lines(), delimiter=separator)
    for cells in reader:
        number, before = before + 1, reader.line_num
        if ended:
            if number != before:
                raise NeverClosed(number)
            return
        if number != before:
            try:
                # Within one line a bank may quote as it likes; over several each mark has to be in its place.
                list(csv.reader(raw, delimiter=separator, strict=True))
            except csv.Error as error:
                raise NeverClosed(number) from error
        raw.clear()
        yield Row(number, cells, before - number + 1)
