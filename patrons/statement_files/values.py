"""Days and amounts as banks write them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)", re.ASCII)
_OTHER = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})(?!\d)", re.ASCII)
_NOT_AMOUNT = re.compile(r"[^0-9.,\-+()]", re.ASCII)
_FRACTION = re.compile(r"([.,])(\d{1,2})$", re.ASCII)
_PLAIN = re.compile(r"\d{1,15}(\.\d{1,9})?", re.ASCII)
# “грн.” and “Fr.”, whose full stop is no mark of the amount.
_ABBREVIATION = re.compile(r"[^\W\d_]+\.")
# Figures whose thousands, if they are parted, are parted where they should be; by a comma, or by a full stop.
_GROUPED = tuple(
    re.compile(rf"([0-9]+|[0-9]{{1,3}}({group}[0-9]{{2,3}})*{group}[0-9]{{3}})({mark}[0-9]*)?")
    for group, mark in ((",", r"\."), (r"\.", ","))
)
_MINUS = str.maketrans("−–—﹣－", "-----")


def day_of(text: str, order: str = "dmy") -> date | None:
    """Return the day that begins `text`: 2026-12-31, and 31.12.2026 or 12/31/2026 by `order`; None for no day."""
    text = text.strip().lstrip("='\"")
    if found := _ISO.match(text):
        year, month, day = (int(each) for each in found.groups())
    elif found := _OTHER.match(text):
        first, second, year = (int(each) for each in found.groups())
        day, month = (second, first) if order == "mdy" else (first, second)
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def order_of(texts: Iterable[str]) -> str:
    """Return whether the month stands first in these days: "mdy" only where nothing else can be meant."""
    pairs = [(int(found[1]), int(found[2])) for text in texts if (found := _OTHER.match(text.strip()))]
    return "mdy" if any(second > 12 for _first, second in pairs) and all(first <= 12 for first, _ in pairs) else "dmy"


def decimal_of(texts: Iterable[str]) -> str:
    """Return the decimal mark of these amounts, by those that have one or two digits after their last mark."""
    marks: Counter[str] = Counter()
    for text in texts:
        digits = _NOT_AMOUNT.sub("", text).strip("-+()")
        if found := _FRACTION.search(digits):
            marks[found[1]] += 1
        elif "," in digits and "." in digits:
            marks[max(",.", key=digits.rfind)] += 1
    return "," if marks[","] > marks["."] else "."


def amount_of(text: str, decimal: str = ".") -> Decimal | None:
    """Return an amount with its sign: “1.200,50”, “-12.5”, “(3.00)”, “7,00-”, “+1 200 UAH”; None for none."""
    digits = _NOT_AMOUNT.sub("", _ABBREVIATION.sub("", text.translate(_MINUS)))
    is_negative = digits.startswith(("-", "(")) or digits.endswith("-")
    digits = digits.strip("-+()")
    # A comma that parts no thousands is a decimal mark: read as nothing it would make a hundred times as much.
    if not _GROUPED[decimal == ","].fullmatch(digits):
        return None
    digits = digits.replace("." if decimal == "," else ",", "").replace(decimal, ".").rstrip(".")
    if not _PLAIN.fullmatch(digits):
        return None
    return -Decimal(digits) if is_negative else Decimal(digits)
