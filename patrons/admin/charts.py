"""Charts as shapes, for a picture of 720 by 200: whole numbers in, whole numbers out. Words stand beside them."""

from dataclasses import dataclass
from datetime import date

from patrons.figures.reading import MonthLine
from patrons.figures.tallying import MOVES

WIDTH, HEIGHT = 720, 200
GAINS = ("new", "up", "returned")
LOSSES = ("down", "lapsed")


@dataclass(frozen=True)
class Bar:
    """A block: where it stands, what it is of."""

    x: int
    y: int
    width: int
    height: int
    kind: str = ""


@dataclass(frozen=True)
class Chart:
    """Blocks and a line, what is at its top and its bottom, and the months that it begins and ends with."""

    top: int
    bottom: int
    zero: int
    first: date
    last: date
    bars: list[Bar]
    line: str = ""
    area: str = ""


def line(lines: list[MonthLine]) -> Chart:
    """Draw what patrons give a month."""
    top = max(max(one.amount.minor for one in lines), 1)
    points = [(_middle(place, len(lines)), _y(one.amount.minor, top)) for place, one in enumerate(lines)]
    if len(points) == 1:
        points = [(0, points[0][1]), (WIDTH, points[0][1])]
    words = " ".join(f"{x},{y}" for x, y in points)
    area = f"{points[0][0]},{HEIGHT} {words} {points[-1][0]},{HEIGHT}"
    return Chart(top, 0, HEIGHT, lines[0].month, lines[-1].month, [], words, area)


def movement(lines: list[MonthLine]) -> Chart:
    """Draw what came above the line, and what went below it."""
    gains = [sum(one.moves[kind].minor for kind in GAINS) for one in lines]
    losses = [-sum(one.moves[kind].minor for kind in LOSSES) for one in lines]
    top, bottom = max(gains), max(losses)
    whole = max(top + bottom, 1)
    zero = HEIGHT * top // whole if top + bottom else HEIGHT
    bars = []
    for place, one in enumerate(lines):
        x, width = _column(place, len(lines))
        above = below = 0
        for kind in MOVES:
            minor = one.moves[kind].minor
            # From edge to edge, so that what is rounded leaves no gap.
            start, stop = (above, above + minor) if kind in GAINS else (below, below - minor)
            near, far = HEIGHT * start // whole, HEIGHT * stop // whole
            if kind in GAINS:
                above = stop
                bars.append(Bar(x, zero - far, width, far - near, kind))
            else:
                below = stop
                bars.append(Bar(x, zero + near, width, far - near, kind))
    return Chart(top, -bottom, zero, lines[0].month, lines[-1].month, [bar for bar in bars if bar.height])


def gifts(lines: list[MonthLine]) -> Chart:
    """Draw what was given in each month, single gifts at the foot of it."""
    top = max(max(one.given.minor for one in lines), 1)
    bars = []
    for place, one in enumerate(lines):
        x, width = _column(place, len(lines))
        once, all_of_it = HEIGHT - _y(one.once.minor, top), HEIGHT - _y(one.given.minor, top)
        bars += [
            Bar(x, HEIGHT - once, width, once, "once"),
            Bar(x, HEIGHT - all_of_it, width, all_of_it - once, "recurring"),
        ]
    return Chart(top, 0, HEIGHT, lines[0].month, lines[-1].month, [bar for bar in bars if bar.height])


def share(number: int, most: int) -> int:
    """Return how long a bar of a table is, of a hundred; something is never nothing."""
    return max(100 * number // most, 1) if number and most else 0


def _y(minor: int, top: int) -> int:
    return HEIGHT - HEIGHT * max(minor, 0) // top


def _middle(place: int, number: int) -> int:
    return WIDTH * (2 * place + 1) // (2 * number)


def _column(place: int, number: int) -> tuple[int, int]:
    left, right = WIDTH * place // number, WIDTH * (place + 1) // number
    gap = max((right - left) // 5, 1)
    return left + gap, max(right - left - 2 * gap, 1)
